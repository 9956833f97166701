import type { Connection } from 'vscode-languageserver/node';
import type { SettingsLayer, ThresholdSettings } from '../configuration/configuration';
import { settingsSection } from '../protocol/protocol';
import type { Severity } from '../rules/rule';

/** The client's `afdLens.*` settings for one document: what it shows, and what its project's configuration may overrule. */
export interface ClientSettings {
  readonly codeLens: boolean;
  readonly inlayHints: boolean;
  readonly layer: SettingsLayer;
}

const severities: readonly (Severity | 'off')[] = ['error', 'warning', 'info', 'hint', 'off'];

const thresholdNames: readonly (keyof ThresholdSettings)[] = [
  'minGainPercent',
  'ratioTolerancePercent',
  'minTraceRequests',
  'maxTraceAgeDays',
];

/** Settings from what the client sent; anything missing or of the wrong type falls back to its default. */
export function toSettings(section: unknown): ClientSettings {
  const read = (path: string): unknown =>
    path
      .split('.')
      .reduce<unknown>(
        (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
        section,
      );
  const flag = (path: string): boolean => read(path) !== false;
  const rules = read('rules');
  const isThreshold = (value: unknown) => typeof value === 'number' && Number.isFinite(value) && value >= 0;
  return {
    codeLens: flag('codeLens.enable'),
    inlayHints: flag('inlayHints.enable'),
    layer: {
      from: 'client setting',
      files: undefined,
      thresholds: Object.fromEntries(
        thresholdNames.map((name) => [name, read(name)]).filter(([, value]) => isThreshold(value)),
      ),
      rules: Object.fromEntries(
        Object.entries(typeof rules === 'object' && rules !== null ? rules : {})
          .filter(([, severity]) => severities.includes(severity))
          .map(([code, severity]) => [code.toUpperCase(), severity]),
      ),
      workload: undefined,
      latencyProfile: undefined,
      device: undefined,
      afdPluginDate: undefined,
    },
  };
}

/** The section of the settings for a document, or for none, as the client has it. */
export function askForSettings({ workspace }: Connection, uri: string | undefined): Promise<unknown> {
  return workspace.getConfiguration({ ...(uri === undefined ? {} : { scopeUri: uri }), section: settingsSection });
}
