// Also tests: rules/sizing/mis-sized
import assert from 'node:assert/strict';
import { findingsIn } from '../../../server/src/analysis/analysis';
import { attentionBound } from '../../../server/src/rules/sizing/attention-bound';
import { analyse, deployment, findingsOf } from '../../analysis/analysed';
import { good } from '../base-texts';
import { describeRule } from '../describe-rule';
import { held, onDevices } from '../on-devices';

const misSized = /^AFD10[1-4]$/;

describeRule(attentionBound, {
  reports: [
    {
      title: 'attention-bound',
      text: deployment('{ workers: 4, batchSize: 256 }'),
      expected: ['warning', '4', '4A:1F is attention-bound: 10A:1F gives +11 % (+8.9 to +12 %) tokens/s per worker.'],
    },
  ],
  silent: [
    {
      title: 'within the tolerance',
      text: deployment('{ workers: 9, batchSize: 256 }'),
    },
    { title: 'optimal', text: deployment(good) },
  ],
});

describe('what is said of a mis-sized ratio', () => {
  const said = (attention: string, ffn: string, more = '') => {
    const all = findingsIn(analyse(deployment(attention, ffn, more)));
    const found = all.filter(({ code }) => misSized.test(code));
    return found.map(({ code, related }) => [code, ...related.map(({ message }) => message)]);
  };

  it('is by the one rule of its regime, with what the other pool does meanwhile', () => {
    const idle = (pool: string) => new RegExp(`^${pool}, idle \\d+ % of each cycle\\.$`);
    const [[attention, waiting] = [], ...more] = said('{ workers: 4, batchSize: 256 }', '{ workers: 1 }');
    assert.deepEqual([attention, more.length], ['AFD101', 0]);
    assert.match(waiting!, idle('1 FFN worker'));
    const [[ffn, sets] = []] = said('{ workers: 40, batchSize: 256 }', '{ workers: 1 }');
    assert.equal(ffn, 'AFD103');
    assert.match(sets!, /^1 FFN worker sets the cycle; the attention pool is idle \d+ % of it\.$/);
    const [[several, set] = []] = said('{ workers: 80, batchSize: 256 }', '{ workers: 2 }');
    assert.equal(several, 'AFD103');
    assert.match(set!, /^2 FFN workers set the cycle; the attention pool is idle/);
  });

  it('is said at the FFN pool where attention stays, which then sets the cycle', () => {
    const text = deployment('{ workers: 10, batchSize: 256 }', '{ workers: 3 }');
    const [finding] = findingsIn(analyse(text));
    assert.equal(text.slice(finding!.range.start, finding!.range.end), '3');
    assert.deepEqual(
      finding!.related.map(({ message, range }) => [message, text.slice(range.start, range.end)]),
      [['10 attention workers set the cycle; the FFN pool is idle 47 % of it.', '10']],
    );
  });

  it('tells of a pool that is not edited only where it would change', () => {
    const notEdited = (attention: string, ffn: string) => said(attention, ffn)[0]!.slice(1, -1);
    assert.deepEqual(notEdited('{ workers: 4, batchSize: 256 }', '{ workers: 0x1 }'), []);
    assert.deepEqual(notEdited('{ workers: 0x1, batchSize: 256 }', '{ workers: 1 }'), [
      'The attention pool is not edited: `0x1` is not a plain decimal number.',
    ]);
  });

  it('counts ranks, not groups of them', () => {
    const [[, sets] = []] = said('{ dataParallel: 5, tensorParallel: 2, batchSize: 256 }', '{ workers: 3 }');
    assert.match(sets!, /^10 attention ranks set the cycle; the FFN pool is idle/);
  });

  it('is information where a roofline predicts it', () => {
    const [finding] = findingsOf(onDevices('{ workers: 400, batchSize: 16 }', held, '  microbatches: 3\n')).filter(
      ({ code }) => misSized.test(code),
    );
    assert.equal(finding?.severity, 'info');
  });
});
