// Also tests: sweep/sweep-subject
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { asGoodPools } from '../../server/src/evaluation/as-good-pools';
import { readProfile } from '../../server/src/latency/profile-document';
import { cycleTime } from '../../server/src/provisioning/cycle/cycle-time';
import { throughputPerInstance } from '../../server/src/provisioning/cycle/throughput';
import { theorySweep } from '../../server/src/sweep/theory-sweep';
import { analyse, deployment, filesOf, header } from '../analysis/analysed';
import { baseCase } from '../provisioning/base-case';
import { subjectOf, theoryFor } from './subject';

const base = deployment('{ workers: 4, batchSize: 256 }', '{ workers: 1 }', '  microbatches: 3\n');

describe('theory-sweep', () => {
  it('is the theory at every attention count from ratio 1 to 32', () => {
    const { points, configured, predicted, form } = theoryFor(subjectOf(base));
    assert.deepEqual(
      points.map(({ attention }) => attention),
      Array.from({ length: 32 }, (_, i) => i + 1),
    );
    assert.equal(form, 'pipeline');
    for (const { attention, ffn, throughput, cycleTime: cycle, tpot } of points) {
      assert.equal(throughput, throughputPerInstance(baseCase, { attention, ffn }, 'pipeline'));
      assert.equal(cycle, cycleTime(baseCase, { attention, ffn }, 'pipeline'));
      assert.equal(tpot, 3 * cycle);
    }
    const best = points.reduce((most, point) => (point.throughput > most.throughput ? point : most));
    assert.deepEqual(predicted, best);
    assert.deepEqual(configured, points[3]);
  });

  it("has the numbers of the deployment's own evaluation", () => {
    const { sizing } = analyse(base).documents[0]!.evaluation!;
    const { configured, recommended, band } = theoryFor(subjectOf(base));
    assert.deepEqual(
      [configured.throughput, configured.idleFfn, configured.regime],
      [sizing!.throughput, sizing!.idle.ffn, sizing!.regime],
    );
    assert.deepEqual([recommended!.attention, recommended!.gain], [sizing!.best!.pools.attention, sizing!.best!.gain]);
    assert.deepEqual(band, { low: asGoodPools(sizing!)!.low.attention, high: asGoodPools(sizing!)!.high.attention });
  });

  it('assumes 3 microbatches where none are given, and says so', () => {
    const sweep = theoryFor(subjectOf(base.replace('  microbatches: 3\n', '')));
    assert.deepEqual([sweep.inputs.microbatches, sweep.inputs.microbatchesAssumed], [3, true]);
    assert.match(sweep.notes.join(), /gives no microbatches; 3 are assumed/);
    assert.deepEqual(sweep.points, theoryFor(subjectOf(base)).points);
    const chosen = theoryFor(subjectOf(base.replace('  microbatches: 3\n', '')), { microbatches: 2 });
    assert.deepEqual([chosen.inputs.microbatches, chosen.inputs.microbatchesAssumed, chosen.notes], [2, false, []]);
  });

  it('answers a what-if as the edited manifest would', () => {
    const edited = base.replace('256', '64').replace('microbatches: 3', 'microbatches: 1');
    const { manifest: _, ...whatIf } = theoryFor(subjectOf(base), { batchSize: 64, microbatches: 1 });
    const { manifest: __, ...really } = theoryFor(subjectOf(edited));
    assert.deepEqual(whatIf, really);
    const longer = theoryFor(subjectOf(base), { lengthScale: 2 });
    const statistics = base.replace('meanPrefill: 100', 'meanPrefill: 200').replace('500', '1000');
    assert.deepEqual(longer.points, theoryFor(subjectOf(statistics)).points);
  });

  it('keeps within the range asked for, prediction included', () => {
    const { points, predicted, configured } = theoryFor(subjectOf(base), {}, { low: 5, high: 7 });
    assert.deepEqual(
      points.map(({ attention }) => attention),
      [5, 6, 7],
    );
    assert.deepEqual([predicted.attention, configured.attention], [7, 4]);
  });

  it('predicts the best of the line also for pools of any size', () => {
    for (const [attention, ffn] of [
      [64, 8],
      [1, 1000],
      [50_000, 100],
      [100_000, 100_000],
    ]) {
      const text = base.replace('workers: 4', `workers: ${attention}`).replace('workers: 1 ', `workers: ${ffn} `);
      const { points, predicted } = theoryFor(subjectOf(text));
      const best = points.reduce((most, point) => (point.throughput > most.throughput ? point : most));
      assert.deepEqual(predicted, best, `${attention}A:${ffn}F`);
    }
  });

  it('draws the objective in the unit of the profile, or says that it cannot', () => {
    const slo = `${base}  slo: { tpot: 50ms }\n`;
    const cycles = theoryFor(subjectOf(slo));
    assert.equal(cycles.tpotLimit, undefined);
    assert.match(cycles.notes.join(), /The TPOT objective is not shown: the latency profile counts cycles/);
    assert.equal(theoryFor(subjectOf(slo), { tpotSeconds: null }).inputs.tpotSeconds, null);
    const entered = theoryFor(subjectOf(slo.replace('50ms', '36ms')), { tpotSeconds: 0.036 });
    assert.deepEqual([entered.manifest.tpotSeconds, entered.inputs.tpotSeconds], [0.036, 0.036]);
  });

  it('says outside which range the theory was tested', () => {
    const short = base.replace('meanDecode: 500', 'meanDecode: 5');
    assert.match(
      theoryFor(subjectOf(short)).notes.join(),
      /Outside the tested range: a mean decode of 5 steps is under 25/,
    );
  });

  it('leaves out ratios that the profile is not calibrated for, and says so', () => {
    const text = readFileSync('examples/profiles/demo-gpu.afd.yaml', 'utf8');
    const outcome = readProfile(text, 'demo-gpu');
    assert.ok(outcome.kind === 'ready');
    const profiles = { './gpu.afd.yaml': { kind: 'ready', path: undefined, profile: outcome.profile } } as const;
    const subject = subjectOf(base.replace('ascend-910c-deepseek-v3', './gpu.afd.yaml'), filesOf({}, profiles));
    const { points, notes } = theoryFor(subject);
    assert.equal(points.at(-1)!.ratio, 24);
    assert.match(notes.join(), /Ratios outside 1 to 24 are left out: the latency profile is not calibrated there/);
    assert.deepEqual(theoryFor(subject, {}, { low: 30, high: 33 }).points, []);
  });

  it('has a reason where there is no sweep', () => {
    const none = (text: string) => {
      const sweep = theorySweep(subjectOf(text));
      return sweep.kind === 'none' ? sweep.message : 'a sweep';
    };
    assert.match(none(base.replace('ascend', 'x')), /profile `x.*` is not known/);
    assert.match(none(`${header}spec:\n  attention: { workers: 4 }\n  ffn: { workers: 1 }\n`), /^`?[A-Z`].*\.$/);
    const interval = '{ statistics: { meanPrefill: 9, meanDecode: 9, variancePrefill: 9, varianceDecode: 9 } }';
    assert.match(none(base.replace(/workload: .*/, `workload: ${interval}`)), /known only as an interval/);
  });
});
