import assert from 'node:assert/strict';
import {
  bestPrefillDecode,
  nearestPrefillDecode,
  prefillDecodeFrontier,
} from '../../server/src/strategy/best-prefill-decode';
import { keeps, limitsOf, unlimited } from '../../server/src/strategy/limits';
import { phaseFronts } from '../../server/src/strategy/phase-fronts';
import { searchSpace, settingOf } from '../../server/src/strategy/search-space';
import { smallQuestion, triedPrefillDecode } from './brute-force';
import { mixtureQuestion, uniforms } from './hand-costs';

describe('bestPrefillDecode', () => {
  it('finds what trying everything finds, to a percent', () => {
    const next = uniforms(4);
    let feasible = 0;
    for (let i = 0; i < 25; i++) {
      const question = smallQuestion(next, mixtureQuestion);
      const space = searchSpace(question);
      const setting = settingOf(question);
      const fronts = phaseFronts(space, setting, limitsOf(question));
      for (const kind of ['withoutAfd', 'afd'] as const) {
        const expected = triedPrefillDecode(question, kind);
        const found = bestPrefillDecode(setting, fronts[kind], limitsOf(question));
        if (found !== undefined) {
          feasible++;
          assert.ok(keeps(found.served, limitsOf(question)));
        }
        const throughput = found?.served.throughput ?? 0;
        // Trying has a grid of utilisations, and the search finds them exactly, so that it may even be better.
        assert.ok(
          throughput >= 0.99 * expected && throughput <= 1.02 * expected + 1e-9,
          `${i} ${kind} ${throughput} ${expected}`,
        );
      }
    }
    assert.ok(feasible > 15, `${feasible}`);
  });

  it('loses little on more devices to a search with groups of every size', () => {
    const objectives = [
      { ttft: 1, tpot: 0.05 },
      { ttft: 0.4, tpot: 0.03 },
      { ttft: undefined, tpot: 0.1 },
    ];
    for (const devices of [27, 32]) {
      const sizes = Array.from({ length: devices }, (_, i) => i + 1);
      for (const each of objectives) {
        const question = { ...mixtureQuestion, devices, objectives: each };
        const [setting, limits] = [settingOf(question), limitsOf(question)];
        const best = (space: ReturnType<typeof searchSpace>, kind: 'withoutAfd' | 'afd') =>
          bestPrefillDecode(setting, phaseFronts(space, setting, limits)[kind], limits)?.served.throughput ?? 0;
        for (const kind of ['withoutAfd', 'afd'] as const) {
          const [found, expected] = [best(searchSpace(question), kind), best(searchSpace(question, sizes, []), kind)];
          assert.ok(expected > 0 && found >= 0.95 * expected, `${devices} ${kind} ${found} ${expected}`);
        }
      }
    }
  });

  it('has a rate that both phases reach', () => {
    const setting = settingOf(mixtureQuestion);
    const limits = limitsOf(mixtureQuestion);
    const fronts = phaseFronts(searchSpace(mixtureQuestion), setting, limits);
    const { serving, batchSize, served } = bestPrefillDecode(setting, fronts.withoutAfd, limits)!;
    const { decode, prefill } = serving;
    const { ranks } = decode.serving.prepared;
    assert.ok(
      served.throughput <=
        ((decode.groups * ranks * decode.serving.microbatches * batchSize) / served.tpot) * (1 + 1e-9),
    );
    const used = decode.groups * decode.serving.prepared.devices + prefill!.groups * prefill!.serving.prepared.devices;
    assert.ok(used <= mixtureQuestion.devices);
  });

  it('needs no prefill where the cache has every prompt', () => {
    const question = { ...mixtureQuestion, workload: { ...mixtureQuestion.workload, cachedPrefill: 1200 } };
    const fronts = phaseFronts(searchSpace(question), settingOf(question), limitsOf(question));
    const found = bestPrefillDecode(settingOf(question), fronts.withoutAfd, limitsOf(question))!;
    assert.equal(found.serving.prefill, undefined);
  });
});

describe('nearestPrefillDecode', () => {
  it('is there where nothing keeps the objectives', () => {
    const limits = { ttft: 0.02, tpot: 0.002 };
    const setting = settingOf(mixtureQuestion);
    const fronts = phaseFronts(searchSpace(mixtureQuestion), setting, unlimited);
    assert.equal(bestPrefillDecode(setting, fronts.withoutAfd, limits), undefined);
    const { served } = nearestPrefillDecode(setting, fronts.withoutAfd, limits)!;
    assert.ok(served.tpot > limits.tpot && served.ttft > limits.ttft && served.throughput > 0);
  });
});

describe('prefillDecodeFrontier', () => {
  it('rises in throughput with TPOT and keeps the TTFT', () => {
    const setting = settingOf(mixtureQuestion);
    const fronts = phaseFronts(searchSpace(mixtureQuestion), setting, unlimited);
    const frontier = prefillDecodeFrontier(setting, fronts.afd, { ttft: 1 }, 24);
    assert.ok(frontier.length > 5 && frontier.length <= 24);
    frontier.forEach(({ served }, i) => {
      const before = frontier[i - 1]?.served;
      assert.ok(served.ttft <= 1 + 1e-9);
      assert.ok(before === undefined || (served.tpot > before.tpot && served.throughput > before.throughput));
    });
  });
});
