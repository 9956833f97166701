import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findingsOf, fixed } from '../../analysis/analysed';
import { onDevices, traceOf } from '../memory-cases';

const at = (batchSize: number, more = '  microbatches: 3\n') =>
  onDevices(`{ workers: 8, batchSize: ${batchSize} }`, '{ workers: 12 }', more);
const found = (text: string, inputs?: Parameters<typeof findingsOf>[1]) =>
  findingsOf(text, inputs).filter(({ code }) => code === 'AFD502');
const changes = (text: string, inputs?: Parameters<typeof findingsOf>[1]) =>
  found(text, inputs).flatMap(({ fixes }) => fixes.filter(({ title }) => title.startsWith('Change the')));

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

  it('offers no smaller batch for a request that does not fit alone', () => {
    const text = onDevices('{ workers: 8, batchSize: 400 }', '{ workers: 12 }', '', '{ trace: t.csv }');
    const inputs = traceOf(...Array.from({ length: 2000 }, () => 4000), 1_000_000);
    assert.deepEqual(
      found(text, inputs).map(({ message }) => message.slice(0, 19)),
      ['The longest request'],
    );
    assert.deepEqual(changes(text, inputs), []);
  });

  it('says nothing where not one of its numbers is known', () => {
    assert.deepEqual(found(at(4000).replace('h800', 'unknown-device')), []);
    assert.deepEqual(found(at(4000).replace('model: deepseek-v3', 'model: our-own')), []);
    assert.deepEqual(found(at(4000).replace('{ workers: 8,', '{ dataParallel: 8, tensorParallel: 2,')), []);
  });
});
