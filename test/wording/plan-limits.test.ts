import assert from 'node:assert/strict';
import { evaluate } from '../../server/src/evaluation/evaluate';
import { defaultThresholds, type Inputs } from '../../server/src/evaluation/inputs';
import { type DeploymentPlan, planQuestion } from '../../server/src/evaluation/plan-deployment';
import type { Deployment } from '../../server/src/manifest/deployment';
import { planLimits } from '../../server/src/wording/plan-limits';
import { analyse, deployment, filesOf } from '../analysis/analysed';
import { rooflined } from '../evaluation/rooflined';
import { anyPools } from '../manifest/stated-launch';
import { profile } from '../rules/base-texts';

function limits(text: string, nodeSize?: number, inputs: Inputs = filesOf(), change: Partial<Deployment> = {}) {
  const stated = { ...analyse(text, inputs).documents[0]!.deployment!, ...change };
  const evaluation = evaluate(stated, inputs, defaultThresholds);
  const planned = planQuestion(stated, evaluation, { workers: 32, nodeSize }) as DeploymentPlan;
  assert.equal(planned.kind, 'plan');
  return Object.fromEntries(planLimits(stated, planned));
}

const pools = '{ workers: 8, batchSize: 128 }';
const own = deployment(pools, '{ workers: 1 }', '  slo: { tpot: 900ms, ttft: 2s }\n').replace(
  'ascend-910c-deepseek-v3',
  'p.yaml',
);

describe('what a joint choice was searched under', () => {
  it('is said of a roofline, with devices and experts', () => {
    assert.deepEqual(limits(rooflined(), 8), {
      pools: 'whole nodes of 8 workers; FFN counts that divide 256 experts, which `--any-ffn` lifts',
      microbatches: '1, 2, 3 or 4',
      'batch size': 'as large as memory allows',
      memory: 'weights and KV cache at the peak within that of `h20`',
      objectives: 'none',
    });
    const { memory } = limits(rooflined({ ffn: '{ workers: 16, device: h800 }' }));
    assert.equal(memory, 'weights and KV cache at the peak within that of `h20` and `h800`');
    assert.equal(
      limits(rooflined({ more: '  slo: { tpot: 0.1s }\n' }))['batch size'],
      'as large as memory and objectives allow',
    );
  });

  it('is said of a calibrated profile, memory unknown', () => {
    const inputs = filesOf({}, { 'p.yaml': profile('calibratedRanges: { ratio: [2, 9], batchSize: [16, 200] }\n') });
    assert.deepEqual(limits(own, undefined, inputs), {
      pools: 'ratios of 2.00 to 9.00, as calibrated',
      microbatches: '1, 2, 3 or 4',
      'batch size': '16 to 200, as calibrated',
      memory: 'not known without `device` and `model`: nothing says whether the KV cache holds B × m requests',
      objectives:
        'TPOT 900 ms; TTFT 2 s, of which one step is checked; kept at the stage times as predicted, without their error',
    });
    assert.equal(
      limits(own, undefined, filesOf({}, { 'p.yaml': profile('') }))['batch size'],
      'as large as objectives allow',
    );
  });

  it('says what would bound a batch size that is held, and what is not applied', () => {
    const cycles = limits(deployment(pools, '{ workers: 1 }', '  slo: { tpot: 60ms }\n'));
    assert.equal(cycles['batch size'], 'held at 128: nothing known bounds it; `device` with `model` would');
    assert.equal(cycles.objectives, 'TPOT 60 ms: not applied, since the profile counts cycles, not seconds');
    assert.equal(
      limits(own.replace(/ {2}slo.*\n/, ''), undefined, filesOf({}, { 'p.yaml': profile('') }))['batch size'],
      'held at 128: nothing known bounds it; `device` with `model`, or `slo.tpot`, would',
    );
    const overHorizon = limits(deployment(pools).replace(' } }', ' }, horizonRequests: 10000 }'));
    assert.match(overHorizon['batch size']!, /^held at 128: theta over the stated horizon/);
  });

  it('names the engine that accepts the pools', () => {
    const topology = { ...anyPools, by: 'the connector `C`', attentionAtLeastFfn: true };
    const stated = limits(deployment(pools), undefined, undefined, { topology, microbatchChoices: [2] });
    assert.deepEqual([stated.pools, stated.microbatches], ['as the connector `C` accepts them', '2']);
  });
});
