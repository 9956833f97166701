import { expertImbalance } from '../../../server/src/rules/strategy/expert-imbalance';
import { describeRule } from '../describe-rule';
import { served } from '../served';

const uneven = served('qwen3-30b-a3b-fp8', 'h20', {
  attention: 'workers: 3, batchSize: 160',
  ffn: 2,
  more: '  microbatches: 3\n  roofline: { expertBalance: 0.9 }\n',
});

describeRule(expertImbalance, {
  reports: [
    {
      title: 'a small bundle with uneven experts',
      text: uneven,
      expected: [
        'hint',
        '3',
        'At an expert balance of 0.9, 3A:2F loses 10 %; wide expert parallelism would lose 4.6 %.',
      ],
    },
  ],
  silent: [
    {
      title: 'a large bundle, which changes by small steps',
      text: uneven.replace('workers: 3', 'workers: 30').replace('workers: 2 ', 'workers: 20 '),
    },
    {
      title: 'an FFN that has time to spare',
      text: uneven.replace('workers: 3', 'workers: 1'),
    },
    {
      title: 'experts of which nothing is stated',
      text: uneven.replace(/ {2}roofline.*\n/, ''),
    },
  ],
});
