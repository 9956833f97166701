import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { RepeatedAsk } from '../../client/src/repeated-ask';

describe('a repeated question', () => {
  const held = () => {
    const answers: (() => void)[] = [];
    const asking = new RepeatedAsk(() => new Promise((resolve) => answers.push(resolve)));
    const answer = () => {
      answers.at(-1)!();
      return setImmediate();
    };
    return { answers, asking, answer };
  };

  it('is asked once more, however often it is wanted while an answer is under way', async () => {
    const { answers, asking, answer } = held();
    for (let times = 0; times < 3; times++) asking.refresh();
    assert.deepEqual([answers.length, asking.isOutdated], [1, true]);
    await answer();
    assert.deepEqual([answers.length, asking.isOutdated], [2, false]);
    await answer();
    assert.equal(answers.length, 2);
    asking.refresh();
    assert.equal(answers.length, 3);
  });

  it('ends with the answer under way when it is stopped', async () => {
    const { answers, asking, answer } = held();
    asking.refresh();
    asking.refresh();
    asking.stop();
    await answer();
    assert.equal(answers.length, 1);
  });
});
