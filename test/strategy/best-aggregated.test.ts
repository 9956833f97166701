import assert from 'node:assert/strict';
import { serveAggregated } from '../../server/src/strategy/aggregated-serving';
import {
  aggregatedFrontier,
  batchSizes,
  bestAggregated,
  nearestAggregated,
} from '../../server/src/strategy/best-aggregated';
import { meanCycle } from '../../server/src/strategy/group-steps';
import { excess, keeps, limitsOf } from '../../server/src/strategy/limits';
import { searchSpace, settingOf } from '../../server/src/strategy/search-space';
import { smallQuestion, triedAggregated } from './brute-force';
import { mixtureQuestion, uniforms } from './hand-costs';

describe('bestAggregated', () => {
  it('finds what trying everything finds', () => {
    const next = uniforms(3);
    let feasible = 0;
    for (let i = 0; i < 40; i++) {
      const question = smallQuestion(next, mixtureQuestion);
      const space = searchSpace(question);
      for (const kind of ['withoutAfd', 'afd'] as const) {
        const expected = triedAggregated(space, kind);
        const found = bestAggregated(settingOf(question), space[kind].both, limitsOf(question));
        assert.ok(
          Math.abs((found?.served.throughput ?? 0) - expected) <= 1e-9 * expected,
          `${found?.served.throughput} ${expected}`,
        );
        if (found === undefined) continue;
        feasible++;
        assert.ok(keeps(found.served, limitsOf(question)));
      }
    }
    assert.ok(feasible > 20, `${feasible}`);
  });
});

describe('nearestAggregated', () => {
  it('misses the objectives least', () => {
    const question = {
      ...smallQuestion(uniforms(5), mixtureQuestion),
      devices: 8,
      objectives: { ttft: 0.05, tpot: 0.001 },
    };
    const setting = settingOf(question);
    const space = searchSpace(question);
    for (const kind of ['withoutAfd', 'afd'] as const) {
      assert.equal(bestAggregated(setting, space[kind].both, limitsOf(question)), undefined);
      const over = space[kind].both
        .flatMap((layout) => layout.servings())
        .filter((serving) => serving.largest() !== undefined)
        .map((serving) => excess(serveAggregated(setting, serving, 1, meanCycle), limitsOf(question)));
      const nearest = nearestAggregated(setting, space[kind].both, limitsOf(question))!;
      assert.equal(excess(nearest.served, limitsOf(question)), Math.min(...over));
    }
  });
});

describe('aggregatedFrontier', () => {
  it('rises in throughput with TPOT, keeps the TTFT, and reaches about the best', () => {
    const setting = settingOf(mixtureQuestion);
    const limits = limitsOf(mixtureQuestion);
    for (const kind of ['withoutAfd', 'afd'] as const) {
      const layouts = searchSpace(mixtureQuestion)[kind].both;
      const frontier = aggregatedFrontier(setting, layouts, limits, 24);
      assert.ok(frontier.length > 5 && frontier.length <= 24);
      frontier.forEach(({ served }, i) => {
        assert.ok(served.ttft <= limits.ttft * (1 + 1e-9));
        const before = frontier[i - 1]?.served;
        assert.ok(before === undefined || (served.tpot > before.tpot && served.throughput > before.throughput));
      });
      const best = bestAggregated(setting, layouts, limits)!.served;
      const reached = Math.max(
        ...frontier.filter(({ served }) => served.tpot <= limits.tpot).map(({ served }) => served.throughput),
      );
      assert.ok(
        reached <= best.throughput * (1 + 1e-9) && reached > 0.7 * best.throughput,
        `${reached} ${best.throughput}`,
      );
    }
  });
});

describe('aggregatedFrontier at its fast end', () => {
  it('has the shortest TPOT that there is', () => {
    const setting = settingOf(mixtureQuestion);
    const layouts = searchSpace(mixtureQuestion).withoutAfd.both;
    const [first] = aggregatedFrontier(setting, layouts, { ttft: Number.POSITIVE_INFINITY }, 12);
    const all = layouts.flatMap((layout) =>
      layout
        .servings()
        .filter((serving) => serving.largest() !== undefined)
        .map((serving) => serveAggregated(setting, serving, 1, meanCycle).tpot),
    );
    assert.ok(Math.abs(first!.served.tpot / Math.min(...all) - 1) < 1e-9, `${first!.served.tpot} ${Math.min(...all)}`);
  });
});

describe('batchSizes', () => {
  it('goes from 1 to the most', () => {
    assert.deepEqual(batchSizes(6), [1, 2, 3, 4, 5, 6]);
    assert.equal(batchSizes(1000).at(-1), 1000);
    assert.deepEqual(batchSizes(1), [1]);
  });
});
