import assert from 'node:assert/strict';
import { groupsWithoutAfd } from '../../server/src/strategy/group-choices';
import { leastCycle, meanCycle, prepareGroup, stepStages } from '../../server/src/strategy/group-steps';
import {
  mostPrefillUtilisation,
  prefillFront,
  prefillServings,
  servePrefill,
  transferSeconds,
  utilisationFor,
  utilisationWithin,
} from '../../server/src/strategy/prefill-serving';
import { mostUtilisation } from '../../server/src/strategy/prefill-wait';
import { settingOf } from '../../server/src/strategy/search-space';
import { mixtureQuestion } from './hand-costs';

const setting = settingOf(mixtureQuestion);
const groupOf = (ranks: number, tensorParallel = 1) =>
  prepareGroup(mixtureQuestion, { kind: 'withoutAfd', ranks, tensorParallel })!;

describe('servePrefill', () => {
  it('of one rank is a queue whose service is the steps of a prompt', () => {
    const prepared = groupOf(1);
    const serving = { prepared, microbatches: 1, chunksPerPrompt: 4 };
    const { rate, seconds } = servePrefill(setting, serving, 0.5, meanCycle);
    const rows = { tokens: 250, chunksPerPrompt: 4, carrying: 1, hits: true };
    const service = 4 * meanCycle(stepStages(setting, prepared, 0, rows), 1, 1);
    assert.ok(Math.abs(rate / (0.5 / service) - 1) < 1e-12);
    assert.ok(Math.abs(seconds / (service + service / 2 + transferSeconds(setting, prepared)) - 1) < 1e-12);
  });

  it('computes every token of its prompts once, and gives no more than its devices compute', () => {
    const { rate } = servePrefill(
      setting,
      { prepared: groupOf(16), microbatches: 1, chunksPerPrompt: 2 },
      0.9,
      meanCycle,
    );
    // 1,000 tokens of 26 us of projections and 54 us of FFN on 16 devices, the pairs left out.
    assert.ok(rate > 0 && rate * 1000 * (2.6e-5 + 5.4e-5) < 16);
  });

  it('gives more, later, the busier it is', () => {
    const serving = { prepared: groupOf(16), microbatches: 2, chunksPerPrompt: 2 };
    let before = servePrefill(setting, serving, 0, leastCycle);
    for (let step = 1; step <= 20; step++) {
      const now = servePrefill(setting, serving, (step / 20) * mostUtilisation, leastCycle);
      assert.ok(now.rate > before.rate && now.seconds > before.seconds);
      before = now;
    }
  });
});

describe('transferSeconds', () => {
  it('sends the cache of the new tokens over the links of all devices of a rank', () => {
    assert.ok(Math.abs(transferSeconds(setting, groupOf(2)) - (35_136 * 1000) / 40e9) < 1e-12);
    assert.ok(Math.abs(transferSeconds(setting, groupOf(2, 4)) - (35_136 * 1000) / 160e9) < 1e-12);
  });

  it('bounds how busy ranks with slow links may be', () => {
    const { costs } = mixtureQuestion;
    const slow = { ...setting, costs: { ...costs, traffic: { ...costs.traffic, scaleOut: { bytesPerSecond: 1e8 } } } };
    const serving = { prepared: groupOf(8), microbatches: 1, chunksPerPrompt: 1 };
    const most = mostPrefillUtilisation(slow, serving, leastCycle);
    const { rate } = servePrefill(slow, serving, most, leastCycle);
    assert.ok(most < mostUtilisation && (rate / 8) * transferSeconds(slow, serving.prepared) <= 1);
    assert.equal(mostPrefillUtilisation(setting, serving, leastCycle), mostUtilisation);
  });
});

describe('utilisationFor and utilisationWithin', () => {
  const serving = { prepared: groupOf(16), microbatches: 1, chunksPerPrompt: 2 };

  it('find the utilisation of a rate, and of a time', () => {
    const at = servePrefill(setting, serving, 0.37, meanCycle);
    assert.ok(Math.abs(utilisationFor(setting, serving, at.rate, mostUtilisation, meanCycle)! - 0.37) < 1e-6);
    assert.ok(Math.abs(utilisationWithin(setting, serving, at.seconds, mostUtilisation, meanCycle)! - 0.37) < 1e-6);
  });

  it('say where there is none', () => {
    assert.equal(utilisationFor(setting, serving, 1e9, mostUtilisation, meanCycle), undefined);
    assert.equal(utilisationWithin(setting, serving, 1e-6, mostUtilisation, meanCycle), undefined);
    assert.equal(utilisationWithin(setting, serving, 1e6, mostUtilisation, meanCycle), mostUtilisation);
  });
});

describe('prefillFront', () => {
  const groups = groupsWithoutAfd(mixtureQuestion, [16]).flatMap((group) => prepareGroup(mixtureQuestion, group) ?? []);
  const servings = prefillServings(
    setting,
    groups.flatMap((prepared) => [1, 2].map((microbatches) => ({ prepared, microbatches }))),
  );

  it('is hardly beaten by anything', () => {
    const front = prefillFront(setting, servings);
    assert.ok(servings.length > 10 && front.length > 5);
    for (const serving of servings) {
      for (let step = 1; step <= 24; step++) {
        const { rate, seconds } = servePrefill(setting, serving, (step / 24) * mostUtilisation, leastCycle);
        assert.ok(front.some((point) => point.seconds <= seconds * 1.1 && point.rate >= rate / 1.1));
      }
    }
  });

  it('leaves out what takes longer than the limit, and what is beaten anyway', () => {
    const all = prefillFront(setting, servings);
    const limit = all[Math.floor(all.length / 2)]!.seconds;
    const within = prefillFront(setting, servings, limit);
    assert.ok(within.length > 0 && within.every(({ seconds }) => seconds <= limit));
    const best = all.at(-1)!;
    assert.deepEqual(prefillFront(setting, servings, undefined, [{ cost: 0, value: best.rate }]), []);
  });

  it('has only prompts that fit in memory', () => {
    const chunks = (kvPerToken: number) => {
      const prepared = groupOf(32);
      const { rank } = prepared;
      const fuller = { ...prepared, rank: { ...rank, memory: { ...rank.memory, kvPerToken } } };
      return prefillServings(setting, [{ prepared: fuller, microbatches: 1 }]).map((each) => each.chunksPerPrompt);
    };
    assert.ok(Math.min(...chunks(35_136)) < 1);
    // 1,200 tokens of 30 MB are 36 GB; two such prompts do not fit beside 41 GB.
    const few = chunks(30e6);
    assert.equal(Math.min(...few), 1);
  });
});
