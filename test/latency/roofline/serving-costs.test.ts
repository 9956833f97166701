import assert from 'node:assert/strict';
import { modelCatalogue } from '../../../server/src/generated/hardware-catalogue';
import type { Device } from '../../../server/src/latency/hardware/device';
import { builtInDevices } from '../../../server/src/latency/hardware/find-device';
import { findModel } from '../../../server/src/latency/hardware/find-model';
import type { ModelShape } from '../../../server/src/latency/hardware/model-shape';
import { type RooflineOptions, roofline } from '../../../server/src/latency/roofline/roofline';
import { servingCosts, withMeasuredDecode } from '../../../server/src/latency/roofline/serving-costs';
import type { ServingCosts } from '../../../server/src/strategy/serving-costs';
import { close } from './close';
import { a800, deepSeekV3, gb200, h800, l20, qwen32, qwen235 } from './known-shapes';

function ready(shape: ModelShape, device: Device, options?: RooflineOptions): ServingCosts {
  const outcome = servingCosts(shape, device, options);
  assert.ok(outcome.kind === 'ready', outcome.kind === 'refused' ? outcome.message : '');
  return outcome.costs;
}

function refusal(shape: ModelShape, device: Device, options?: RooflineOptions): string {
  const outcome = servingCosts(shape, device, options);
  return outcome.kind === 'refused' ? outcome.message : assert.fail('there are costs');
}

