import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fitYaml } from '../../../server/src/cli/fit/fit-yaml';
import { readProfile } from '../../../server/src/latency/profile-document';
import { cycleTime } from '../../../server/src/provisioning/cycle/cycle-time';
import { stageReport, sweepReport } from './fit-reports';

function profileOf(text: string) {
  const outcome = readProfile(text, 'none');
  assert.ok(outcome.kind === 'ready', JSON.stringify(outcome));
  return outcome.profile;
}

describe('fit as YAML', () => {
  it('is a valid profile that says what was fitted', () => {
    for (const report of [sweepReport, stageReport]) {
      const { fitted } = report;
      const profile = profileOf(fitYaml({ ...report, model: 'm', device: 'd' }));
      assert.deepEqual(
        [profile.id, profile.model, profile.device, profile.timeUnit, profile.calibration, profile.errorStated],
        ['sweep', 'm', 'd', 'ms', 'measured', true],
      );
      assert.equal(profile.source, `afd-lens fit, ${fitted.rows} rows of sweep.csv`);
      assert.deepEqual(profile.relativeError, fitted.relativeError);
      assert.equal(profile.misfit, fitted.misfit);
      const { attention, ffn } = fitted.slopeErrors;
      assert.deepEqual([profile.slopeErrors?.attention, profile.slopeErrors?.ffn], [attention, ffn]);
      const pairs = [
        [profile.latency.attention.alpha, fitted.attention.alpha.value],
        [profile.latency.attention.perRequest!, fitted.attention.perRequest.value],
        [profile.latency.attention.beta, fitted.attention.beta.value],
        [profile.latency.ffn.alpha, fitted.ffn.alpha.value],
        [profile.latency.ffn.beta, fitted.ffn.beta.value],
        [profile.latency.communication.alpha, fitted.communication.alpha.value],
        [profile.latency.communication.beta, fitted.communication.beta.value],
      ] as const;
      for (const [written, value] of pairs) assert.ok(Math.abs(written - value) <= 1e-5 * value, `${written} ${value}`);
      for (const key of ['ratio', 'tokenLoad'] as const) {
        const [stated, range] = [profile.ranges[key], fitted.ranges[key]];
        assert.equal(stated === undefined, range === undefined);
        if (stated && range)
          assert.ok(stated.low <= range.low && stated.high >= range.high && stated.high < range.high + 1);
      }
    }
  });

  it('writes a standard error or a reason above each coefficient, and no exponents', () => {
    const text = fitYaml(sweepReport);
    assert.match(
      text,
      /\nattention:\n {2}# standard error 0\.0000\d+\n {2}alpha: 0\.0000\d+\n {2}# fixed: .*\n {2}perRequest: 0\.\d+\n/,
    );
    assert.match(text, /\ncommunication:\n {2}# fixed: .*\n {2}alpha: 0\n {2}# fixed: .*\n {2}beta: 0\n/);
    assert.doesNotMatch(text, /\de[+-]?\d/);
  });

  it('holds any name', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'binary' }), (name) => {
        const trimmed = `x${name}`;
        const profile = profileOf(fitYaml({ ...sweepReport, name: trimmed, model: trimmed, file: trimmed }));
        assert.deepEqual([profile.id, profile.model], [trimmed, trimmed]);
      }),
    );
  });

  it('is evaluated as it was fitted: the longest stage sets the cycle with 2 microbatches and more', () => {
    const report = { ...stageReport.fitted, communication: sweepReport.fitted.communication };
    const { latency } = profileOf(fitYaml({ ...stageReport, fitted: report }));
    for (const microbatches of [2, 3, 4]) {
      for (const attention of [1, 4, 16, 64]) {
        const point = { load: { theta: 20_000, nu: 0 }, batchSize: 10, latency, microbatches };
        const [tA, tF] = [2 * 2 + 3, (attention * 10) / 40 + 4];
        const cycle = cycleTime(point, { attention, ffn: 1 }, 'pipeline');
        assert.ok(Math.abs(cycle - Math.max(tA, tF)) < 1e-4, `${cycle}`);
      }
    }
  });
});
