import assert from 'node:assert/strict';
import { axisFromZero } from '../../server/src/charts/axis';
import {
  characterPlot,
  emptyCells,
  fillColumn,
  framed,
  numbersBelow,
  put,
  rowAxis,
} from '../../server/src/charts/characters';

const size = { columns: 21, rows: 6 };

describe('plots in characters', () => {
  it('have the numbers of their axes at the rows and columns nearest to them', () => {
    const axis = (range: readonly [number, number]) => axisFromZero([100], range);
    const plot = characterPlot(size, { x: axis, y: axis });
    const cells = emptyCells(size);
    put(cells, { x: plot.x.at(20), y: plot.y.at(100) }, 'a');
    fillColumn(cells, plot.x.at(40), plot.y.at(20), plot.y.at(60), '|');
    const { lines, indent } = framed(cells, size, plot);
    assert.deepEqual(
      [...lines, `${indent}${numbersBelow(plot.x, size.columns)}`],
      [
        '100 |    a',
        ' 80 |',
        ' 60 |        |',
        ' 40 |        |',
        ' 20 |        |',
        '  0 |',
        '    +---------------------',
        '     0  20  40  60  80  100',
      ],
    );
  });

  it('may have the exact values of every fourth row and the lowest', () => {
    const { at, ticks, text } = rowAxis(13, [0, 13], String);
    assert.deepEqual(ticks.values, [13, 9, 5, 0]);
    assert.deepEqual([at(13), text(9)], [13, '9']);
    assert.deepEqual(rowAxis(1, [0, 0], String).ticks.values, [0]);
  });
});
