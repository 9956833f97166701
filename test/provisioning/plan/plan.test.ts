import assert from 'node:assert/strict';
import { cycleTime } from '../../../server/src/provisioning/cycle/cycle-time';
import type { Pools } from '../../../server/src/provisioning/cycle/operating-point';
import { attentionFit, ffnFit } from '../../../server/src/provisioning/memory/memory-fit';
import { engineAccepts } from '../../../server/src/provisioning/optimum/pool-limits';
import { plan } from '../../../server/src/provisioning/plan/plan';
import type { PlanChoice, PlanQuestion } from '../../../server/src/provisioning/plan/plan-question';
import { baseCase } from '../base-case';
import { assertRelative } from '../closeness';
import { bent, integer, logUniform, pick, type Random, randomPoint, seededRandom } from '../random-points';

const anyPools = { attentionStep: 1, ffnStep: 1, maxWorkers: 16_384 };
const base: PlanQuestion = {
  point: baseCase,
  workers: 12,
  limits: anyPools,
  microbatches: [1, 2, 3],
  batchSizes: { low: 1, high: 256 },
};

interface Tried {
  readonly pools: Pools;
  readonly microbatches: number;
  readonly batchSize: number;
  readonly perCost: number;
}

/** Tries every bundle, number of microbatches and batch size; the best batch of each bundle, best first. */
function tryAll(question: PlanQuestion): Tried[] {
  const { point, workers, limits, nodeSize = 1, batchSizes, memory, objectives, largestRequest } = question;
  const { attentionCost, ffnCost } = point.latency;
  const best = new Map<string, Tried>();
  for (const microbatches of question.microbatches) {
    for (let attention = 1; attention < workers; attention++) {
      for (let ffn = 1; attention + ffn <= workers; ffn++) {
        const pools = { attention, ffn };
        const ratio = attention / ffn;
        if (attention % limits.attentionStep || ffn % limits.ffnStep || attention % nodeSize || ffn % nodeSize)
          continue;
        if (Math.max(attention, ffn) > limits.maxWorkers || !engineAccepts(limits.engine, pools)) continue;
        if (ratio < (limits.minRatio ?? 0) || ratio > (limits.maxRatio ?? 1e9)) continue;
        const bundles = Math.floor(workers / (attention + ffn));
        const cost =
          bundles * (attentionCost * attention + ffnCost * ffn) +
          (workers - bundles * (attention + ffn)) * Math.min(attentionCost, ffnCost);
        for (let batchSize = batchSizes.low; batchSize <= batchSizes.high; batchSize++) {
          const at = { ...point, microbatches, batchSize };
          if (memory) {
            const { kv, budget } = attentionFit(memory.attention, at, attention, largestRequest);
            if ((kv.peak ?? kv.mean) > budget.bytes || ffnFit(memory.ffn, at, pools).verdict !== 'fits') continue;
          }
          const cycle = cycleTime(at, pools, 'pipeline');
          if (microbatches * cycle > (objectives?.tpot ?? Infinity) * (1 + 1e-9)) continue;
          if (microbatches * cycle > (objectives?.ttft ?? Infinity) * (1 + 1e-9)) continue;
          const perCost = (bundles * attention * batchSize) / (cycle * cost);
          const key = `${attention} ${ffn} ${microbatches}`;
          if (perCost >= (best.get(key)?.perCost ?? 0) * (1 - 1e-12))
            best.set(key, { pools, microbatches, batchSize, perCost });
        }
      }
    }
  }
  return [...best.values()].sort((a, b) => b.perCost - a.perCost);
}

function randomQuestion(random: Random): PlanQuestion {
  const drawn = randomPoint(random, { balance: [0.1, 20], spread: pick(random, [0, 0.1, 0.4]) });
  const bends = random() < 0.5;
  const point = bends ? bent(random, drawn) : drawn;
  const { theta, nu } = point.load;
  const workers = integer(random, 2, 18);
  const high = integer(random, 1, 40);
  const some = { attention: integer(random, 1, 9), ffn: integer(random, 1, 9) };
  const tpot = cycleTime({ ...point, batchSize: integer(random, 1, 40) }, some, 'pipeline') * logUniform(random, 1, 6);
  const requests = integer(random, 1, 80);
  return {
    point: {
      ...point,
      load: { theta, nu: random() < 0.2 ? undefined : nu },
      sharing: pick(random, [undefined, undefined, 'whole workers' as const]),
    },
    workers,
    limits: {
      attentionStep: pick(random, [1, 1, 1, 2]),
      ffnStep: pick(random, [1, 1, 1, 2]),
      maxWorkers: pick(random, [5, 100]),
      minRatio: pick(random, [undefined, logUniform(random, 0.1, 3)]),
      maxRatio: pick(random, [undefined, logUniform(random, 0.5, 20)]),
      engine: pick(random, [
        undefined,
        {
          attentionAtLeastFfn: random() < 0.5,
          attentionAtMostFfn: random() < 0.1,
          attentionMultipleOfFfn: random() < 0.3,
          ffnDivides: pick(random, [undefined, 8, 12]),
        },
      ]),
    },
    nodeSize: pick(random, [undefined, 1, 2, 3]),
    microbatches: pick(random, [[1], [2, 3], [1, 2, 4]]),
    batchSizes: { low: random() < 0.8 ? 1 : integer(random, 1, high), high },
    memory:
      random() < 0.5
        ? undefined
        : {
            attention: {
              capacity: 100 + requests * theta * 1.2,
              reserve: 10,
              weights: 90,
              kvPerToken: 1,
              capped: pick(random, [[], [{ perToken: 3, tokens: theta / 4 }]]),
            },
            ffn: {
              capacity: 200,
              reserve: 20,
              ownWeights: 30,
              sharedWeights: pick(random, [0, 100, 300]),
              experts: pick(random, [undefined, 4, 7]),
              perRow: logUniform(random, 0.01, 1),
            },
          },
    largestRequest: pick(random, [undefined, theta * uniformFactor(random)]),
    objectives: pick(random, [undefined, { tpot }, { tpot, ttft: tpot * 0.9 }, { ttft: tpot }]),
    most: pick(random, [undefined, 1, 4]),
  };
}

