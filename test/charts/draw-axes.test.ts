import assert from 'node:assert/strict';
import { linearAxis } from '../../server/src/charts/axis';
import { drawnXAxis, drawnXGrid, drawnYAxis, xTitle, yTitle } from '../../server/src/charts/draw-axes';
import type { Drawn } from '../../server/src/charts/drawn';
import type { Plot } from '../../server/src/charts/plot';

const plot: Plot = {
  width: 300,
  height: 300,
  left: 100,
  right: 200,
  top: 100,
  bottom: 200,
  x: linearAxis([0, 10], [100, 200]),
  y: linearAxis([0, 1], [200, 100]),
};
const look = { grid: { class: 'grid' }, numbers: { class: 'number' } };

const texts = (drawing: readonly Drawn[]) =>
  drawing.filter(({ name }) => name === 'text').map(({ children }) => children[0]);
const lines = (drawing: readonly Drawn[]) =>
  drawing.filter(({ name }) => name === 'line').map(({ attributes }) => attributes);

describe('drawn axes', () => {
  it('have grid lines and numbers at the same heights', () => {
    const drawing = drawnYAxis(plot, look);
    assert.deepEqual(texts(drawing), ['0.0', '0.2', '0.4', '0.6', '0.8', '1.0']);
    assert.deepEqual(lines(drawing)[1], { class: 'grid', x1: 100, x2: 200, y1: 180, y2: 180 });
    assert.ok(drawing.every(({ name, attributes }) => name === 'line' || Number(attributes.x) < plot.left));
  });

  it('have numbers under the plot, connected to a line only where there is to be one', () => {
    assert.deepEqual(texts(drawnXAxis(plot, look)), ['0', '2', '4', '6', '8', '10']);
    assert.deepEqual(lines(drawnXAxis(plot, look)), []);
    const [foot, ...others] = lines(drawnXAxis(plot, { ...look, line: { class: 'axis' } }));
    assert.deepEqual(foot, { class: 'axis', x1: 100, x2: 200, y1: 200, y2: 200 });
    assert.equal(others.length, 6);
  });

  it('may have grid lines upwards', () => {
    assert.deepEqual(lines(drawnXGrid(plot, look))[5], { class: 'grid', x1: 200, x2: 200, y1: 100, y2: 200 });
  });

  it('are named in their middles', () => {
    assert.equal(xTitle(plot, 'steps', {}).attributes.x, 150);
    assert.equal(yTitle(plot, 16, 'ms', {}).attributes.transform, 'translate(16 150) rotate(-90)');
  });
});
