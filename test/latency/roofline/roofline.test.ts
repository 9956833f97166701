import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Device } from '../../../server/src/latency/hardware/device';
import type { ModelShape } from '../../../server/src/latency/hardware/model-shape';
import {
  type PoolDevices,
  type Roofline,
  type RooflineOptions,
  roofline,
} from '../../../server/src/latency/roofline/roofline';
import { close } from './close';
import { a800, deepSeekV3, gb200, h20, h800, l20, mixture, qwen235 } from './known-shapes';

const onGb200 = { attention: gb200, ffn: gb200 };
const peaks: RooflineOptions = {
  efficiency: {
    attentionBandwidth: 1,
    attentionCompute: 1,
    ffnBandwidth: 1,
    ffnCompute: 1,
    prefillCompute: 1,
    network: 1,
  },
  hopSeconds: 0,
  operationSeconds: 0,
};

function ready(shape: ModelShape, devices: PoolDevices, options?: RooflineOptions): Roofline {
  const outcome = roofline(shape, devices, options);
  assert.ok(outcome.kind === 'ready', outcome.kind === 'refused' ? outcome.message : '');
  return outcome.roofline;
}

function refusal(shape: ModelShape, devices: PoolDevices, options?: RooflineOptions): string {
  const outcome = roofline(shape, devices, options);
  assert.ok(outcome.kind === 'refused');
  return outcome.message;
}

const integer = (min: number, max: number) => fc.integer({ min, max });
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const rate = fc.double({ min: 1e9, max: 1e17, noNaN: true });
const stored = fc.constantFrom('bf16' as const, 'fp8' as const, 'int8' as const, 'fp4' as const, 'int4' as const);
const anyDevice: fc.Arbitrary<Device> = fc.record({
  id: fc.constantFrom('a', 'b'),
  memoryBytes: rate,
  memoryBandwidth: rate,
  flops: fc.record({ bf16: rate, fp8: optional(rate), int8: optional(rate), fp4: optional(rate) }),
  scaleUp: optional(rate),
  scaleOut: rate,
  scaleUpDevices: fc.constant(8),
  devicesPerNode: fc.constant(8),
  pricePerHour: optional(fc.double({ min: 0, max: 100, noNaN: true })),
  source: fc.constant('made up'),
  notes: fc.constant([]),
});
const anyShape: fc.Arbitrary<ModelShape> = fc.record({
  id: fc.constant('made-up'),
  hidden: integer(1, 20_000),
  attention: fc.array(
    fc.record({
      layers: integer(0, 100),
      kind: fc.constantFrom('multi-head' as const, 'latent' as const),
      kvElements: integer(0, 10_000),
      flopPerKvToken: integer(0, 1_000_000),
      expanded: optional(fc.record({ flopPerPair: integer(0, 1_000_000), flopPerCachedToken: integer(0, 1e9) })),
      queryHeads: integer(1, 128),
      kvHeads: integer(1, 128),
      projectionParameters: integer(0, 1_000_000_000),
      kvParameters: fc.constant(0),
      narrowQueryParameters: fc.constant(0),
      readsAtMost: optional(integer(1, 4096)),
      dropsTheRest: fc.boolean(),
      indexer: optional(
        fc.record({ elements: integer(0, 128), flopPerToken: integer(0, 20_000), parameters: integer(0, 1e8) }),
      ),
    }),
    { maxLength: 3 },
  ),
  ffn: fc.array(
    fc.record({
      layers: integer(0, 100),
      experts: integer(0, 500),
      perToken: integer(0, 16),
      expertParameters: integer(0, 100_000_000),
      alwaysParameters: integer(0, 1_000_000_000),
    }),
    { maxLength: 3 },
  ),
  embeddingParameters: integer(0, 1e9),
  headParameters: integer(0, 1e9),
  precision: fc.record({ attention: stored, experts: stored, alwaysFfn: stored, kvCache: stored }),
  source: fc.constant('made up'),
  notes: fc.constant([]),
});

/** All numbers in plain data. */
function numbersOf(value: unknown): readonly number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersOf) : [];
}

