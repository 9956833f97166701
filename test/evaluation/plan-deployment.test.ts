import assert from 'node:assert/strict';
import type { Inputs } from '../../server/src/evaluation/inputs';
import { type DeploymentPlan, type PlanOptions, planQuestion } from '../../server/src/evaluation/plan-deployment';
import { plan } from '../../server/src/provisioning/plan/plan';
import { analyse, deployment, filesOf, readyTrace } from '../analysis/analysed';
import { assertRelative } from '../provisioning/closeness';
import { profile } from '../rules/base-texts';
import { rooflined } from './rooflined';

function read(text: string, options: Partial<PlanOptions> = {}, inputs?: Inputs) {
  const { deployment: stated, evaluation } = analyse(text, inputs).documents[0]!;
  return planQuestion(stated!, evaluation!, { workers: 32, ...options });
}

function planned(...args: Parameters<typeof read>): DeploymentPlan {
  const reading = read(...args);
  assert.equal(reading.kind, 'plan', JSON.stringify(reading));
  return reading as DeploymentPlan;
}

function refusal(...args: Parameters<typeof read>): string {
  const reading = read(...args);
  return reading.kind === 'refused' ? reading.message : reading.kind;
}

const pools = '{ workers: 8, batchSize: 128 }';
const own = (more = ''): string =>
  deployment(pools, '{ workers: 1 }', more).replace('ascend-910c-deepseek-v3', 'p.yaml');
const withRanges = (ranges: string): Inputs => filesOf({}, { 'p.yaml': profile(`calibratedRanges: ${ranges}\n`) });

