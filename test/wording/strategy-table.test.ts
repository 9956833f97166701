import assert from 'node:assert/strict';
import { strategyRows } from '../../server/src/wording/strategy-table';
import { comparisonOf, optionOf, optionsOf, questionOf } from './compared';

describe('the table of serving strategies', () => {
  it('has a row for each, with what it gives and what limits it', () => {
    const rows = strategyRows(questionOf(), comparisonOf('pays', optionsOf(1000, 900, 1200, undefined)));
    assert.deepEqual(
      rows.map(({ name, againstBest }) => [name, againstBest]),
      [
        ['aggregated, chunked prefill', '-17 %'],
        ['prefill/decode', '-25 %'],
        ['aggregated + AFD', ''],
        ['prefill/decode + AFD', ''],
      ],
    );
    const { strategy, throughput, perUser, ttft, tpot, inFlight, standing, layout, step } = rows[2]!;
    assert.deepEqual(
      [strategy, throughput, perUser, ttft, tpot, inFlight, standing, layout, step],
      [
        'aggregated-afd',
        '1,200',
        '80',
        '48.5 ms',
        '12.5 ms',
        '15',
        'limited by TPOT',
        '8 × 4A:12F',
        'B 7, m 2, chunks of 512',
      ],
    );
    assert.deepEqual([rows[3]!.throughput, rows[3]!.ttft, rows[3]!.layout], ['', '', '']);
  });

  it('leaves out the throughput of what misses the objectives, and tells its times', () => {
    const near = optionOf('aggregated', 5000, { feasible: false, bindingConstraint: 'tpot' });
    const [row, best] = strategyRows(questionOf(), comparisonOf('required', [near, ...optionsOf(1, 2, 3, 4).slice(2)]));
    assert.deepEqual([row!.throughput, row!.againstBest, row!.perUser, row!.inFlight], ['', '', '', '']);
    assert.deepEqual([row!.ttft, row!.tpot, row!.standing], ['48.5 ms', '12.5 ms', 'misses TPOT 15 ms']);
    assert.equal(best!.againstBest, '-25 %');
  });
});
