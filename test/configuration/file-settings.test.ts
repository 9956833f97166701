import assert from 'node:assert/strict';
import type { SettingsLayer } from '../../server/src/configuration/configuration';
import { defaultFileSettings, fileSettings } from '../../server/src/configuration/file-settings';
import { readConfiguration } from '../../server/src/configuration/read-configuration';
import { defaultThresholds } from '../../server/src/evaluation/inputs';

const now = Date.UTC(2026, 5, 30, 23, 59);

function settings(text: string, more: Partial<Parameters<typeof fileSettings>[0]> = {}) {
  return fileSettings({
    path: '/srv/deploy/prod/a.afd.yaml',
    folder: '/srv/deploy/prod',
    configuration: readConfiguration('/srv/deploy/afd-lens.config.yaml', text),
    nowMs: now,
    ...more,
  });
}

const layer = (from: string, some: Partial<SettingsLayer>): SettingsLayer => ({
  from,
  files: undefined,
  thresholds: {},
  rules: {},
  workload: undefined,
  latencyProfile: undefined,
  device: undefined,
  afdPluginDate: undefined,
  ...some,
});

describe('file-settings', () => {
  it('are the defaults where nothing is set', () => {
    assert.deepEqual(defaultFileSettings.thresholds, defaultThresholds);
    assert.equal(defaultFileSettings.origins.get('minGainPercent'), 'default');
  });

  it('lets the stronger origin win, from default to command line', () => {
    const client = layer('client setting', {
      thresholds: { minGainPercent: 3, ratioTolerancePercent: 20, maxTraceAgeDays: 5 },
      rules: { AFD101: 'info', AFD102: 'info', AFD103: 'info' },
    });
    const commandLine = layer('command line', { rules: { AFD103: 'error' } });
    const { thresholds, rules, origins } = settings(
      `
thresholds: { minGainPercent: 4, ratioTolerancePercent: 30 }
rules: { AFD102: warning, AFD103: warning }
overrides:
  - { files: ["prod/**"], thresholds: { minGainPercent: 6 } }
  - { files: ["staging/**"], thresholds: { minGainPercent: 9 } }
`,
      { client, commandLine },
    );
    assert.deepEqual(thresholds, {
      minGain: 0.06,
      ratioTolerance: 0.3,
      maxTraceAgeDays: 5,
      minTraceRequests: defaultThresholds.minTraceRequests,
    });
    assert.deepEqual(rules, { AFD101: 'info', AFD102: 'warning', AFD103: 'error' });
    const from = (name: string) => origins.get(name);
    assert.deepEqual(
      ['minGainPercent', 'ratioTolerancePercent', 'maxTraceAgeDays', 'minTraceRequests', 'AFD102', 'AFD103'].map(from),
      [
        'afd-lens.config.yaml, overrides[0]',
        'afd-lens.config.yaml',
        'client setting',
        'default',
        'afd-lens.config.yaml',
        'command line',
      ],
    );
  });

  it('gives paths relative to the manifest, and ids and absolute paths as they are', () => {
    const text = 'latencyProfile: profiles/p.yaml\nworkload: { trace: traces/t.csv }\n';
    const { latencyProfile, workload } = settings(text).defaults;
    assert.deepEqual([latencyProfile?.value, workload?.value.trace], ['../profiles/p.yaml', '../traces/t.csv']);
    assert.equal(workload?.from, 'afd-lens.config.yaml');
    const beside = { path: '/srv/deploy/a.afd.yaml', folder: '/srv/deploy' };
    assert.equal(settings('latencyProfile: p.yaml\n', beside).defaults.latencyProfile?.value, './p.yaml');
    assert.equal(settings('latencyProfile: some-id\n').defaults.latencyProfile?.value, 'some-id');
    assert.equal(settings('workload: { trace: /data/t.csv }\n').defaults.workload?.value.trace, '/data/t.csv');
    const unnamed = { path: undefined, folder: undefined };
    assert.equal(settings('workload: { trace: t.csv }\n', unnamed).defaults.workload?.value.trace, '/srv/deploy/t.csv');
  });

  it('takes the whole workload of the strongest origin that names one', () => {
    const { workload } = settings(`
workload: { trace: all.csv, columns: { prefill: a, decode: b } }
overrides:
  - { files: ["prod/**"], workload: { trace: prod.csv } }
`).defaults;
    assert.deepEqual([workload?.value.trace, workload?.value.columns], ['../prod.csv', undefined]);
    assert.equal(workload?.from, 'afd-lens.config.yaml, overrides[0]');
  });

  it('keeps the ignores that are for the file and not expired; the last day counts', () => {
    const { ignores } = settings(`
ignores:
  - { rule: AFD101, reason: here, files: ["prod/**"] }
  - { rule: AFD102, reason: elsewhere, files: ["staging/**"] }
  - { rule: AFD103, reason: last day, expires: 2026-06-30 }
  - { rule: AFD104, reason: over, expires: 2026-06-29 }
`);
    assert.deepEqual(
      ignores.map(({ reason }) => reason),
      ['here', 'last day'],
    );
  });

  it('says what is wrong with the configuration, else with the baseline', () => {
    const baseline = { path: '/srv/afd-lens.baseline.json', files: {}, problem: 'it is not valid JSON' };
    assert.match(
      settings('x', { baseline }).configurationProblem ?? '',
      /^`afd-lens\.config\.yaml:1` is not applied: /,
    );
    assert.equal(
      settings('', { baseline }).configurationProblem,
      '`afd-lens.baseline.json` is not applied: it is not valid JSON.',
    );
  });

  it('finds the file in the baseline by its path from there', () => {
    const entry = { rule: 'AFD101', fingerprint: 'abc' };
    const files = { 'deploy/prod/a.afd.yaml': [entry], 'a.afd.yaml': [] };
    const baseline = { path: '/srv/afd-lens.baseline.json', files, problem: undefined };
    assert.deepEqual(settings('', { baseline }).baseline, [entry]);
    for (const path of ['/srv/deploy/b.yaml', '/srv/constructor', '/srv/__proto__', undefined])
      assert.deepEqual(settings('', { baseline, path }).baseline, [], path);
  });
});
