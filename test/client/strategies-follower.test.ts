import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { type CurrentStrategies, StrategiesFollower } from '../../client/src/strategies-follower';
import type { StrategiesState } from '../../client/webview/messages';
import type { ComparedStrategies } from '../../server/src/sweep/strategies';

const compared = (title: string): ComparedStrategies => ({
  kind: 'ready',
  title,
  headline: '',
  notes: [],
  table: { headers: [], rows: [] },
  series: [],
  objective: undefined,
  legend: [],
  evidence: [],
});

describe('following the strategies', () => {
  /** Answers one after the other; what is thrown is an error. */
  const following = (...answers: readonly (CurrentStrategies | Error)[]) => {
    const shown: StrategiesState[] = [];
    let asked = 0;
    const follower = new StrategiesFollower(
      async () => {
        const answer = answers[Math.min(asked++, answers.length - 1)];
        if (answer instanceof Error) throw answer;
        return answer;
      },
      (state) => shown.push(state),
    );
    const kinds = () => shown.map(({ last, status }) => [last?.title, status.kind]);
    return { follower, kinds, shown, asked: () => asked };
  };
  const settled = () => wait(5);

  it('asks only while the tab is shown', async () => {
    const { follower, kinds, asked } = following(compared('a'));
    follower.refresh();
    follower.refreshAtRest();
    assert.equal(asked(), 0);
    follower.show(true);
    await settled();
    assert.deepEqual(kinds(), [
      [undefined, 'computing'],
      ['a', 'ready'],
    ]);
    follower.show(false);
    follower.refresh();
    assert.equal(asked(), 1);
  });

  it('keeps the last comparison while a newer one is computed or there is none', async () => {
    const { follower, kinds, shown } = following(
      compared('a'),
      { kind: 'computing', title: 'a' },
      undefined,
      { kind: 'none', title: 'a', headline: 'why', notes: [] },
      new Error('the language server is not running'),
      compared('b'),
    );
    follower.show(true);
    await settled();
    for (let times = 0; times < 5; times++) {
      follower.refresh();
      await settled();
    }
    assert.deepEqual(kinds().slice(1), [
      ['a', 'ready'],
      ['a', 'computing'],
      ['a', 'problem'],
      ['a', 'none'],
      ['a', 'problem'],
      ['b', 'ready'],
    ]);
    assert.match(JSON.stringify(shown[5]!.status), /No comparison: the language server is not running/);
  });

  it('drops what is about another version, and what comes when nobody looks any more', async () => {
    const { follower, kinds } = following('outdated', compared('late'));
    follower.show(true);
    await settled();
    follower.refresh();
    follower.show(false);
    await settled();
    assert.deepEqual(kinds(), [[undefined, 'computing']]);
  });

  it('waits for a slider to rest', async () => {
    const { follower, asked } = following(compared('a'));
    follower.show(true);
    await settled();
    for (let times = 0; times < 5; times++) follower.refreshAtRest();
    await settled();
    assert.equal(asked(), 1);
    await wait(400);
    assert.equal(asked(), 2);
    follower.refreshAtRest();
    follower.dispose();
    await wait(400);
    assert.equal(asked(), 2);
  });
});
