import assert from 'node:assert/strict';
import { kvCachePeak } from '../../../server/src/rules/memory/kv-cache-peak';
import { findingsOf, fixed } from '../../analysis/analysed';
import { describeRule } from '../describe-rule';
import { held, onDevices, traceOf } from '../on-devices';

const found = (text: string, inputs?: Parameters<typeof findingsOf>[1]) =>
  findingsOf(text, inputs).filter(({ code }) => code === 'AFD503');

describeRule(kvCachePeak, {
  reports: [
    {
      title: 'a batch beyond the KV cache at its peak',
      text: onDevices('{ workers: 8, batchSize: 60 }', held, '  microbatches: 3\n'),
      expected: [
        'info',
        '60',
        'At its peak the fullest attention worker needs 70.82 GB of KV cache; it has room for 61.38 GB, B at most 51.',
      ],
    },
  ],
  silent: [
    {
      title: 'a batch that fits at its peak',
      text: onDevices('{ workers: 8, batchSize: 51 }', held, '  microbatches: 3\n'),
    },
  ],
});

describe('kv-cache-peak', () => {
  it('offers the batch that fits at the peak, not as the preferred fix', () => {
    const text = onDevices('{ workers: 8, batchSize: 60 }', '{ workers: 12 }', '  microbatches: 3\n');
    const [fix, ...others] = found(text)[0]!.fixes.filter(({ title }) => title.startsWith('Change the'));
    assert.equal(fix!.title, 'Change the batch size to 51, which fits at the peak too');
    assert.deepEqual([fix!.preferred, others], [false, []]);
    assert.deepEqual(found(fixed(text, fix!)), []);
  });

  it('offers no batch as large as the one there is', () => {
    const text = onDevices('{ workers: 8, batchSize: 64 }', '{ workers: 12 }', '  microbatches: 3\n');
    assert.deepEqual(
      found(text)[0]!
        .fixes.map(({ title }) => title)
        .filter((title) => title.startsWith('Change the')),
      ['Change the batch size to 51, which fits at the peak too'],
    );
  });

  it('names the largest batch down to one, and none where not even that fits', () => {
    const of = (meanPrefill: number) => {
      const workload = `{ statistics: { distribution: geometric, meanPrefill: ${meanPrefill}, meanDecode: 100 } }`;
      const text = onDevices('{ workers: 8, batchSize: 2 }', '{ workers: 12 }', '  microbatches: 1\n', workload);
      const [finding] = found(text);
      return [
        finding?.message.split('; ')[1],
        finding?.fixes.map(({ title }) => title).filter((t) => /^Change/.test(t)),
      ];
    };
    assert.deepEqual(of(150_000), [
      'it has room for 61.38 GB, B at most 1.',
      ['Change the batch size to 1, which fits at the peak too'],
    ]);
    assert.deepEqual(of(200_000), ['it has room for 61.38 GB.', []]);
  });

  it('counts the longest request of the trace', () => {
    const inputs = traceOf(...Array.from({ length: 2000 }, () => 4000), 500_000);
    const text = onDevices('{ workers: 1, batchSize: 100 }', '{ workers: 12 }', '', '{ trace: t.csv }');
    // 500,001 tokens beside 99 requests of theta = (2000 x 4000 + 500,000) / 2001 tokens; theta holds one request of 500,000 in 2001.
    assert.equal(found(text, inputs).length, 1);
    assert.equal(found(text.replace('100', '10'), inputs).length, 0);
  });
});
