import { throughputPerInstance } from '../../../server/src/provisioning/cycle/throughput';
import { expertImbalance } from '../../../server/src/rules/strategy/expert-imbalance';
import { wholeNodeAfdShare, wideEpShare } from '../../../server/src/strategy/expert-imbalance';
import { analyse } from '../../analysis/analysed';
import { describeRule } from '../describe-rule';
import { served } from '../served';
import { assertToldFrom } from '../threshold';

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

describe('expert-imbalance', () => {
  it('is said where AFD loses 2 % more than wide expert parallelism, by whole workers and as predicted', () => {
    assertToldFrom(0.02, 0.999, 0.9, (balance) => {
      const { evaluation, findings } = analyse(uneven.replace('0.9 }', `${balance} }`)).documents[0]!;
      const { pools, point, form, stageTimes } = evaluation!.sizing!;
      const { ffn } = point.latency;
      const busiest = { ...point, latency: { ...point.latency, ffn: { ...ffn, alpha: ffn.alpha / balance } } };
      const predicted = throughputPerInstance(busiest, pools, form) / throughputPerInstance(point, pools, form);
      const kept = Math.max(predicted, wholeNodeAfdShare(balance, pools.attention, pools.ffn));
      const ratio = (pools.attention * stageTimes.attention) / (pools.ffn * stageTimes.ffn);
      return {
        told: findings.some(({ code }) => code === 'AFD605'),
        quantity: wideEpShare(balance, ratio) - kept,
      };
    });
  });
});
