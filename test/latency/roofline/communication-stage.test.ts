import assert from 'node:assert/strict';
import { defaultAssumptions as assumptions } from '../../../server/src/latency/roofline/assumptions';
import { communicationStage, type Link, linkBetween } from '../../../server/src/latency/roofline/communication-stage';
import { close } from './close';
import { deepSeekV3, gb200, h20, h800, l20, qwen32 } from './known-shapes';

const link: Link = { tier: 'scale-out', tierStated: false, bytesPerSecond: 50e9 };

describe('the link between the pools', () => {
  it('is the scale-up network of devices of one kind, else scale-out', () => {
    assert.deepEqual(linkBetween(gb200, gb200, undefined), {
      tier: 'scale-up',
      tierStated: false,
      bytesPerSecond: 900e9,
    });
    assert.deepEqual(linkBetween(h20, h800, undefined), link);
    const alone = { ...h800, scaleUp: undefined };
    assert.deepEqual(linkBetween(alone, alone, undefined), link);
    assert.deepEqual(linkBetween(gb200, gb200, 'scale-out'), {
      tier: 'scale-out',
      tierStated: true,
      bytesPerSecond: 100e9,
    });
  });

  it('is as fast as its slower end', () => {
    const up = [linkBetween(h20, h800, 'scale-up'), linkBetween(h800, h20, 'scale-up')];
    for (const one of up) assert.deepEqual(one, { tier: 'scale-up', tierStated: true, bytesPerSecond: 200e9 });
  });

  it('is unknown where a device does not state it', () => {
    assert.equal(
      linkBetween(h20, l20, undefined),
      'Device `l20` states no `scaleOutGBps`, so the time of communication is unknown; state it in a device file.',
    );
    assert.match(String(linkBetween(l20, l20, 'scale-up')), /`l20` states no `scaleUpGBps`/);
  });
});

describe('the communication stage of a roofline', () => {
  it('sends a byte per element there and two back, to each worker with an expert of the row', () => {
    const { line, breakdown } = communicationStage(deepSeekV3, link, assumptions);
    close(line.alpha, (61 * 3 * 7168) / 40e9);
    close(line.beta, 61 * 2 * 10e-6);
    assert.deepEqual(line.fanOut, { count: 256, perToken: 8 });
    assert.deepEqual(
      [breakdown.dispatchBytesPerRow, breakdown.combineBytesPerRow, breakdown.roundTripBytesPerRow],
      [61 * 7168, 61 * 14_336, 61 * 21_504],
    );
  });

  it('sends a row of a dense model once', () => {
    assert.equal(communicationStage(qwen32, link, assumptions).line.fanOut, undefined);
  });

  it('halves with twice the link, but for its latency', () => {
    const { line } = communicationStage(deepSeekV3, link, assumptions);
    const doubled = communicationStage(deepSeekV3, { ...link, bytesPerSecond: 100e9 }, assumptions).line;
    close(doubled.alpha, line.alpha / 2);
    assert.equal(doubled.beta, line.beta);
    assert.equal(communicationStage(deepSeekV3, link, { ...assumptions, hopSeconds: 0 }).line.beta, 0);
  });
});
