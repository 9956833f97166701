import assert from 'node:assert/strict';
import { IndependentSlots } from '../../server/src/simulation/independent-slots';
import type { RequestLaw } from '../../server/src/simulation/request-law';
import { requestSource } from '../../server/src/simulation/request-source';
import { slotBlock } from '../../server/src/simulation/slot-block';
import { table2 } from '../provisioning/base-case';

function blocksOf(law: RequestLaw, start: 'cold' | 'stationary', batchSize: number, count: number) {
  const slots = new IndependentSlots(
    { batchSize, microbatches: 2, start, latency: table2 },
    requestSource(law),
    3,
    [5],
  );
  const block = slotBlock(3, 2);
  return Array.from({ length: count }, () => {
    slots.fill(block);
    return {
      rounds: block.rounds,
      load: block.load.slice(),
      completed: block.completed.slice(),
      tokens: block.completedTokens.slice(),
    };
  });
}

describe('independent-slots', () => {
  it('goes through P, P + 1, ..., P + D - 1 and over again, across blocks', () => {
    const blocks = blocksOf({ kind: 'deterministic', prefill: 10, decode: 7 }, 'cold', 4, 3);
    let round = 0;
    for (const { rounds, load, completed, tokens } of blocks) {
      for (let i = 0; i < rounds; i++, round++) {
        const last = round % 7 === 6;
        for (let entry = i * 6; entry < (i + 1) * 6; entry++) {
          assert.equal(load[entry], 4 * (10 + (round % 7)));
          assert.equal(completed[entry], last ? 4 : 0);
          assert.equal(tokens[entry], last ? 28 : 0);
        }
      }
    }
  });

  it('is stationary from the start: mean B theta and variance B nu^2 in every part of the run', () => {
    const [p, d, B] = [100, 50, 64];
    const [theta, variance] = [p + d - 1, p * (p - 1) + d * (d - 1)];
    const blocks = blocksOf({ kind: 'geometric', meanPrefill: p, meanDecode: d }, 'stationary', B, 200);
    for (const part of [blocks.slice(0, 100), blocks.slice(100)]) {
      const loads = part.flatMap(({ load }) => [...load]);
      const mean = loads.reduce((sum, load) => sum + load, 0) / loads.length;
      const spread = loads.reduce((sum, load) => sum + (load - B * theta) ** 2, 0) / loads.length;
      // 6 workers' microbatches, each with an independent load about every 2 d rounds.
      const samples = (part.length * part[0]!.rounds * 6) / (2 * d);
      assert.ok(Math.abs(mean - B * theta) < 5 * Math.sqrt((B * variance) / samples), `${mean} for ${B * theta}`);
      assert.ok(Math.abs(spread / (B * variance) - 1) < 5 * Math.sqrt(2 / samples), `${spread} for ${B * variance}`);
    }
  });

  it('completes B tokens a step in the long run', () => {
    const blocks = blocksOf({ kind: 'geometric', meanPrefill: 100, meanDecode: 50 }, 'stationary', 64, 100);
    const tokens = blocks.reduce((sum, block) => sum + block.tokens.reduce((all, each) => all + each, 0), 0);
    const steps = blocks.length * blocks[0]!.rounds * 6;
    assert.ok(Math.abs(tokens / steps / 64 - 1) < 0.01);
  });
});
