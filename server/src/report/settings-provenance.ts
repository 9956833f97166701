import type { FileSettings } from '../configuration/file-settings';
import type { Deployment } from '../manifest/deployment';
import type { Fact } from '../manifest/fact';
import { plainWord, quote } from '../text/format';

/** A setting that counts for a deployment, and where it was set. */
export interface SettingSource {
  readonly name: string;
  /** A threshold as people write it, a severity, a path or an id; null where there is none, or none that can be read. */
  readonly value: string | number | null;
  /** `this file`, `afd-lens.config.yaml, overrides[0]`, `client setting`, `command line`, `default` or `not set`. */
  readonly source: string;
}

/** Everything that is or can be set about a deployment: workload, profile, thresholds, and confinements and severities that are set. */
export function settingsProvenance(
  deployment: Deployment,
  { thresholds, rules, confinements, origins }: FileSettings,
): readonly SettingSource[] {
  const { workload, latencyProfile, unwritten } = deployment;
  const statistics = workload?.statistics && { value: 'statistics', setIn: workload.statistics.setIn };
  const fact = (name: 'workload' | 'latencyProfile', found: Pick<Fact<string>, 'value' | 'setIn'> | undefined) => ({
    name,
    value: found?.value ?? null,
    source: found?.setIn ?? (unwritten.has(name) ? 'not set' : 'this file'),
  });
  const set = (name: string, value: string | number) => ({ name, value, source: origins.get(name) ?? 'default' });
  const severities = Object.entries(rules).sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    fact('workload', workload?.trace?.path ?? statistics),
    fact('latencyProfile', latencyProfile),
    set('minGainPercent', percent(thresholds.minGain)),
    set('ratioTolerancePercent', percent(thresholds.ratioTolerance)),
    set('minTraceRequests', thresholds.minTraceRequests),
    set('maxTraceAgeDays', thresholds.maxTraceAgeDays),
    ...confinements.map(({ roots, from }) => ({ name: 'allowedRoots', value: roots.join(', '), source: from })),
    ...severities.map(([code, severity]) => set(code, severity)),
  ];
}

/** The settings as aligned lines for a terminal, under a line of their own. */
export function settingsText(settings: readonly SettingSource[]): string {
  const rows = settings.map(
    (setting) => [setting.name, plainWord(valueText(setting)), plainWord(setting.source)] as const,
  );
  const width = (column: 0 | 1) => Math.max(...rows.map((row) => row[column].length));
  const lines = rows.map(
    ([name, value, source]) => `    ${name.padEnd(width(0))}  ${value.padEnd(width(1))}  ${source}`,
  );
  return `  settings\n${lines.join('\n')}`;
}

/** The settings as a Markdown table. */
export function settingsMarkdown(settings: readonly SettingSource[]): string {
  const cell = (text: string) => quote(text).replaceAll('|', '\\|');
  const rows = settings.map((setting) => {
    const value = setting.value === null ? valueText(setting) : cell(valueText(setting));
    return `| ${setting.name} | ${value} | ${setting.source.replaceAll('|', '\\|')} |`;
  });
  return ['| setting | value | from |', '|:---|:---|:---|', ...rows].join('\n');
}

function valueText({ value, source }: SettingSource): string {
  if (value === null) return source === 'not set' ? 'none' : 'not readable';
  return String(value);
}

/** A share in percent, without what binary fractions add. */
function percent(share: number): number {
  return Number((100 * share).toPrecision(12));
}
