import { builtInDevices } from '../../server/src/latency/hardware/find-device';
import { filesOf, readyTrace } from '../analysis/analysed';
import type { RuleCase } from './rule-case';

/** DeepSeek-V3 decoding with its FFN on H800; more lines of `spec`. */
export function onDevices(
  attention: string,
  ffn: string,
  more = '',
  workload = '{ statistics: { distribution: geometric, meanPrefill: 4000, meanDecode: 500 } }',
): string {
  return `apiVersion: afd-lens/v1
kind: AFDDeployment
spec:
  model: deepseek-v3
  device: h800
  workload: ${workload}
  attention: ${attention}
  ffn: ${ffn}
${more}`;
}

/**
 * By hand, from the model's configuration and the data sheet (80 GB), with a reserve of 3.5 GB. Geometric lengths of means 4000 and
 * 500 load a slot with theta = 4000 + 500 - 1 = 4499 tokens, of (512 + 64) x 61 = 35,136 bytes of bf16 each twice: 70,272.
 * A request takes 316.15 MB. Attention weights are 15.12 GB, so that 61.38 GB are left: 194.1 requests, 64 in each of 3
 * microbatches. 58 layers of 256 experts of 3 x 7168 x 2048 bytes are 653.9 GB, and all else in the FFN layers 3.74 GB: over 8
 * workers 85.48 GB, over 9 (29 experts on the fullest) 77.82 GB, over 10 (26) 70.16 GB.
 */
const held = '{ workers: 12 }';
const traced = '{ trace: t.csv }';
export const traceOf = (...lengths: readonly number[]) =>
  filesOf({ 't.csv': readyTrace(lengths.map((length) => [length, 1] as const)) });
const even = Array.from({ length: 2000 }, () => 4000);
/** The device file `small.yaml`: an H800 with another memory. */
export const small = (memoryBytes: number) => ({
  ...filesOf(),
  device: () =>
    ({ kind: 'ready', path: '/srv/small.yaml', device: { ...builtInDevices.get('h800')!, memoryBytes } }) as const,
});

