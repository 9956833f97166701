import assert from 'node:assert/strict';
import { pointSentence, pointTitle, simulatedAt, throughputUnit } from '../../../client/webview/ratio/point-text';
import { point, simulated, theory } from '../../charts/sweeps';

describe('the words about a point', () => {
  it('name its pools, ratio and regime', () => {
    assert.equal(pointTitle(point(3)), '3A:1F · ratio 3.00 · attention-bound');
  });

  it('read out its figures, with the simulated ones where there are any', () => {
    assert.equal(
      pointSentence(theory(), point(3), undefined),
      '3A:1F · ratio 3.00 · attention-bound: throughput 0.3; TPOT, mean 300 cycles; attention idle 3.0 %; FFN idle 47 %.',
    );
    const measured = simulatedAt(simulated(), point(9));
    assert.match(pointSentence(theory(), point(9), measured), /throughput 0\.9, simulated 0\.9000 ± 0\.0090;/);
  });

  it('belong to the point of the same pools', () => {
    assert.equal(simulatedAt(simulated(), point(9))?.attention, 9);
    assert.equal(simulatedAt(simulated(), point(4)), undefined);
    assert.equal(simulatedAt(undefined, point(9)), undefined);
  });

  it('have a unit of their own', () => {
    assert.equal(throughputUnit(theory()), 'tok/cycle per worker');
    assert.equal(throughputUnit(theory({ timeUnit: 'ms', weighted: true })), 'tok/s per unit of cost');
  });
});
