import type { AnalysisSettings } from '../analysis/analysis';
import { defaultThresholds } from '../evaluation/inputs';
import type { Severity } from '../rules/rule';

/** The client's `afdLens.*` settings for one document. */
export interface ServerSettings extends AnalysisSettings {
  readonly codeLens: boolean;
  readonly inlayHints: boolean;
}

export const defaultSettings: ServerSettings = {
  thresholds: defaultThresholds,
  rules: {},
  codeLens: true,
  inlayHints: true,
};

const severities: readonly (Severity | 'off')[] = ['error', 'warning', 'info', 'hint', 'off'];

/** Settings from what the client sent; anything missing or of the wrong type falls back to its default. */
export function toSettings(section: unknown): ServerSettings {
  const read = (path: string): unknown =>
    path
      .split('.')
      .reduce<unknown>(
        (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
        section,
      );
  const number = (path: string, fallback: number): number => {
    const value = read(path);
    return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : fallback;
  };
  const flag = (path: string): boolean => read(path) !== false;
  const rules = read('rules');
  const { ratioTolerance, minGain, minTraceRequests, maxTraceAgeDays } = defaultThresholds;
  return {
    thresholds: {
      ratioTolerance: number('ratioTolerancePercent', ratioTolerance * 100) / 100,
      minGain: number('minGainPercent', minGain * 100) / 100,
      minTraceRequests: number('minTraceRequests', minTraceRequests),
      maxTraceAgeDays: number('maxTraceAgeDays', maxTraceAgeDays),
    },
    rules: Object.fromEntries(
      Object.entries(typeof rules === 'object' && rules !== null ? rules : {})
        .filter(([, severity]) => severities.includes(severity))
        .map(([code, severity]) => [code.toUpperCase(), severity]),
    ),
    codeLens: flag('codeLens.enable'),
    inlayHints: flag('inlayHints.enable'),
  };
}