function uniformFactor(random: Random): number {
  return 1 + 5 * random();
}

function choicesOf(question: PlanQuestion): readonly PlanChoice[] {
  const outcome = plan(question);
  assert.equal(outcome.kind, 'choices');
  return outcome.kind === 'choices' ? outcome.choices : [];
}

describe('plan', () => {
  it('finds what trying everything finds on 400 random questions', () => {
    const random = seededRandom(301);
    const seen = { none: 0, some: 0 };
    for (let i = 0; i < 400; i++) {
      const question = randomQuestion(random);
      const tried = tryAll(question);
      const outcome = plan(question);
      const what = JSON.stringify({ question, tried: tried.slice(0, 3), outcome });
      if (outcome.kind === 'none') {
        seen.none++;
        assert.equal(tried.length, 0, what);
        const free = tryAll({ ...question, objectives: undefined }).length > 0;
        const unlimited = tryAll({ ...question, objectives: undefined, memory: undefined }).length > 0;
        assert.equal(outcome.why, free ? 'objective' : unlimited ? 'memory' : 'pools', what);
        continue;
      }
      seen.some++;
      const { choices } = outcome;
      assert.equal(choices.length, Math.min(question.most ?? 10, tried.length), what);
      for (const [index, choice] of choices.entries()) {
        assertRelative(choice.perCost, tried[index]!.perCost, 1e-7, what);
        const same = tried.find(
          ({ pools, microbatches }) =>
            pools.attention === choice.pools.attention &&
            pools.ffn === choice.pools.ffn &&
            microbatches === choice.microbatches,
        );
        assert.equal(choice.batchSize, same?.batchSize, what);
      }
      const keys = choices.map(({ pools, microbatches }) => `${pools.attention} ${pools.ffn} ${microbatches}`);
      assert.equal(new Set(keys).size, keys.length, what);
    }
    assert.ok(seen.none > 30 && seen.some > 150, JSON.stringify(seen));
  });

  it('says of each choice what is true of it', () => {
    const random = seededRandom(302);
    for (let i = 0; i < 100; i++) {
      const question = randomQuestion(random);
      const outcome = plan(question);
      if (outcome.kind === 'none') continue;
      for (const choice of outcome.choices) {
        const { pools, bundles, microbatches, batchSize, limitedBy, memory } = choice;
        const point = { ...question.point, microbatches, batchSize };
        const cycle = cycleTime(point, pools, 'pipeline');
        assert.equal(choice.tpot, microbatches * cycle);
        assert.equal(choice.unused, question.workers - bundles * (pools.attention + pools.ffn));
        assertRelative(choice.throughput, (bundles * pools.attention * batchSize) / cycle, 1e-12);
        const larger = { ...point, batchSize: batchSize + 1 };
        if (limitedBy === 'range') assert.equal(batchSize, question.batchSizes.high);
        if (limitedBy === 'objective') {
          const { tpot = Infinity, ttft = Infinity } = question.objectives!;
          assert.ok(microbatches * cycleTime(larger, pools, 'pipeline') > Math.min(tpot, ttft));
        }
        if (limitedBy === 'ffn memory') assert.notEqual(ffnFit(question.memory!.ffn, larger, pools).verdict, 'fits');
        if (limitedBy === 'attention memory') {
          const fit = attentionFit(question.memory!.attention, larger, pools.attention, question.largestRequest);
          assert.ok((fit.kv.peak ?? fit.kv.mean) > fit.budget.bytes);
        }
        assert.equal(memory === undefined, question.memory === undefined);
      }
    }
  });

  it('plans the base case: ten to one with three in flight, and what the others lack', () => {
    const choices = choicesOf({ ...base, workers: 11 });
    const [first] = choices;
    assert.deepEqual(first!.pools, { attention: 10, ffn: 1 });
    assert.deepEqual([first!.bundles, first!.microbatches, first!.batchSize, first!.unused], [1, 3, 256, 0]);
    assert.equal(first!.loss, 0);
    assert.deepEqual(first!.reasons, []);
    assert.equal(choices.length, 10);
    for (const choice of choices.slice(1)) assert.ok(choice.loss > 0 && choice.reasons.length > 0);
  });

  it('puts several bundles side by side, and counts the workers left over', () => {
    const [first] = choicesOf({ ...base, workers: 23, limits: { ...anyPools, maxWorkers: 10 }, microbatches: [3] });
    assert.equal(first!.bundles, 2);
    assert.ok(first!.unused <= 1);
    assert.equal(2 * (first!.pools.attention + first!.pools.ffn) + first!.unused, 23);
  });

  it('answers none for one worker, and names the limit in the way', () => {
    assert.deepEqual(plan({ ...base, workers: 1 }), { kind: 'none', why: 'pools' });
    assert.deepEqual(plan({ ...base, objectives: { tpot: 1 } }), { kind: 'none', why: 'objective' });
    const memory = {
      attention: { capacity: 10, reserve: 1, weights: 20, kvPerToken: 1, capped: [] },
      ffn: { capacity: 10, reserve: 1, ownWeights: 1, sharedWeights: 0, perRow: 0 },
    };
    assert.deepEqual(plan({ ...base, memory }), { kind: 'none', why: 'memory' });
  });
});
