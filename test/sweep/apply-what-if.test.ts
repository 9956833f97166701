import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { defaultThresholds } from '../../server/src/evaluation/inputs';
import { readProfile } from '../../server/src/latency/profile-document';
import { applyWhatIf, whatIfProblem } from '../../server/src/sweep/apply-what-if';
import { deploymentEdits } from '../../server/src/sweep/deployment-edit';
import type { TheorySweep, WhatIf } from '../../server/src/sweep/sweep';
import { theorySweep } from '../../server/src/sweep/theory-sweep';
import { applyEdits } from '../../server/src/text/text-range';
import { momentsOf } from '../../server/src/workload/request-moments';
import { analyse, deployment, filesOf, readyTrace } from '../analysis/analysed';
import { subjectOf, theoryFor } from './subject';

const gpu = readProfile(readFileSync('examples/profiles/demo-gpu.afd.yaml', 'utf8'), 'demo-gpu');
assert.ok(gpu.kind === 'ready');
const profiles = { './gpu.afd.yaml': { kind: 'ready', path: undefined, profile: gpu.profile } } as const;
const requests = Array.from({ length: 300 }, (_, i) => [100 + (i % 7) * 40, 40 + (i % 11) * 10] as const);
const inputs = filesOf({ 'chat.csv': readyTrace(requests) }, profiles);

const base = deployment('{ workers: 4, batchSize: 256 }', '{ workers: 1 }', '  microbatches: 3\n');
const traced = base.replace(/workload: .*/, 'workload: { trace: chat.csv }');

describe('apply-what-if', () => {
  it('gives what the edited manifest would give', () => {
    const some = <T>(...values: T[]) => fc.constantFrom(undefined, ...values);
    const changes = fc.record({
      batchSize: some(1, 32, 100, 400),
      microbatches: some(1, 2, 4, 9),
      profile: some('./gpu.afd.yaml', 'ascend-910c-deepseek-v3', 'unknown'),
      tpotSeconds: some(0.05, 0.02, 0.001),
    });
    const files = fc.constantFrom(base, traced, traced.replace('  microbatches: 3\n', '  slo: { tpot: 60ms }\n'));
    fc.assert(
      fc.property(files, changes, (text, wanted) => {
        const change = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
        const { root, deployment: stated } = analyse(text, inputs).documents[0]!;
        const outcome = deploymentEdits(text, root!, stated!, change);
        assert.ok('edits' in outcome);
        const tried = theorySweep(subjectOf(text, inputs), change);
        const edited = theorySweep(subjectOf(applyEdits(text, outcome.edits), inputs));
        assert.deepEqual(comparable(tried), comparable(edited));
      }),
    );
  });

  it('scales requests as a trace of scaled requests would be', () => {
    const scaled = filesOf({ 'chat.csv': readyTrace(requests.map(([p, d]) => [p * 1.5, d * 1.5] as const)) });
    const tried = theoryFor(subjectOf(traced, inputs), { lengthScale: 1.5 });
    const really = theoryFor(subjectOf(traced, scaled));
    assert.equal(tried.points.length, really.points.length);
    for (const [index, { throughput }] of tried.points.entries()) {
      assert.ok(Math.abs(throughput / really.points[index]!.throughput - 1) < 1e-12);
    }
    assert.deepEqual([tried.inputs.lengthScale, tried.manifest.lengthScale], [1.5, 1]);
  });

  it('leaves the deployment and the files themselves as they are', () => {
    const { deployment: stated } = subjectOf(traced, inputs);
    const before = JSON.stringify(stated);
    const changed = applyWhatIf(stated, inputs, { lengthScale: 2, batchSize: 1, tpotSeconds: 0.1 });
    assert.ok('deployment' in changed);
    assert.deepEqual([changed.deployment.batchSize!.value, changed.deployment.tpotSeconds!.value], [1, 0.1]);
    assert.deepEqual(changed.deployment.batchSize!.range, stated.batchSize!.range);
    const moments = (files: typeof inputs) => {
      const state = files.trace('chat.csv', undefined);
      return state.kind === 'ready' ? state.summary.moments : undefined;
    };
    assert.equal(moments(changed.inputs)!.sumD, 2 * momentsOf(requests).sumD);
    assert.deepEqual([JSON.stringify(stated), moments(inputs)], [before, momentsOf(requests)]);
  });

  it('assumes 3 microbatches where none are stated, and drops an objective on request', () => {
    const text = base.replace('microbatches: 3', 'slo: { tpot: 50ms }');
    const changed = applyWhatIf(subjectOf(text).deployment, filesOf(), { tpotSeconds: null });
    assert.ok('deployment' in changed);
    const { microbatches, tpotSeconds } = changed.deployment;
    assert.deepEqual([microbatches!.value, tpotSeconds], [3, undefined]);
  });

  it('refuses values that make no sense', () => {
    const cases: readonly [WhatIf, RegExp][] = [
      [{ batchSize: 0 }, /^The batch size must be a whole number from 1 to 1,000,000\.$/],
      [{ batchSize: 1_000_001 }, /batch size/],
      [{ batchSize: Number.NaN }, /batch size/],
      [{ microbatches: 1.5 }, /^The number of microbatches must be a whole number from 1 to 64\.$/],
      [{ microbatches: 65 }, /microbatches/],
      [{ lengthScale: 0.009 }, /^The length scale must be from 0\.01 to 100\.$/],
      [{ lengthScale: Number.POSITIVE_INFINITY }, /length scale/],
      [{ tpotSeconds: 0 }, /^The TPOT objective must be a time above 0\.$/],
      [{ tpotSeconds: Number.NaN }, /TPOT/],
    ];
    for (const [whatIf, message] of cases) {
      assert.match(whatIfProblem(whatIf)!, message);
      const sweep = theorySweep({ ...subjectOf(base), thresholds: defaultThresholds }, whatIf);
      assert.ok(sweep.kind === 'none' && message.test(sweep.message));
    }
    assert.equal(whatIfProblem({ batchSize: 1, microbatches: 64, lengthScale: 100, tpotSeconds: null }), undefined);
  });

  it('refuses lengths below one decode step', () => {
    const sweep = theorySweep(subjectOf(traced, inputs), { lengthScale: 0.01 });
    assert.ok(sweep.kind === 'none');
    assert.match(sweep.message, /less than one decode step/);
    const statistics = theorySweep(subjectOf(base.replace('500', '50')), { lengthScale: 0.01 });
    assert.ok(statistics.kind === 'none');
  });
});

/** A sweep without what tells a try from an edit. */
function comparable(sweep: ReturnType<typeof theorySweep>) {
  if (sweep.kind === 'none') return sweep;
  const { manifest: _, profiles: __, ...rest }: TheorySweep = sweep;
  return rest;
}
