import assert from 'node:assert/strict';
import fc from 'fast-check';
import { weightsDoNotFit } from '../../../server/src/rules/memory/weights-do-not-fit';
import { findingsOf, fixed } from '../../analysis/analysed';
import { describeRule } from '../describe-rule';
import { held, onDevices, small } from '../on-devices';

const found = (text: string, inputs?: ReturnType<typeof small>) =>
  findingsOf(text, inputs).filter(({ code }) => code === 'AFD501');
const resizing = (text: string, inputs?: ReturnType<typeof small>) =>
  found(text, inputs).flatMap(({ fixes }) => fixes.filter(({ title }) => title.startsWith('Change to')));

describeRule(weightsDoNotFit, {
  reports: [
    {
      title: 'too few FFN workers',
      text: onDevices('{ workers: 8, batchSize: 16 }', '{ workers: 8 }'),
      expected: [
        'error',
        '8',
        'An FFN worker needs 85.49 GB (weights 85.48 GB); `h800` has 80 GB: it takes 10 FFN workers.',
      ],
    },
    {
      title: 'weights that fit without the reserve only',
      text: onDevices('{ workers: 8, batchSize: 16 }', '{ workers: 9 }'),
      expected: [
        'warning',
        '9',
        'An FFN worker needs 77.82 GB (weights 77.82 GB), the engine 3.5 GB; `h800` has 80 GB: it takes 10 FFN workers.',
      ],
    },
    {
      title: 'attention weights beyond the memory',
      text: onDevices('{ workers: 8, batchSize: 16, device: small.yaml }', held),
      inputs: small(15e9),
      expected: ['error', 'small.yaml', 'The attention weights take 15.12 GB; `small.yaml` has 15 GB.'],
    },
    {
      title: 'attention weights beside the reserve',
      text: onDevices('{ workers: 8, batchSize: 1, device: small.yaml }', held),
      inputs: small(17e9),
      expected: [
        'warning',
        'small.yaml',
        'The attention weights take 15.12 GB, the engine 3.5 GB; `small.yaml` has 17 GB.',
      ],
    },
  ],
  silent: [
    {
      title: 'FFN workers that hold the weights',
      text: onDevices('{ workers: 8, batchSize: 16 }', '{ workers: 10 }'),
    },
    {
      title: 'tensor parallelism, which shares out more than is known',
      text: onDevices('{ workers: 8, batchSize: 16 }', '{ expertParallel: 4, tensorParallel: 2 }'),
    },
  ],
});

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
