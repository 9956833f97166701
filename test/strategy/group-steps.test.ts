import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cycleTime } from '../../server/src/provisioning/cycle/cycle-time';
import type { LatencyModel } from '../../server/src/provisioning/cycle/operating-point';
import {
  leastCycle,
  meanCycle,
  prepareGroup,
  type Setting,
  type StageScale,
  slowestStage,
  stepStages,
} from '../../server/src/strategy/group-steps';
import type { StrategyQuestion } from '../../server/src/strategy/question';
import { settingOf } from '../../server/src/strategy/search-space';
import { denseQuestion, mixtureQuestion } from './hand-costs';

/** The predicted setting with other factors for groups of both kinds. */
function withFactors(question: StrategyQuestion, factors: Partial<StageScale>): Setting {
  const setting = settingOf(question);
  const scale = { ...setting.scales.afd, ...factors };
  return { ...setting, scales: { withoutAfd: scale, afd: scale } };
}

describe('stepStages', () => {
  it('with a measured communication gives the cycle that provisioning gives for the same pools', () => {
    const measured = { alpha: 2e-5, beta: 1e-3 };
    const question = { ...mixtureQuestion, costs: { ...mixtureQuestion.costs, communication: measured } };
    const { costs, workload } = question;
    const latency: LatencyModel = {
      attention: costs.ranks[0]!.decode,
      ffn: costs.ffn.line,
      communication: measured,
      communicationScalesWith: 'bundle',
      attentionCost: 1,
      ffnCost: 1,
    };
    for (const [attention, ffn, microbatches] of [
      [8, 4, 2],
      [3, 13, 3],
      [20, 12, 1],
    ] as const) {
      const group = prepareGroup(question, {
        kind: 'afd',
        attentionRanks: attention,
        tensorParallel: 1,
        ffnWorkers: ffn,
      })!;
      const parts = stepStages(settingOf(question), group, 40);
      const point = { load: workload.load, batchSize: 40, latency, microbatches };
      const expected = cycleTime(point, { attention, ffn }, 'pipeline');
      assert.ok(Math.abs(meanCycle(parts, attention, microbatches) / expected - 1) < 1e-12);
    }
  });

  it('adds up attention and FFN on the same devices, and reads weights once', () => {
    const question = { ...mixtureQuestion, workload: { ...mixtureQuestion.workload, load: { theta: 1000, nu: 0 } } };
    const group = prepareGroup(question, { kind: 'withoutAfd', ranks: 8, tensorParallel: 1 })!;
    const { attention, ffn, communication } = stepStages(settingOf(question), group, 10, {
      tokens: 100,
      chunksPerPrompt: 10,
      carrying: 2,
      hits: true,
    });
    // 10 requests and 100 tokens of a prompt on a rank; 80 + 200 rows on 8 devices.
    const prompt = 100 * (2.6e-5 + 1.1e-8 * ((200 + 1 + 1200) / 2));
    const rank = 1.76e-8 * 10_000 + 6e-3 + 5.5e-4 + 5e-5 * 10 + prompt;
    const hit = 1 - (1 - 8 / 256) ** 280;
    const devices = (9.8e-5 * 80 + 5.4e-5 * 200) / 8 + 2.1e-3 + (0.244 / 8) * hit;
    assert.ok(Math.abs(attention / (rank + devices) - 1) < 1e-12);
    assert.equal(ffn, 0);
    // The rank with the prompt sends most: 110 rows, against 35 received per device.
    const fanOut = 8 * (1 - choose(224, 8) / choose(256, 8));
    const sent = 110 * fanOut * (7 / 8) * (437_248 + 874_496);
    assert.ok(Math.abs(communication / (sent / 160e9 + 122e-5) - 1) < 1e-9);
  });

  it('slices an FFN without experts among the devices of a rank', () => {
    const step = (tensorParallel: number): number => {
      const group = prepareGroup(denseQuestion, { kind: 'withoutAfd', ranks: 1, tensorParallel })!;
      return stepStages(withFactors(denseQuestion, { attention: 0, attentionStep: 0 }), group, 16).attention;
    };
    assert.ok(Math.abs(step(1) - (0.043 + 16 * 4.6e-4)) < 1e-12);
    assert.ok(Math.abs(step(8) - (0.001 + 0.042 / 8 + 2 * 4.6e-4)) < 1e-12);
  });

  it('slices it among FFN workers as well', () => {
    const ffnTime = (ffnSlices: number): number => {
      const afd = { kind: 'afd', attentionRanks: 2, tensorParallel: 1, ffnWorkers: 8, ffnSlices } as const;
      const group = prepareGroup(denseQuestion, afd)!;
      return stepStages(settingOf(denseQuestion), group, 16).ffn;
    };
    // 32 rows on 8 workers are as much work however the FFN is sliced; only less is read.
    assert.ok(Math.abs(ffnTime(1) - (0.043 + 4 * 4.6e-4)) < 1e-12);
    assert.ok(Math.abs(ffnTime(4) - (0.001 + 0.042 / 4 + 4 * 4.6e-4)) < 1e-12);
  });

  it('scales each stage with its error', () => {
    const group = prepareGroup(mixtureQuestion, {
      kind: 'afd',
      attentionRanks: 8,
      tensorParallel: 1,
      ffnWorkers: 8,
    })!;
    const prompts = { tokens: 64, chunksPerPrompt: 4, carrying: 3, hits: true };
    const plain = stepStages(settingOf(mixtureQuestion), group, 20, prompts);
    const scaled = stepStages(
      withFactors(mixtureQuestion, {
        ...{ attention: 1.1, attentionStep: 1.1 },
        communication: 0.9,
        ffn: 1.2,
        ffnStep: 1.2,
      }),
      group,
      20,
      prompts,
    );
    const ratios = (['attention', 'attentionSpread', 'communication', 'ffn'] as const).map((key) =>
      (scaled[key] / plain[key]).toFixed(9),
    );
    assert.deepEqual(ratios, ['1.100000000', '1.100000000', '0.900000000', '1.200000000']);
  });

  it('scales what prompts add apart from what decoding takes', () => {
    const group = prepareGroup(mixtureQuestion, {
      kind: 'afd',
      attentionRanks: 2,
      tensorParallel: 1,
      ffnWorkers: 8,
    })!;
    const at = (prefill: number, tokens: number) =>
      stepStages(withFactors(mixtureQuestion, { prefill }), group, 20, {
        ...{ tokens, chunksPerPrompt: 4, carrying: 2, hits: true },
      });
    for (const stage of ['attention', 'ffn'] as const) {
      assert.equal(at(1.5, 0)[stage], at(1, 0)[stage]);
      assert.ok(at(1.5, 300)[stage] > at(1, 300)[stage]);
    }
    const [slow, plain, none] = [at(1.5, 300), at(1, 300), at(0, 300)];
    assert.ok(Math.abs((slow.attention - none.attention) / (plain.attention - none.attention) - 1.5) < 1e-9);
    assert.ok(Math.abs((slow.ffn - none.ffn) / (plain.ffn - none.ffn) - 1.5) < 1e-9);
    assert.equal(slow.communication, plain.communication);
  });
});

