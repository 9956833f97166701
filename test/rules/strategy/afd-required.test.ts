import { afdRequired } from '../../../server/src/rules/strategy/afd-required';
import { comparing } from '../../evaluation/comparing';
import { describeRule } from '../describe-rule';
import { loses, served } from '../served';

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
  ],
  silent: [
    { title: 'where others fit too', text: loses, inputs },
    { title: 'the roofline alone', text: needed, inputs },
  ],
});
