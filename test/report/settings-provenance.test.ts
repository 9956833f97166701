import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { SettingsLayer } from '../../server/src/configuration/configuration';
import { confinementTo } from '../../server/src/configuration/confinement';
import { defaultFileSettings, fileSettings } from '../../server/src/configuration/file-settings';
import { readConfiguration } from '../../server/src/configuration/read-configuration';
import { configurationSchema } from '../../server/src/generated/schemas';
import {
  type SettingSource,
  settingsMarkdown,
  settingsProvenance,
  settingsText,
} from '../../server/src/report/settings-provenance';
import type { SchemaNode } from '../../server/src/yaml/schema-node';
import { analyse, deployment, filesOf, now } from '../analysis/analysed';

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

const own = deployment('{ workers: 4, batchSize: 256 }');
const bare = own.replace(/ {2}(?:latencyProfile|workload): .*\n/g, '');

function provenance(text: string, settings = defaultFileSettings): readonly SettingSource[] {
  return settingsProvenance(analyse(text, filesOf(), settings).documents[0]!.deployment!, settings);
}

const triples = (sources: readonly SettingSource[]) => sources.map(({ name, value, source }) => [name, value, source]);

const everyOrigin = fileSettings({
  path: '/srv/prod/a.afd.yaml',
  folder: '/srv/prod',
  nowMs: now,
  configuration: readConfiguration(
    '/srv/afd-lens.config.yaml',
    `
workload: { trace: t.csv }
latencyProfile: everywhere
thresholds: { minGainPercent: 2.9, maxTraceAgeDays: 7 }
rules: { AFD202: off, AFD104: info }
overrides:
  - { files: ["prod/**"], latencyProfile: prod-only, thresholds: { minGainPercent: 0.7 }, rules: { AFD104: error } }
`,
  ),
  client: layer('client setting', {
    thresholds: { ratioTolerancePercent: 7, minGainPercent: 9 },
    rules: { AFD101: 'hint' },
  }),
  commandLine: layer('command line', { rules: { AFD202: 'error' } }),
});

describe('where the settings of a deployment come from', () => {
  it('is said for each, by the strongest origin', () => {
    assert.deepEqual(triples(provenance(bare, everyOrigin)), [
      ['workload', '../t.csv', 'afd-lens.config.yaml'],
      ['latencyProfile', 'prod-only', 'afd-lens.config.yaml, overrides[0]'],
      ['minGainPercent', 0.7, 'afd-lens.config.yaml, overrides[0]'],
      ['ratioTolerancePercent', 7, 'client setting'],
      ['minTraceRequests', 1000, 'default'],
      ['maxTraceAgeDays', 7, 'afd-lens.config.yaml'],
      ['AFD101', 'hint', 'client setting'],
      ['AFD104', 'error', 'afd-lens.config.yaml, overrides[0]'],
      ['AFD202', 'error', 'command line'],
    ]);
  });

  it('says what references are confined to, and by what', () => {
    const confinement = confinementTo(['a', '/b'], '/srv', { from: 'command line', setBy: '`--x`' });
    const configuration = readConfiguration('/srv/afd-lens.config.yaml', 'allowedRoots: [.]\n');
    const settings = fileSettings({ path: '/srv/a.yaml', folder: '/srv', nowMs: now, configuration, confinement });
    assert.deepEqual(triples(provenance(own, settings)).slice(-2), [
      ['allowedRoots', 'a, /b', 'command line'],
      ['allowedRoots', '.', 'afd-lens.config.yaml'],
    ]);
  });

  it('is the file for what it writes itself', () => {
    const [workload, profile] = triples(provenance(own, everyOrigin));
    assert.deepEqual(workload, ['workload', 'statistics', 'this file']);
    assert.deepEqual(profile, ['latencyProfile', 'ascend-910c-deepseek-v3', 'this file']);
  });

  it('is nothing for what nobody says, and the file for what cannot be read there', () => {
    assert.deepEqual(triples(provenance(bare)).slice(0, 3), [
      ['workload', null, 'not set'],
      ['latencyProfile', null, 'not set'],
      ['minGainPercent', 2, 'default'],
    ]);
    const templated = own.replace(/latencyProfile: .*/, 'latencyProfile: {{ .x }}');
    assert.deepEqual(triples(provenance(templated, everyOrigin))[1], ['latencyProfile', null, 'this file']);
  });

  it('is laid out in columns for a terminal, without what a terminal would obey', () => {
    const sources = [
      { name: 'workload', value: 'a\u001b[31m.csv', source: 'this file' },
      { name: 'minGainPercent', value: 2, source: 'default' },
      { name: 'latencyProfile', value: null, source: 'not set' },
    ];
    assert.equal(
      settingsText(sources),
      `  settings
    workload        a [31m.csv  this file
    minGainPercent  2           default
    latencyProfile  none        not set`,
    );
  });

  it('is a table in Markdown, whatever the words', () => {
    const sources = [
      { name: 'workload', value: 'a|b`c.csv', source: 'this file' },
      { name: 'latencyProfile', value: null, source: 'this file' },
    ];
    assert.equal(
      settingsMarkdown(sources),
      `| setting | value | from |
|:---|:---|:---|
| workload | \`a\\|b c.csv\` | this file |
| latencyProfile | not readable | this file |`,
    );
  });
});

describe('the page about the configuration', () => {
  const page = readFileSync('docs/configuration.md', 'utf8');
  const [example = '', plainManifest = ''] = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]) => text!);
  const shown = /```text\n([\s\S]*?)\n```/.exec(page)![1]!;

  it('shows what its own example makes of its own manifest', () => {
    const settings = fileSettings({
      path: '/srv/batch/chat.afd.yaml',
      folder: '/srv/batch',
      nowMs: now,
      configuration: readConfiguration('/srv/afd-lens.config.yaml', example),
    });
    assert.equal(settings.configurationProblem, undefined);
    assert.equal(settingsText(provenance(plainManifest, settings)), shown);
  });

  it('names every key', () => {
    const ownKeys = (node: SchemaNode) => Object.keys(node.properties ?? {});
    const { thresholds, override, ignore } = configurationSchema.definitions!;
    for (const key of [configurationSchema, thresholds!, override!, ignore!].flatMap(ownKeys))
      assert.match(page, new RegExp(`\\b${key}\\b`), key);
  });
});
