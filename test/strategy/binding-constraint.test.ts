import assert from 'node:assert/strict';
import { bestAggregated } from '../../server/src/strategy/best-aggregated';
import { bindingOfAggregated } from '../../server/src/strategy/binding-constraint';
import type { StrategyQuestion } from '../../server/src/strategy/question';
import { searchSpace, settingOf } from '../../server/src/strategy/search-space';
import { mixtureQuestion } from './hand-costs';

const infinite = { ttft: Number.POSITIVE_INFINITY, tpot: Number.POSITIVE_INFINITY };

function binding(question: StrategyQuestion, limits: Partial<typeof infinite>) {
  const setting = settingOf(question);
  const all = { ...infinite, ...limits };
  return bindingOfAggregated(setting, bestAggregated(setting, searchSpace(question).withoutAfd.both, all)!, all);
}

describe('bindingOfAggregated', () => {
  it('names the objective that one more request would break', () => {
    assert.equal(binding(mixtureQuestion, { tpot: 0.03 }), 'tpot');
    assert.equal(binding(mixtureQuestion, { ttft: 0.15 }), 'ttft');
  });

  it('names memory, or prompts that take all steps', () => {
    const { costs, workload } = mixtureQuestion;
    const ranks = costs.ranks.map((rank) => ({ ...rank, memory: { ...rank.memory, kvPerToken: 2e6 } }));
    assert.equal(binding({ ...mixtureQuestion, costs: { ...costs, ranks } }, {}), 'memory');
    const long = { ...workload, prefill: 16_384, cachedPrefill: 0, decode: 20 };
    assert.equal(binding({ ...mixtureQuestion, workload: long }, {}), 'prefill');
  });

  it('names the stage that sets the cycle where nothing else stops more', () => {
    const { costs, workload } = mixtureQuestion;
    const ranks = costs.ranks.map((rank) => ({ ...rank, memory: { ...rank.memory, kvPerToken: 0 } }));
    const ffn = { ...costs.ffn, memory: { ...costs.ffn.memory, perRow: 0 } };
    const cached = { ...workload, cachedPrefill: workload.prefill };
    const question = { ...mixtureQuestion, workload: cached, costs: { ...costs, ranks, ffn } };
    assert.equal(binding(question, {}), 'ffn');
  });
});
