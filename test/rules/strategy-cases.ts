import { defaultFileSettings } from '../../server/src/configuration/file-settings';
import { filesOf } from '../analysis/analysed';
import { comparing } from '../evaluation/comparing';
import type { RuleCase } from './rule-case';

/** A deployment of catalogue model and device with these lines of `spec`. */
export function served(
  model: string,
  device: string,
  { attention, ffn, more = '' }: { readonly attention: string; readonly ffn: number; readonly more?: string },
  workload = '{ statistics: { distribution: geometric, meanPrefill: 1000, meanDecode: 500 } }',
): string {
  return `apiVersion: afd-lens/v1
kind: AFDDeployment
spec:
  model: ${model}
  device: ${device}
  workload: ${workload}
  attention: { ${attention} }
  ffn: { workers: ${ffn} }
${more}`;
}

const short = '{ statistics: { distribution: geometric, meanPrefill: 200, meanDecode: 100 } }';
const loose = '  microbatches: 3\n  slo: { ttft: 2s, tpot: 100ms }\n';
const loses = served('gpt-oss-120b', 'h200', { attention: 'workers: 6, batchSize: 64', ffn: 4, more: loose });
const close = served('gpt-oss-120b', 'h200', { attention: 'workers: 8, batchSize: 64', ffn: 8, more: loose });
const longPrefix =
  '{ statistics: { distribution: geometric, meanPrefill: 300000, meanDecode: 500 }, prefixTokens: 299000 }';
const tight = '  microbatches: 1\n  slo: { ttft: 10s, tpot: 15ms }\n';
const needed = served(
  'deepseek-v3.2',
  'b200',
  { attention: 'workers: 4, batchSize: 1', ffn: 4, more: tight },
  longPrefix,
);
const starved = served(
  'deepseek-v3',
  'h800',
  {
    attention: 'workers: 192, batchSize: 256',
    ffn: 64,
    more: '  microbatches: 3\n  roofline: { efficiency: { ffnCompute: 0.6 } }\n',
  },
  short,
);
const large = served('qwen3-30b-a3b-fp8', 'h800', {
  attention: 'workers: 64, batchSize: 256',
  ffn: 64,
  more: '  microbatches: 1\n',
});
const uneven = served('qwen3-30b-a3b-fp8', 'h20', {
  attention: 'workers: 3, batchSize: 160',
  ffn: 2,
  more: '  microbatches: 3\n  roofline: { expertBalance: 0.9 }\n',
});
const inputs = comparing();

