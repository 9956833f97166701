import { afdRequired } from '../../../server/src/rules/strategy/afd-required';
import { comparing, comparingTo } from '../../evaluation/comparing';
import { describeRule } from '../describe-rule';
import { loses, losesAsMeasured, served } from '../served';

const longPrefix =
  '{ statistics: { distribution: geometric, meanPrefill: 300000, meanDecode: 500 }, prefixTokens: 299000 }';

const tight = '  microbatches: 1\n  slo: { ttft: 10s, tpot: 15ms }\n';

const needed = served(
  'deepseek-v3.2',
  'b200',
  { attention: 'workers: 4, batchSize: 1', ffn: 4, more: tight },
  longPrefix,
);

const asMeasured = needed.replace(
  '  device: b200\n',
  '  device: b200\n  latencyProfile: profiles/deepseek-v3.2-b200.yaml\n',
);

const inputs = comparing();

describeRule(afdRequired, {
  reports: [
    {
      title: 'that nothing else fits in memory',
      text: asMeasured,
      inputs,
      expected: [
        'info',
        'apiVersion',
        'Only AFD fits in memory: aggregated serving needs 250.9 GB a device of 180 GB; expect about 5 requests in flight.',
      ],
    },
    {
      title: 'that nothing else keeps the objectives',
      text: losesAsMeasured,
      inputs: comparingTo({ verdict: 'required', requiredFor: 'objectives' }),
      expected: [
        'info',
        'apiVersion',
        'Only AFD keeps TTFT 2 s and TPOT 100 ms on 10 devices; expect about 10,341 requests in flight.',
      ],
    },
    {
      title: 'no bytes where attention alone would fit',
      text: losesAsMeasured,
      inputs: comparingTo({ verdict: 'required', requiredFor: 'memory' }),
      expected: ['info', 'apiVersion', 'Only AFD fits in memory; expect about 10,341 requests in flight.'],
    },
    {
      title: 'that AFD misses the objectives too',
      text: losesAsMeasured,
      inputs: comparingTo({ verdict: 'required', requiredFor: 'memory', options: [] }),
      expected: ['info', 'apiVersion', 'Only AFD fits in memory; it misses TTFT 2 s and TPOT 100 ms.'],
    },
  ],
  silent: [
    { title: 'where others fit too', text: loses, inputs },
    { title: 'the roofline alone', text: needed, inputs },
  ],
});