describe('a roofline', () => {
  it('is finite and never negative, whatever the model and the devices', () => {
    fc.assert(
      fc.property(anyShape, anyDevice, anyDevice, (shape, attention, ffn) => {
        for (const value of numbersOf(ready(shape, { attention, ffn })))
          assert.ok(Number.isFinite(value) && value >= 0, String(value));
      }),
    );
  });

  it('takes half the time where everything is twice as fast', () => {
    const twice = (device: Device): Device => ({
      ...device,
      memoryBandwidth: 2 * device.memoryBandwidth,
      flops: {
        bf16: 2 * device.flops.bf16,
        fp8: device.flops.fp8 && 2 * device.flops.fp8,
        int8: device.flops.int8 && 2 * device.flops.int8,
        fp4: device.flops.fp4 && 2 * device.flops.fp4,
      },
      scaleUp: device.scaleUp && 2 * device.scaleUp,
      scaleOut: device.scaleOut && 2 * device.scaleOut,
    });
    const times = ({ latency: { attention, ffn, communication } }: Roofline) => [
      ...[attention.alpha, attention.perRequest ?? 0, attention.beta, ...(attention.capped ?? []).map((c) => c.alpha)],
      ...[ffn.alpha, ffn.beta, ffn.experts?.readTime ?? 0, communication.alpha, communication.beta],
    ];
    const bare = { hopSeconds: 0, operationSeconds: 0 };
    fc.assert(
      fc.property(anyShape, anyDevice, anyDevice, (shape, attention, ffn) => {
        const before = times(ready(shape, { attention, ffn }, bare));
        const after = times(ready(shape, { attention: twice(attention), ffn: twice(ffn) }, bare));
        for (const [index, time] of before.entries()) close(after[index], time / 2);
      }),
    );
  });

  it('holds the one measured comparison within its error', () => {
    // Qwen3-235B in fp8 on GB200: attention took about twice the time at the peaks, the FFN slope 4 to 5 times.
    const { latency, relativeError } = ready(qwen235, onGb200);
    const peak = ready(qwen235, onGb200, peaks).latency;
    const holds = (predicted: number, measured: number, error: number) =>
      assert.ok(predicted * (1 - error) <= measured && measured <= predicted * (1 + error));
    holds(latency.attention.alpha, 2 * peak.attention.alpha, relativeError.attention);
    holds(latency.ffn.alpha, 4 * peak.ffn.alpha, relativeError.ffn);
    holds(latency.ffn.alpha, 5 * peak.ffn.alpha, relativeError.ffn);
  });

  it('weighs the pools by price where both are known and differ', () => {
    const costs = ({ latency, breakdown }: Roofline) => [latency.attentionCost, latency.ffnCost, breakdown.costs];
    assert.deepEqual(costs(ready(deepSeekV3, { attention: h20, ffn: h800 })), [0.8, 2, 'prices']);
    assert.deepEqual(costs(ready(deepSeekV3, { attention: h20, ffn: gb200 })), [1, 1, 'alike']);
    assert.deepEqual(costs(ready(deepSeekV3, { attention: h800, ffn: h800 })), [1, 1, 'alike']);
    assert.deepEqual(costs(ready(deepSeekV3, { attention: h20, ffn: { ...h800, pricePerHour: 0 } })), [1, 1, 'alike']);
  });

  it('names its sources and passes on what they leave open', () => {
    const other = mixture(2, 4096, { experts: 16, perToken: 1, size: 256, shared: 0 });
    const shape = { ...qwen235, ffn: [...qwen235.ffn, other], notes: ['the router is left out'] };
    const { breakdown } = ready(shape, { attention: h20, ffn: h800 });
    assert.deepEqual(
      breakdown.sources.map(({ id }) => id),
      ['qwen3-235b-a22b', 'h20', 'h800'],
    );
    assert.deepEqual(breakdown.notes.slice(0, 2), [
      'the router is left out',
      'NVLink of 900 GB/s both ways together is not sourced',
    ]);
    assert.match(breakdown.notes[2] ?? '', /^2 layers route otherwise/);
    assert.equal(ready(shape, onGb200).breakdown.sources.length, 2);
  });

  it('is refused in one sentence that names what is wrong', () => {
    assert.match(refusal(qwen235, { attention: l20, ffn: l20 }), /`l20` states no `scaleOutGBps`/);
    assert.match(refusal(qwen235, onGb200, { efficiency: { ffnBandwidth: 2 } }), /^`ffnBandwidth` is 2;/);
    assert.match(refusal({ ...qwen235, hidden: 0 }, onGb200), /^Model `qwen3-235b-a22b` states 0/);
    for (const [broken, key] of [
      [{ ...a800, memoryBandwidth: 0 }, 'memoryBandwidth'],
      [{ ...a800, flops: { ...a800.flops, fp8: Number.NaN } }, 'fp8'],
      [{ ...a800, scaleOut: -1 }, 'scaleOut'],
    ] as const)
      assert.match(
        refusal(qwen235, { attention: gb200, ffn: broken }),
        new RegExp(`^Device \`a800\` states .* its \`${key}\``),
      );
  });

  it('leaves communication to the network that is asked for', () => {
    const { breakdown } = ready(qwen235, onGb200, { networkTier: 'scale-out' });
    assert.deepEqual([breakdown.communication.tier, breakdown.communication.link.peakPerSecond], ['scale-out', 100e9]);
  });
});
