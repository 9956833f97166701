import assert from 'node:assert/strict';
import { stepAlong, stepAround } from '../../../client/webview/elements/key-steps';

describe('where keys lead', () => {
  it('is along points, to their ends', () => {
    const [from, count] = [12, 20];
    const steps = { ArrowRight: 13, ArrowLeft: 11, PageUp: 19, PageDown: 2, Home: 0, End: 19 };
    for (const [key, to] of Object.entries(steps)) assert.equal(stepAlong(key, from, count), to, key);
    assert.deepEqual([stepAlong('ArrowLeft', 0, count), stepAlong('ArrowRight', 19, count)], [0, 19]);
    assert.equal(stepAlong('ArrowLeft', undefined, count), 0);
  });

  it('is around the ends of tabs', () => {
    assert.deepEqual(
      [stepAround('ArrowRight', 0, 2), stepAround('ArrowRight', 1, 2), stepAround('ArrowLeft', 0, 2)],
      [1, 0, 1],
    );
    assert.deepEqual([stepAround('Home', 1, 2), stepAround('End', 0, 2)], [0, 1]);
  });

  it('is nowhere for other keys', () => {
    for (const key of ['Tab', 'Enter', 'ArrowDown']) {
      assert.deepEqual([stepAlong(key, 3, 9), stepAround(key, 0, 2)], [undefined, undefined]);
    }
  });
});
