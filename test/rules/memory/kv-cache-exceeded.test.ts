// Also tests: rules/memory/batch-fix
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { kvCacheExceeded } from '../../../server/src/rules/memory/kv-cache-exceeded';
import { findingsOf, fixed } from '../../analysis/analysed';
import { describeRule } from '../describe-rule';
import { held, onDevices, small, traceOf } from '../on-devices';

const at = (batchSize: number, more = '  microbatches: 3\n') =>
  onDevices(`{ workers: 8, batchSize: ${batchSize} }`, '{ workers: 12 }', more);
const found = (text: string, inputs?: Parameters<typeof findingsOf>[1]) =>
  findingsOf(text, inputs).filter(({ code }) => code === 'AFD502');
const changes = (text: string, inputs?: Parameters<typeof findingsOf>[1]) =>
  found(text, inputs).flatMap(({ fixes }) => fixes.filter(({ title }) => title.startsWith('Change the')));

const traced = '{ trace: t.csv }';

const even = Array.from({ length: 2000 }, () => 4000);

describeRule(kvCacheExceeded, {
  reports: [
    {
      title: 'a batch beyond the KV cache',
      text: onDevices('{ workers: 8, batchSize: 80 }', held, '  microbatches: 3\n'),
      expected: [
        'error',
        '80',
        '80 requests × 3 microbatches need 75.88 GB of KV cache; an attention worker has room for 61.38 GB, B at most 64.',
      ],
    },
    {
      title: 'a batch within the reserve',
      text: onDevices('{ workers: 8, batchSize: 66 }', held, '  microbatches: 3\n'),
      expected: [
        'warning',
        '66',
        '66 requests × 3 microbatches need 62.6 GB of KV cache; an attention worker has room for 61.38 GB, B at most 64.',
      ],
    },
    {
      title: 'one request more than fits on average',
      text: onDevices('{ workers: 8, batchSize: 65 }', held, '  microbatches: 3\n'),
      // 195 requests of 316.15 MB; 194.1 fit.
      expected: [
        'warning',
        '65',
        '65 requests × 3 microbatches need 61.65 GB of KV cache; an attention worker has room for 61.38 GB, B at most 64.',
      ],
    },
    {
      title: 'microbatches not known, and not even one that fits',
      text: onDevices('{ workers: 8, batchSize: 250 }', held),
      expected: [
        'error',
        '250',
        '250 requests need 79.04 GB of KV cache; an attention worker has room for 61.38 GB, B at most 194.',
      ],
    },
    {
      title: 'requests of two microbatches',
      text: onDevices('{ workers: 8, batchSize: 125 }', held, '  microbatches: 2\n'),
      expected: [
        'error',
        '125',
        '125 requests × 2 microbatches need 79.04 GB of KV cache; an attention worker has room for 61.38 GB, B at most 97.',
      ],
    },
    {
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
  ],
  silent: [
    {
      title: 'attention weights that leave no room, which is said as such',
      text: onDevices('{ workers: 8, batchSize: 1, device: small.yaml }', held),
      inputs: small(17e9),
    },
    {
      title: 'microbatches not known, and one that fits',
      text: onDevices('{ workers: 8, batchSize: 150 }', held),
    },
    {
      title: 'the largest batch that fits on average',
      text: onDevices('{ workers: 8, batchSize: 64 }', held, '  microbatches: 3\n'),
    },
  ],
});

describe('kv-cache-exceeded', () => {
  it('offers the batch that fits at the peak, which is preferred, and the one that fits on average', () => {
    assert.deepEqual(
      changes(at(80)).map(({ title, preferred }) => [title, preferred]),
      [
        ['Change the batch size to 51, which fits at the peak too', true],
        ['Change the batch size to 64, which fits on average', false],
      ],
    );
    assert.deepEqual(
      changes(at(250, '')).map(({ preferred }) => preferred),
      [false, false],
      'how many microbatches there are is not known',
    );
  });

  it('is silent behind each fix, and one request more would not be', () => {
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 4000 }), fc.integer({ min: 1, max: 6 }), (batchSize, microbatches) => {
        const text = at(batchSize, `  microbatches: ${microbatches}\n`);
        const [peak, mean] = changes(text).map((fix) => fixed(text, fix));
        assert.ok(peak && mean);
        const codes = (edited: string) =>
          findingsOf(edited).flatMap(({ code }) => (code === 'AFD502' || code === 'AFD503' ? [code] : []));
        assert.deepEqual([codes(peak), codes(mean)], [[], ['AFD503']]);
        const larger = (edited: string) =>
          edited.replace(/batchSize: (\d+)/, (_, size) => `batchSize: ${Number(size) + 1}`);
        assert.deepEqual([codes(larger(peak)), codes(larger(mean))], [['AFD503'], ['AFD502']]);
      }),
      { numRuns: 20 },
    );
  });

  it('offers one batch where requests are alike, so that the peak is the mean', () => {
    const text = onDevices('{ workers: 8, batchSize: 250 }', held, '  microbatches: 1\n', '{ trace: t.csv }');
    assert.deepEqual(
      changes(text, traceOf(4000)).map(({ title }) => title),
      ['Change the batch size to 218, which fits at the peak too'],
    );
  });

  it('offers no smaller batch for a request that does not fit alone', () => {
    const text = onDevices('{ workers: 8, batchSize: 400 }', '{ workers: 12 }', '', '{ trace: t.csv }');
    const inputs = traceOf(...Array.from({ length: 2000 }, () => 4000), 1_000_000);
    assert.deepEqual(
      found(text, inputs).map(({ message }) => message.slice(0, 19)),
      ['The longest request'],
    );
    assert.deepEqual(changes(text, inputs), []);
  });

  it('says that not even one fits, and offers nothing', () => {
    const long = '{ statistics: { distribution: geometric, meanPrefill: 1000000, meanDecode: 100 } }';
    const text = onDevices('{ workers: 8, batchSize: 2 }', '{ workers: 12 }', '  microbatches: 1\n', long);
    const message = (batchSize: string) => found(text.replace('batchSize: 2', `batchSize: ${batchSize}`))[0]!.message;
    assert.match(
      message('2'),
      /^2 requests need .*; an attention worker has room for 61\.38 GB, not even for B = 1\.$/,
    );
    assert.match(message('1'), /^1 request needs .*, not even for B = 1\.$/);
    assert.deepEqual(changes(text), []);
    const half = text.replace('1000000', '500000');
    assert.match(found(half)[0]!.message, /, B at most 1\.$/);
    assert.deepEqual(
      changes(half).map(({ title }) => title),
      ['Change the batch size to 1, which fits on average'],
    );
  });

  it('says nothing where not one of its numbers is known', () => {
    assert.deepEqual(found(at(4000).replace('h800', 'unknown-device')), []);
    assert.deepEqual(found(at(4000).replace('model: deepseek-v3', 'model: our-own')), []);
    assert.deepEqual(found(at(4000).replace('{ workers: 8,', '{ dataParallel: 8, tensorParallel: 2,')), []);
  });
});
