import assert from 'node:assert/strict';
import { closest } from '../../server/src/text/closest';

const keys = ['n', 'sumP', 'workers', 'batchSize', 'dataParallel', 'tensorParallel', 'microbatches'];

describe('did you mean', () => {
  const cases: readonly [string, string | undefined][] = [
    ['wrokers', 'workers'],
    ['worker', 'workers'],
    ['WORKERS', 'workers'],
    ['batch_size', 'batchSize'],
    ['batch-size', 'batchSize'],
    ['microbatch', 'microbatches'],
    ['tensor', undefined],
    ['sumQ', 'sumP'],
    ['x', undefined],
    ['N', 'n'],
    ['ab', undefined],
    ['replicas', undefined],
    ['', undefined],
  ];
  for (const [word, expected] of cases) {
    it(`${JSON.stringify(word)}: ${expected ?? 'nothing is near'}`, () => assert.equal(closest(word, keys), expected));
  }

  it('takes the first of two that are equally near', () => assert.equal(closest('abcd', ['abce', 'abcf']), 'abce'));
});