/** Cases of the rules about memory and objectives. */
export const memoryCases: readonly RuleCase[] = [
  {
    code: 'AFD501',
    title: 'too few FFN workers',
    text: onDevices('{ workers: 8, batchSize: 16 }', '{ workers: 8 }'),
    expected: [
      'error',
      '8',
      'An FFN worker needs 85.49 GB (weights 85.48 GB); `h800` has 80 GB: it takes 10 FFN workers.',
    ],
  },
  {
    code: 'AFD501',
    title: 'weights that fit without the reserve only',
    text: onDevices('{ workers: 8, batchSize: 16 }', '{ workers: 9 }'),
    expected: [
      'warning',
      '9',
      'An FFN worker needs 77.82 GB (weights 77.82 GB), the engine 3.5 GB; `h800` has 80 GB: it takes 10 FFN workers.',
    ],
  },
  {
    code: 'AFD501',
    title: 'FFN workers that hold the weights',
    text: onDevices('{ workers: 8, batchSize: 16 }', '{ workers: 10 }'),
    expected: undefined,
  },
  {
    code: 'AFD501',
    title: 'tensor parallelism, which shares out more than is known',
    text: onDevices('{ workers: 8, batchSize: 16 }', '{ expertParallel: 4, tensorParallel: 2 }'),
    expected: undefined,
  },
  {
    code: 'AFD501',
    title: 'attention weights beyond the memory',
    text: onDevices('{ workers: 8, batchSize: 16, device: small.yaml }', held),
    inputs: small(15e9),
    expected: ['error', 'small.yaml', 'The attention weights take 15.12 GB; `small.yaml` has 15 GB.'],
  },
  {
    code: 'AFD501',
    title: 'attention weights beside the reserve',
    text: onDevices('{ workers: 8, batchSize: 1, device: small.yaml }', held),
    inputs: small(17e9),
    expected: [
      'warning',
      'small.yaml',
      'The attention weights take 15.12 GB, the engine 3.5 GB; `small.yaml` has 17 GB.',
    ],
  },
  {
    code: 'AFD502',
    title: 'attention weights that leave no room, which is said as such',
    text: onDevices('{ workers: 8, batchSize: 1, device: small.yaml }', held),
    inputs: small(17e9),
    expected: undefined,
  },
  {
    code: 'AFD502',
    title: 'a batch beyond the KV cache',
    text: onDevices('{ workers: 8, batchSize: 80 }', held, '  microbatches: 3\n'),
    expected: [
      'error',
      '80',
      '80 requests × 3 microbatches need 75.88 GB of KV cache; an attention worker has room for 61.38 GB, B at most 64.',
    ],
  },
  {
    code: 'AFD502',
    title: 'a batch within the reserve',
    text: onDevices('{ workers: 8, batchSize: 66 }', held, '  microbatches: 3\n'),
    expected: [
      'warning',
      '66',
      '66 requests × 3 microbatches need 62.6 GB of KV cache; an attention worker has room for 61.38 GB, B at most 64.',
    ],
  },
  {
    code: 'AFD502',
    title: 'microbatches not known, and one that fits',
    text: onDevices('{ workers: 8, batchSize: 150 }', held),
    expected: undefined,
  },
  {
    code: 'AFD502',
    title: 'microbatches not known, and not even one that fits',
    text: onDevices('{ workers: 8, batchSize: 250 }', held),
    expected: [
      'error',
      '250',
      '250 requests need 79.04 GB of KV cache; an attention worker has room for 61.38 GB, B at most 194.',
    ],
  },
  {
    code: 'AFD502',
    title: 'a request of the trace beyond the KV cache',
    text: onDevices('{ workers: 8, batchSize: 16 }', held, '', traced),
    inputs: traceOf(...even, 1_000_000),
    // 1,000,001 tokens of 70,272 bytes.
    expected: [
      'warning',
      '16',
      'The longest request of the trace takes 70.27 GB of KV cache; an attention worker has room for 61.38 GB.',
    ],
  },
  {
    code: 'AFD502',
    title: 'a batch that one request alone says to be too large',
    text: onDevices('{ workers: 8, batchSize: 250 }', held, '', traced),
    inputs: traceOf(4000),
    // 250 x 4000 x 70,272 bytes.
    expected: [
      'info',
      '250',
      '250 requests need 70.27 GB of KV cache; an attention worker has room for 61.38 GB, B at most 218.',
    ],
  },
  {
    code: 'AFD503',
    title: 'a batch beyond the KV cache at its peak',
    text: onDevices('{ workers: 8, batchSize: 60 }', held, '  microbatches: 3\n'),
    expected: [
      'info',
      '60',
      'At its peak the fullest attention worker needs 70.82 GB of KV cache; it has room for 61.38 GB, B at most 51.',
    ],
  },
  {
    code: 'AFD503',
    title: 'a batch that fits at its peak',
    text: onDevices('{ workers: 8, batchSize: 51 }', held, '  microbatches: 3\n'),
    expected: undefined,
  },
  {
    code: 'AFD504',
    title: 'an objective missed',
    text: onDevices('{ workers: 8, batchSize: 40 }', held, '  microbatches: 3\n  slo: { tpot: 25ms }\n'),
    expected: ['warning', '25ms', 'TPOT is 75.15 ms, over the objective of 25 ms. B = 1 keeps it at 8A:12F.'],
  },
  {
    code: 'AFD504',
    title: 'the TTFT that a first step alone misses, whatever is changed',
    text: onDevices('{ workers: 8, batchSize: 40 }', held, '  microbatches: 3\n  slo: { ttft: 15ms }\n'),
    expected: [
      'warning',
      '15ms',
      'TTFT is at least 75.15 ms, over the objective of 15 ms. Even B = 1 at 1A:12F takes 22.05 ms, attention-bound.',
    ],
  },
  {
    code: 'AFD504',
    title: 'an objective missed within the error of a roofline only',
    text: onDevices('{ workers: 8, batchSize: 40 }', held, '  microbatches: 3\n  slo: { tpot: 50ms }\n'),
    expected: undefined,
  },
  {
    code: 'AFD504',
    title: 'an objective and microbatches not known',
    text: onDevices('{ workers: 8, batchSize: 40 }', held, '  slo: { tpot: 1ms }\n'),
    expected: undefined,
  },
];