describe('leastCycle', () => {
  it('is a bound of the mean cycle, and equal to it without spread', () => {
    const time = fc.double({ min: 0, max: 10, noNaN: true });
    fc.assert(
      fc.property(
        time,
        time,
        time,
        fc.double({ min: 0, max: 2, noNaN: true }),
        fc.integer({ min: 1, max: 64 }),
        fc.integer({ min: 1, max: 4 }),
        (attention, communication, ffn, spread, ranks, microbatches) => {
          const parts = { attention, communication, ffn, attentionSpread: spread };
          assert.ok(
            leastCycle(parts, ranks, microbatches) <= meanCycle(parts, ranks, microbatches) * (1 + 1e-9) + 1e-12,
          );
          const still = { ...parts, attentionSpread: 0 };
          assert.equal(leastCycle(still, ranks, microbatches), meanCycle(still, ranks, microbatches));
        },
      ),
    );
  });
});

describe('slowestStage', () => {
  it('names the stage that sets the cycle', () => {
    const of = (attention: number, communication: number, ffn: number, microbatches = 3) =>
      slowestStage({ attention, communication, ffn, attentionSpread: 0 }, 4, microbatches);
    assert.deepEqual(
      [of(9, 1, 1), of(1, 1, 9), of(1, 18, 1), of(4, 2, 4)],
      ['attention', 'ffn', 'communication', 'attention'],
    );
    assert.equal(of(4, 5, 4), 'pipeline');
  });
});

function choose(n: number, k: number): number {
  let ways = 1;
  for (let i = 0; i < k; i++) ways *= (n - i) / (k - i);
  return ways;
}
