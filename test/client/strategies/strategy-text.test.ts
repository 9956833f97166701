import assert from 'node:assert/strict';
import { legendText, strategySentence, strategyTitle } from '../../../client/webview/strategies/strategy-text';
import { strategyPoint } from '../../charts/compared';

const named = { name: 'aggregated + AFD' };

describe('the words about a point of a strategy', () => {
  it('name the strategy and what it deploys, and whether it is the one to choose', () => {
    assert.equal(strategyTitle(named, strategyPoint(20, 90_000)), 'aggregated + AFD · 6A:10F');
    assert.match(strategyTitle(named, strategyPoint(20, 90_000, { chosen: true })), / · best within the objectives$/);
  });

  it('read out its figures', () => {
    assert.equal(
      strategySentence(named, strategyPoint(20, 90_000)),
      'aggregated + AFD · 6A:10F: throughput 90,000 tok/s; one user 20 tok/s; TTFT 500 ms; TPOT 50 ms; in flight 120 requests; step B 300, m 3, chunks of 806.',
    );
  });

  it('say in the legend what an objective costs a strategy', () => {
    assert.equal(legendText({ ...named, missed: undefined }), 'aggregated + AFD');
    assert.equal(legendText({ ...named, missed: 'misses TPOT 4 ms' }), 'aggregated + AFD (misses TPOT 4 ms)');
  });
});