export const strategyCases: readonly RuleCase[] = [
  {
    code: 'AFD601',
    title: 'that aggregated serving gives more',
    text: loses,
    inputs,
    expected: [
      'warning',
      'apiVersion',
      'AFD does not pay here: aggregated serving gives +8.2 % (+8.2 to +29 %) tokens/s against aggregated serving with AFD.',
    ],
  },
  {
    code: 'AFD601',
    title: 'what may be a small gain, as information',
    text: loses,
    inputs,
    settings: { ...defaultFileSettings, thresholds: { ...defaultFileSettings.thresholds, minGain: 0.2 } },
    expected: [
      'info',
      'apiVersion',
      'AFD does not pay here: aggregated serving gives +8.2 % (+8.2 to +29 %) tokens/s against aggregated serving with AFD.',
    ],
  },
  { code: 'AFD601', title: 'a near-tie', text: close, inputs, expected: undefined },
  {
    code: 'AFD601',
    title: 'what was not compared yet',
    text: loses,
    inputs: { ...filesOf(), comparison: () => ({ kind: 'computing' }) },
    expected: undefined,
  },
  {
    code: 'AFD601',
    title: 'a deployment without an objective',
    text: loses.replace(/ {2}slo.*\n/, ''),
    inputs,
    expected: undefined,
  },
  {
    code: 'AFD601',
    title: 'an objective that a template fills in',
    text: loses.replace('ttft: 2s', 'ttft: {{ .Values.ttft }}'),
    inputs,
    expected: undefined,
  },
  {
    code: 'AFD601',
    title: 'an objective that is not valid',
    text: loses.replace('ttft: 2s', 'ttft: soon'),
    inputs,
    expected: undefined,
  },
  {
    code: 'AFD602',
    title: 'that nothing else fits in memory',
    text: needed,
    inputs,
    expected: [
      'info',
      'apiVersion',
      'Only AFD fits in memory: aggregated serving needs 223.7 GB a device of 180 GB; expect about 4 requests in flight.',
    ],
  },
  { code: 'AFD602', title: 'where others fit too', text: loses, inputs, expected: undefined },
  {
    code: 'AFD603',
    title: 'FFN nodes that wait for the network',
    text: starved,
    expected: [
      'info',
      '64',
      '64 FFN workers on 8 nodes get rows for 13 % of their FLOP/s at most; more nodes do not raise that, 2 would get 33 %.',
    ],
  },
  {
    code: 'AFD603',
    title: 'FFN nodes that are reckoned to compute no faster',
    text: starved.replace('0.6', '0.12'),
    expected: undefined,
  },
  {
    code: 'AFD603',
    title: 'a domain that holds all',
    text: starved.replace('h800', 'gb300').replace('192', '8').replace('workers: 64', 'workers: 56'),
    expected: undefined,
  },
  {
    code: 'AFD603',
    title: 'a pool that waits for attention',
    text: starved.replace('workers: 192', 'workers: 16'),
    expected: undefined,
  },
  {
    code: 'AFD603',
    title: 'a network that is stated to be scale-up',
    text: starved.replace('{ efficiency', '{ network: scale-up, efficiency'),
    expected: undefined,
  },
  {
    code: 'AFD604',
    title: 'bundles that fit into a domain',
    text: large.replace('meanPrefill: 1000', 'meanPrefill: 200'),
    expected: [
      'warning',
      '64',
      '64A:64F spans 16 scale-up domains, 4A:4F in one gives +34 % (+4.6 to +96 %) tokens/s per worker.',
    ],
  },
  {
    code: 'AFD604',
    title: 'scale-out traffic of a bundle that fits into a domain',
    text: large
      .replaceAll('workers: 64', 'workers: 4')
      .replace('microbatches: 1', 'microbatches: 1\n  roofline: { network: scale-out }'),
    expected: [
      'warning',
      '4',
      '4A:4F over scale-out fits into a domain of 8, which gives +18 % (+6.2 to +45 %) tokens/s per worker.',
    ],
  },
  {
    code: 'AFD604',
    title: 'a prediction that leaves the domains out',
    text: starved,
    expected: [
      'info',
      '192',
      '192A:64F spans 32 scale-up domains: communication takes 134.6 ms a step, not 49.55 ms; that is 45 % less throughput.',
    ],
  },
  {
    code: 'AFD604',
    title: 'communication that is hidden',
    text: large.replace('microbatches: 1', 'microbatches: 3'),
    expected: undefined,
  },
  {
    code: 'AFD604',
    title: 'a network that is stated to be scale-up',
    text: large.replace('microbatches: 1', 'microbatches: 1\n  roofline: { network: scale-up }'),
    expected: undefined,
  },
  {
    code: 'AFD605',
    title: 'a small bundle with uneven experts',
    text: uneven,
    expected: ['hint', '3', 'At an expert balance of 0.9, 3A:2F loses 10 %; wide expert parallelism would lose 4.6 %.'],
  },
  {
    code: 'AFD605',
    title: 'a large bundle, which changes by small steps',
    text: uneven.replace('workers: 3', 'workers: 30').replace('workers: 2 ', 'workers: 20 '),
    expected: undefined,
  },
  {
    code: 'AFD605',
    title: 'an FFN that has time to spare',
    text: uneven.replace('workers: 3', 'workers: 1'),
    expected: undefined,
  },
  {
    code: 'AFD605',
    title: 'experts of which nothing is stated',
    text: uneven.replace(/ {2}roofline.*\n/, ''),
    expected: undefined,
  },
];
