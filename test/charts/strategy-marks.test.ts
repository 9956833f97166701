import assert from 'node:assert/strict';
import { chosenMarks, frontierMarks, objectiveMarks, strategyShapes } from '../../server/src/charts/strategy-marks';
import { allSeries, strategyPoint, strategySeries } from './compared';

describe('what a comparison of strategies shows', () => {
  it('is a line through the points of each frontier, in a shape of its own', () => {
    const [line, points] = frontierMarks(strategySeries('prefill-decode'));
    const places = [
      { x: 10, y: 900 },
      { x: 20, y: 800 },
      { x: 40, y: 300 },
    ];
    assert.deepEqual(line, { kind: 'line', of: 'prefill-decode', places });
    assert.deepEqual(points, { kind: 'points', of: 'prefill-decode', shape: 'square', places });
    assert.equal(new Set(Object.values(strategyShapes)).size, 4);
  });

  it('has the chosen point of every strategy that has one', () => {
    const none = strategySeries('aggregated', 1, { points: [strategyPoint(1, 1)] });
    assert.deepEqual(chosenMarks({ series: [none, allSeries()[1]!], objective: undefined }), [
      { kind: 'points', of: 'prefill-decode', shape: 'square', places: [{ x: 20, y: 400 }], isChosen: true },
    ]);
  });

  it('ends what misses the objective where that lies', () => {
    assert.deepEqual(objectiveMarks({ series: [], objective: undefined }), []);
    assert.deepEqual(objectiveMarks({ series: [], objective: { tpotSeconds: 0.02, perUser: 50 } }), [
      { kind: 'region', of: 'missed', from: undefined, to: 50 },
      { kind: 'rule', of: 'objective', x: 50 },
    ]);
  });
});
