import assert from 'node:assert/strict';
import { plan } from '../../../server/src/provisioning/plan/plan';
import { planReasons } from '../../../server/src/provisioning/plan/plan-reasons';
import { baseCase, table2 } from '../base-case';
import { assertClose } from '../closeness';

const first = {
  pools: { attention: 9, ffn: 1 },
  bundles: 2,
  batchSize: 200,
  limitedBy: 'range',
  unused: 0,
  cycleTime: 300,
  throughput: 12,
  perCost: 0.6,
  regime: 'attention',
} as const;

describe('plan-reasons', () => {
  it('splits a loss into its factors, the largest first', () => {
    const choice = {
      ...first,
      pools: { attention: 6, ffn: 2 },
      unused: 4,
      cycleTime: 400,
      regime: 'ffn',
      throughput: 6,
      perCost: 0.3,
    } as const;
    assert.deepEqual(
      planReasons(choice, first).map(({ kind, loss }) => [kind, Math.round(1e6 * loss) / 1e6]),
      [
        ['longer cycle', 0.25],
        ['unused workers', 0.2],
        ['fewer attention workers', 0.166667],
      ],
    );
    assertClose(0.75 * 0.8 * (5 / 6), choice.perCost / first.perCost, 1e-12);
    const [longer, , fewer] = planReasons(choice, first);
    assert.equal(fewer!.kind === 'fewer attention workers' && fewer!.attention, 12, 'of both bundles');
    assert.deepEqual([longer!.kind === 'longer cycle' && longer!.stage, longer!.kind], ['ffn', 'longer cycle']);
  });

  it('blames a smaller batch, with what limits it, rather than the cycle', () => {
    const smaller = {
      ...first,
      batchSize: 100,
      limitedBy: 'attention memory',
      cycleTime: 200,
      throughput: 9,
      perCost: 0.45,
    } as const;
    assert.deepEqual(planReasons(smaller, first), [
      { kind: 'smaller batch', loss: 0.25, batchSize: 100, limitedBy: 'attention memory' },
    ]);
  });

  it('explains every loss of a plan: the factors, also those that are better, make up the whole', () => {
    for (const [attentionCost, tpot] of [
      [1, 900],
      [2.5, undefined],
    ] as const) {
      const outcome = plan({
        point: { ...baseCase, latency: { ...table2, attentionCost } },
        workers: 40,
        limits: { attentionStep: 1, ffnStep: 1, maxWorkers: 100 },
        microbatches: [1, 2, 3],
        batchSizes: { low: 1, high: 512 },
        objectives: { tpot },
        most: 200,
      });
      assert.ok(outcome.kind === 'choices');
      const [best, ...others] = outcome.choices;
      for (const choice of others) {
        const left = choice.reasons.reduce((share, { loss }) => share * (1 - loss), 1);
        assert.ok(choice.loss < 1e-9 || choice.reasons.length > 0);
        assert.ok(left <= 1 - choice.loss + 1e-9, 'reasons take at least what is lost');
        assertClose(choice.perCost, best!.perCost * (1 - choice.loss), 1e-12);
      }
      const kinds = new Set(others.flatMap(({ reasons }) => reasons.map(({ kind }) => kind)));
      assert.ok(kinds.has('fewer attention workers') && kinds.has('unused workers'));
      assert.equal(kinds.has('smaller batch'), tpot !== undefined);
      assert.equal(kinds.has('dearer workers'), attentionCost !== 1);
      if (tpot === undefined) assert.ok(kinds.has('longer cycle'));
    }
  });
});