describe('the costs of serving', () => {
  const ways: readonly [ModelShape, Device, RooflineOptions][] = [
    [deepSeekV3, h800, {}],
    [qwen235, gb200, { efficiency: { attentionBandwidth: 0.5, ffnCompute: 0.3 }, reserveBytes: 5e9 }],
    [qwen32, gb200, { networkTier: 'scale-out', hopSeconds: 1e-6, operationSeconds: 0 }],
  ];
  for (const [shape, device, options] of ways) {
    it(`are those of a roofline where one device of ${device.id} decodes ${shape.id}`, () => {
      const outcome = roofline(shape, { attention: device, ffn: device }, options);
      assert.ok(outcome.kind === 'ready');
      const { latency, memory } = outcome.roofline;
      const { ranks, ffn } = ready(shape, device, options);
      assert.deepEqual(ranks[0]?.decode, latency.attention);
      assert.deepEqual(ranks[0]?.memory, memory.attention);
      assert.deepEqual(ffn.line, latency.ffn);
      assert.deepEqual(ffn.memory, memory.ffn);
    });
  }

  it('of a rank of several devices fall, but for what is on each and what they add up', () => {
    const { ranks } = ready(deepSeekV3, h800);
    assert.deepEqual(
      ranks.map(({ tensorParallel }) => tensorParallel),
      [1, 2, 4, 8],
    );
    const [one, , , eight] = ranks;
    const added = (61 * 2 * (7 / 8) * 7168 * 2) / 160e9;
    const whole = 7168 * (1536 + 576);
    const each = whole + 16 * (1536 * 192 + 512 * 256 + 128 * 7168);
    close(eight?.prefill.perToken, (2 * 61 * each) / (1979e12 * 0.45) + added);
    close(
      eight?.decode.perRequest,
      (2 * 61 * each) / (1979e12 * 0.45) + (2 * 129_280 * 7168) / 8 / (989e12 * 0.45) + added,
    );
    close(eight?.decode.beta, (61 * each + (2 * 129_280 * 7168) / 8) / (3.35e12 * 0.6) + 61 * (9e-6 + 20e-6));
    close(eight?.memory.weights, 61 * each + (4 * 129_280 * 7168) / 8);
    // Each device holds all of the cache.
    assert.equal(eight?.memory.kvPerToken, one?.memory.kvPerToken);
    const grouped = ready(qwen235, gb200).ranks;
    close(grouped[2]?.memory.kvPerToken, grouped[0]!.memory.kvPerToken / 4);
    assert.equal(grouped[3]?.memory.kvPerToken, grouped[2]?.memory.kvPerToken);
  });

  it('say how much of a step reads the weights that each FFN device holds', () => {
    const { ffn } = ready(deepSeekV3, h800);
    // Three dense FFNs and 58 shared experts, in fp8; 58 x 2 + 3 + 58 operations of 3 µs each are the rest, two an FFN.
    close(ffn.ownReadTime, (3 * 7168 * (3 * 18_432 + 58 * 2048)) / (3.35e12 * 0.8));
    close(ffn.line.beta - ffn.ownReadTime!, 2 * (3 + 58 + 58) * 3e-6, 1e-9);
  });

  it('say what goes over which network', () => {
    const { traffic, communication, kvBytesPerToken } = ready(deepSeekV3, h800);
    assert.deepEqual(traffic, {
      dispatchBytesPerRow: 61 * 7168,
      combineBytesPerRow: 2 * 61 * 7168,
      hopsPerStep: 122,
      hopSeconds: 10e-6,
      routing: { count: 256, perToken: 8 },
      scaleUp: { bytesPerSecond: 160e9, devices: 8 },
      scaleOut: { bytesPerSecond: 40e9 },
    });
    assert.equal(communication, undefined);
    // 35,136 elements for each token of DeepSeek-V3, here of one byte.
    assert.equal(kvBytesPerToken, 35_136);
  });

  it('keep attention and FFN off a network that is not the stated one', () => {
    const { traffic, ranks } = ready(deepSeekV3, h800, { networkTier: 'scale-out' });
    assert.equal(traffic.scaleUp, undefined);
    assert.equal(ranks.length, 4);
    const alone = { ...h800, scaleUp: undefined, scaleUpDevices: undefined };
    assert.equal(ready(deepSeekV3, alone).ranks.length, 1);
    assert.equal(ready(deepSeekV3, alone).traffic.scaleUp, undefined);
  });

  it('are numbers for every known model', () => {
    const device = builtInDevices.get('b200')!;
    for (const { metadata } of modelCatalogue) {
      const id = metadata!.name!;
      const found = findModel(id);
      const shape = found.kind === 'found' ? found.value : assert.fail(id);
      const { ranks, ffn } = ready(shape, device);
      assert.equal(ranks[0]?.tensorParallel, 1);
      ranks.forEach(({ decode, prefill, memory }, index) => {
        const numbers = [prefill.perToken, ...prefill.pairs.map(({ perPair }) => perPair), memory.weights];
        assert.ok(
          [...numbers, ffn.prefillPerRow, decode.beta].every((each) => each > 0 && Number.isFinite(each)),
          shape.id,
        );
        // More devices never hold more of the model each, nor compute more of a pair.
        const before = ranks[index - 1];
        assert.ok(before === undefined || memory.weights < before.memory.weights, shape.id);
        assert.ok(before === undefined || prefill.pairs[0]!.perPair <= before.prefill.pairs[0]!.perPair, shape.id);
      });
    }
  });

  it('are refused where the network is not known, by the name of what is missing', () => {
    assert.match(refusal(deepSeekV3, l20), /`l20` states no `scaleOutGBps`/);
    assert.equal(
      refusal(deepSeekV3, a800),
      'Device `a800` does not say how many devices its scale-up network joins, so what goes over which network is unknown; state `scaleUpDevices` in a device file.',
    );
    assert.equal(ready(deepSeekV3, a800, { networkTier: 'scale-out' }).ranks.length, 1);
    assert.match(
      refusal(deepSeekV3, h800, { efficiency: { prefillCompute: 1.2 } }),
      /`prefillCompute` is 1\.2; an efficiency/,
    );
  });

  it('take measured stage times of decoding in place of derived ones', () => {
    const derived = ready(deepSeekV3, h800);
    const measured = {
      attention: { alpha: 1e-8, perRequest: 1e-5, beta: 2e-3 },
      ffn: { alpha: 1e-6, beta: 3e-3 },
      communication: { alpha: 1e-6, beta: 1e-3 },
    };
    const costs = withMeasuredDecode(derived, measured);
    assert.deepEqual(costs.ranks, [{ ...derived.ranks[0], decode: measured.attention }]);
    assert.deepEqual(costs.ffn, { ...derived.ffn, line: measured.ffn, ownReadTime: undefined });
    assert.equal(costs.communication, measured.communication);
  });
});
