import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findingsOf, fixed } from '../../analysis/analysed';
import { onDevices, small } from '../memory-cases';

const found = (text: string, inputs?: ReturnType<typeof small>) =>
  findingsOf(text, inputs).filter(({ code }) => code === 'AFD501');
const resizing = (text: string, inputs?: ReturnType<typeof small>) =>
  found(text, inputs).flatMap(({ fixes }) => fixes.filter(({ title }) => title.startsWith('Change to')));

describe('weights-do-not-fit', () => {
  it('offers the fewest FFN workers that hold the weights, never as the preferred fix, and is silent behind it', () => {
    const cases = fc.record({
      ffn: fc.integer({ min: 1, max: 9 }),
      attention: fc.integer({ min: 1, max: 400 }),
      batchSize: fc.integer({ min: 1, max: 190 }),
      microbatches: fc.constantFrom('', '  microbatches: 1\n', '  microbatches: 8\n'),
    });
    fc.assert(
      fc.property(cases, ({ ffn, attention, batchSize, microbatches }) => {
        const text = onDevices(
          `{ workers: ${attention}, batchSize: ${batchSize} }`,
          `{ workers: ${ffn} }`,
          microbatches,
        );
        const [fix, ...others] = resizing(text);
        assert.ok(fix && others.length === 0 && !fix.preferred, text);
        const edited = fixed(text, fix);
        const [, workers] = /ffn: \{ workers: (\d+) \}/.exec(edited)!;
        assert.equal(fix.title, `Change to ${workers} FFN workers, the fewest that hold the weights`);
        assert.deepEqual(found(edited), []);
        const oneFewer = edited.replace(/ffn: .*/, `ffn: { workers: ${Number(workers) - 1} }`);
        assert.equal(found(oneFewer).length, 1, 'one fewer would do');
      }),
      { numRuns: 30 },
    );
  });

  it('offers none where no number of FFN workers holds what each of them has', () => {
    // 3.74 GB of dense layers and shared experts are on every one.
    const text = onDevices('{ workers: 8, batchSize: 16 }', '{ workers: 12, device: small.yaml }');
    assert.deepEqual(
      found(text, small(3e9)).map(({ message }) => message.replace(/.*; /, '')),
      ['`small.yaml` has 3 GB: more FFN workers do not help.'],
    );
    assert.deepEqual(resizing(text, small(3e9)), []);
  });

  it('judges both pools, each where it is named', () => {
    const text = onDevices('{ workers: 8, batchSize: 16 }', '{ workers: 2 }').replace('h800', 'small.yaml');
    assert.deepEqual(
      found(text, small(15e9)).map(({ start, end, severity }) => [text.slice(start, end), severity]),
      [
        ['small.yaml', 'error'],
        ['2', 'error'],
      ],
    );
  });
});
