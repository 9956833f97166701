import assert from 'node:assert/strict';
import { tableTexts } from '../../../client/webview/ratio/table-rows';
import { simulated, theory } from '../../charts/sweeps';

describe('the data table', () => {
  it('has a row per point and a cell per column', () => {
    const { groups, rows } = tableTexts(theory(), simulated());
    const columns = groups.flatMap((group) => group.columns).length;
    assert.equal(rows.length, theory().points.length);
    for (const { cells } of rows) assert.equal(cells.length, columns);
  });

  it('leaves cells empty where nothing was simulated, also for intervals that are not known', () => {
    const [first, , third] = tableTexts(theory(), simulated()).rows;
    assert.equal(first!.cells[4], '');
    assert.equal(third!.cells[4], '0.3000 ± 0.0030');
    const [point] = simulated().points;
    const single = {
      ...simulated(),
      points: [{ ...point!, throughput: { mean: 0.3, low: undefined, high: undefined } }],
    };
    assert.equal(tableTexts(theory(), single).rows[2]!.cells[4], '0.3');
  });

  it('marks the configured and the best pools', () => {
    const { rows } = tableTexts(theory(), undefined);
    assert.deepEqual(rows.map(({ marks }) => marks.join()).filter(Boolean), ['configured', 'best']);
  });
});
