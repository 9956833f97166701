import assert from 'node:assert/strict';
import { roofline } from '../../../server/src/latency/roofline/roofline';
import { rooflineProfile } from '../../../server/src/latency/roofline/roofline-profile';
import { deepSeekV3, gb200, h20, h800, qwen235 } from './known-shapes';

function profileOf(...[shape, devices]: Parameters<typeof roofline>) {
  const outcome = roofline(shape, devices);
  assert.ok(outcome.kind === 'ready');
  return { profile: rooflineProfile(outcome.roofline), roofline: outcome.roofline };
}

describe('the profile of a roofline', () => {
  it('is named by its model and its devices', () => {
    const same = profileOf(qwen235, { attention: gb200, ffn: gb200 }).profile;
    assert.deepEqual([same.id, same.model, same.device], ['qwen3-235b-a22b on gb200', 'qwen3-235b-a22b', 'gb200']);
    const mixed = profileOf(deepSeekV3, { attention: h20, ffn: h800 }).profile;
    assert.deepEqual([mixed.id, mixed.device], ['deepseek-v3 on h20 + h800', 'h20 + h800']);
  });

  it('is in microseconds, uncalibrated, without ranges, and says how wide its error is', () => {
    const { profile, roofline } = profileOf(qwen235, { attention: gb200, ffn: gb200 });
    assert.deepEqual([profile.timeUnit, profile.calibration, profile.errorStated], ['us', 'roofline', true]);
    assert.deepEqual(profile.relativeError, { attention: 0.5, communication: 0.5, ffn: 0.5 });
    assert.deepEqual(profile.ranges, { ratio: undefined, batchSize: undefined, tokenLoad: undefined });
    const { attention, ffn, communication } = profile.latency;
    assert.equal(attention.alpha, roofline.latency.attention.alpha * 1e6);
    assert.equal(ffn.experts!.readTime, roofline.latency.ffn.experts!.readTime * 1e6);
    assert.deepEqual(communication.fanOut, roofline.latency.communication.fanOut);
    assert.equal(profile.memory, roofline.memory);
    assert.equal(profile.roofline, roofline.breakdown);
  });

  it('weighs the pools where the devices differ in price', () => {
    assert.equal(profileOf(deepSeekV3, { attention: h20, ffn: h800 }).profile.weighted, true);
    assert.equal(profileOf(deepSeekV3, { attention: h800, ffn: h800 }).profile.weighted, false);
  });
});
