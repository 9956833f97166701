import assert from 'node:assert/strict';
import { axes, leftOf, picture, plotIn, yLabels } from '../../../client/webview/charts/chart';
import { linearAxis } from '../../../server/src/charts/axis';
import { drawn } from '../../../server/src/charts/drawn';
import { textsOf } from '../../charts/elements-of';

const axis = (range: readonly [number, number]) => linearAxis([0, 10], range);
const room = { width: 400, height: 200, left: 50, above: 20, below: 30, head: 10, foot: 5 };

describe('a chart of the panel', () => {
  it('leaves room beside its data, and is never narrower than can be drawn', () => {
    const { right, x, y } = plotIn(room, { x: axis, y: axis });
    assert.deepEqual([x.at(0), x.at(10), y.at(0), y.at(10)], [60, right - 10, 165, 30]);
    assert.equal(plotIn({ ...room, width: 10 }, { x: axis, y: axis }).right, 90);
  });

  it('begins where the widest number at its side has room', () => {
    assert.equal(
      leftOf(['1', '1,000', '10'], (text) => 7 * text.length),
      47,
    );
    assert.deepEqual(yLabels(plotIn(room, { x: axis, y: axis })), ['0', '2', '4', '6', '8', '10']);
  });

  it('is a picture of its size that nobody has read to them', () => {
    const plot = plotIn(room, { x: axis, y: axis });
    const { attributes, children } = picture(plot, drawn('g'));
    assert.deepEqual([attributes.viewBox, attributes['aria-hidden'], children.length], ['0 0 400 200', 'true', 1]);
    assert.equal(textsOf(picture(plot, ...axes(plot)), 'tick').length, 12);
  });
});