describe('the joint choice of a deployment', () => {
  it('takes point, limits, objectives and memory from what is known', () => {
    const { question, batchBasis, objectivesLeftOut, evenExperts } = planned(
      rooflined({ more: '  slo: { tpot: 100ms, ttft: 2s }\n' }),
      { nodeSize: 8 },
    );
    const { load } = question.point;
    assert.equal(load.theta, 1499);
    assert.ok(Math.abs(load.nu! - Math.sqrt(999 * 1000 + 499 * 500)) < 1e-6);
    // The roofline counts microseconds.
    assertRelative(question.objectives!.tpot!, 100_000, 1e-12);
    assertRelative(question.objectives!.ttft!, 2_000_000, 1e-12);
    assert.equal(question.memory?.attention.capacity, 96e9);
    assert.deepEqual(question.batchSizes, { low: 1, high: 1_000_000 });
    assert.deepEqual([question.workers, question.nodeSize, question.microbatches], [32, 8, [1, 2, 3, 4]]);
    assert.deepEqual([batchBasis, objectivesLeftOut, evenExperts], ['bounded', false, 256]);
  });

  it('proposes FFN counts that divide the experts, and others where asked', () => {
    const best = (options: Partial<PlanOptions>): number => {
      const outcome = plan(planned(rooflined(), { workers: 26, ...options }).question);
      return outcome.kind === 'choices' ? outcome.choices[0]!.pools.ffn : 0;
    };
    assert.equal(256 % best({}), 0);
    assert.notEqual(256 % best({ anyFfn: true }), 0);
    assert.equal(planned(rooflined(), { anyFfn: true }).question.limits.engine, undefined);
  });

  it('knows the experts by the model beside a measured profile too', () => {
    const text = rooflined().replace('  device', '  latencyProfile: p.yaml\n  device');
    const { question, evenExperts } = planned(text, {}, filesOf({}, { 'p.yaml': profile('') }));
    assert.equal(question.point.latency.ffn.experts, undefined);
    assert.equal(evenExperts, 256);
  });

  it('counts pools in the units in which they are written', () => {
    const { limits } = planned(deployment('{ dataParallel: 2, tensorParallel: 8, batchSize: 32 }')).question;
    assert.deepEqual([limits.attentionStep, limits.ffnStep], [8, 1]);
  });

  it('searches the calibrated batch sizes, as the token load limits them', () => {
    const range = (ranges: string) => planned(own(), {}, withRanges(ranges)).question.batchSizes;
    assert.deepEqual(range('{ batchSize: [16, 200.5] }'), { low: 16, high: 200 });
    // theta 599: 10,000 / 599 = 16.7 and 100,000 / 599 = 166.9
    assert.deepEqual(range('{ batchSize: [1, 512], tokenLoad: [10000, 100000] }'), {
      low: 17,
      high: 166,
    });
    const { limits } = planned(own(), {}, withRanges('{ ratio: [2, 9], batchSize: [1, 9] }')).question;
    assert.deepEqual([limits.minRatio, limits.maxRatio], [2, 9]);
  });

  it('holds the batch size where nothing bounds it, or where theta is that of one', () => {
    const { question, batchBasis } = planned(deployment(pools));
    assert.deepEqual([question.batchSizes.low, question.batchSizes.high, batchBasis], [128, 128, 'unbounded']);
    const overHorizon = own().replace(' } }', ' }, horizonRequests: 10000 }');
    assert.equal(planned(overHorizon, {}, withRanges('{ batchSize: [16, 200] }')).batchBasis, 'horizon');
    assert.match(
      refusal(overHorizon, {}, withRanges('{ batchSize: [16, 100] }')),
      /^The batch size 128 is outside the range of 16 to 100 that/,
    );
  });

  it('searches beside a trace with a horizon, whose theta is the stationary one', () => {
    const text = rooflined().replace(/statistics: .*? }/, 'trace: t.csv, horizonRequests: 10000');
    assert.equal(
      planned(
        text,
        {},
        filesOf({
          't.csv': readyTrace(Array.from({ length: 40 }, (_, at) => [100 + at, 400 + at] as const)),
        }),
      ).batchBasis,
      'bounded',
    );
  });

  it('searches calibrated ranges where requests hold no tokens', () => {
    const text = own().replace(/statistics: \{.*?\}/, 'trace: t.csv');
    const inputs = filesOf(
      { 't.csv': readyTrace([[0, 1]]) },
      { 'p.yaml': profile('calibratedRanges: { batchSize: [16, 200], tokenLoad: [0, 100000] }\n') },
    );
    const { question } = planned(text, {}, inputs);
    assert.deepEqual([question.point.load.theta, question.batchSizes], [0, { low: 16, high: 200 }]);
  });

  it('does not apply objectives in seconds to cycles', () => {
    const { question, objectivesLeftOut, batchBasis } = planned(
      deployment(pools, '{ workers: 1 }', '  slo: { tpot: 60ms }\n'),
    );
    assert.deepEqual([question.objectives, objectivesLeftOut, batchBasis], [{}, true, 'unbounded']);
    const inMs = planned(own('  slo: { tpot: 900ms }\n'), {}, filesOf({}, { 'p.yaml': profile('') }));
    assert.deepEqual([inMs.question.objectives?.tpot, inMs.batchBasis], [900, 'bounded']);
  });

  it('keeps the largest request of a trace', () => {
    const text = rooflined().replace(/statistics: .*? }/, 'trace: t.csv');
    const { question } = planned(
      text,
      {},
      filesOf({
        't.csv': readyTrace([...Array.from({ length: 60 }, () => [100, 500] as const), [4000, 96]]),
      }),
    );
    assert.equal(question.largestRequest, 4096);
  });

  it('needs no configured batch size where something bounds it', () => {
    const text = rooflined({ attention: '{ workers: 16 }' });
    assert.equal(planned(text).batchBasis, 'bounded');
    assert.match(
      refusal(deployment('{ workers: 8 }')),
      /^Nothing known bounds the batch size, and there is none to hold: .*`attention\.batchSize` is missing/,
    );
  });

  it('takes the microbatches that are asked for', () => {
    assert.deepEqual(planned(rooflined(), { microbatches: [2, 6] }).question.microbatches, [2, 6]);
  });

  it('refuses what it cannot search', () => {
    const interval = deployment(pools).replace(
      /\{ distribution.*?\}/,
      '{ meanPrefill: 100, meanDecode: 500, variancePrefill: 9900, varianceDecode: 249500 }',
    );
    assert.equal(refusal(interval), 'theta is known only as an interval; give `covariance`, or a request trace.');
    assert.equal(
      refusal(own(), {}, withRanges('{ batchSize: [0.2, 0.8] }')),
      'No whole batch size lies in the ranges that the latency profile was calibrated for.',
    );
    assert.equal(refusal(deployment(pools).replace('ascend', 'x')), 'not evaluated');
  });
});
