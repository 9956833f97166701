import { basename, dirname, isAbsolute, relative, resolve } from 'node:path';
import { defaultThresholds, type Thresholds } from '../evaluation/inputs';
import { isProfilePath } from '../latency/catalogue';
import { type DeploymentDefaults, type Given, noDefaults } from '../manifest/deployment-defaults';
import type { Severity } from '../rules/rule';
import { lowerFirst } from '../text/format';
import { type Baseline, type BaselineEntry, baselineKey } from './baseline';
import type { Configuration, SettingsLayer, ThresholdSettings } from './configuration';
import { type Confinement, confinementOf } from './confinement';
import { matchesFiles } from './file-patterns';

/** An entry of `ignores` that counts for a file. */
export interface ActiveIgnore {
  readonly rule: string;
  readonly path: string | undefined;
  readonly reason: string;
}

/** Everything that is set about the analysis of one file, and from where. */
export interface FileSettings {
  readonly thresholds: Thresholds;
  /** Severity by rule code; `off` silences the rule. */
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
  readonly defaults: DeploymentDefaults;
  readonly ignores: readonly ActiveIgnore[];
  /** The file's findings that were there when the project's baseline was made. */
  readonly baseline: readonly BaselineEntry[];
  /** What is wrong with the configuration, as one sentence with its place. */
  readonly configurationProblem: string | undefined;
  /** The accelerator that the project says deployments run on. */
  readonly device: Given<string> | undefined;
  /** The day on which the AFD plugin of vLLM was built, where the project says so. */
  readonly afdPluginDate: string | undefined;
  /** The folder of the project's configuration; undefined without one. */
  readonly projectFolder: string | undefined;
  /** What the file's references are confined to, each apart; nothing where they may lead anywhere. */
  readonly confinements: readonly Confinement[];
  /** Where each threshold and each rule's severity was set. */
  readonly origins: ReadonlyMap<string, string>;
}

/** What one file's settings are put together from. */
export interface SettingsSources {
  /** Absolute path of the file; undefined for a text without one. */
  readonly path: string | undefined;
  /** The folder its references start from; undefined where there is none. */
  readonly folder: string | undefined;
  readonly configuration?: Configuration | undefined;
  readonly baseline?: Baseline | undefined;
  /** What the editor sets; weaker than the configuration, so that editor and CI agree. */
  readonly client?: SettingsLayer | undefined;
  /** What the command line sets for this run; stronger than the configuration. */
  readonly commandLine?: SettingsLayer | undefined;
  /** What the command line confines references to; the configuration cannot widen it. */
  readonly confinement?: Confinement | undefined;
  readonly nowMs: number;
}

const defaultLayer: SettingsLayer = {
  from: 'default',
  files: undefined,
  thresholds: {
    minGainPercent: defaultThresholds.minGain * 100,
    ratioTolerancePercent: defaultThresholds.ratioTolerance * 100,
    minTraceRequests: defaultThresholds.minTraceRequests,
    maxTraceAgeDays: defaultThresholds.maxTraceAgeDays,
  },
  rules: {},
  workload: undefined,
  latencyProfile: undefined,
  device: undefined,
  afdPluginDate: undefined,
};

/** The settings of one file. Weakest to strongest: default, client, configuration, its overrides in order, command line. */
export function fileSettings(sources: SettingsSources): FileSettings {
  const { path, configuration, client, commandLine, baseline, nowMs } = sources;
  const matches = (files: readonly string[] | undefined) => matchesFiles(files, patternPath(sources) ?? '');
  const layers = [
    defaultLayer,
    ...(client ? [client] : []),
    ...(configuration?.layers ?? []).filter(({ files }) => matches(files)),
    ...(commandLine ? [commandLine] : []),
  ];
  const thresholds = Object.assign({}, ...layers.map((layer) => layer.thresholds)) as ThresholdSettings;
  const origins = new Map(
    layers.flatMap(({ from, thresholds: set, rules }) =>
      [...Object.keys(set), ...Object.keys(rules)].map((name) => [name, from] as const),
    ),
  );
  return {
    thresholds: toThresholds(thresholds),
    rules: Object.assign({}, ...layers.map(({ rules }) => rules)),
    defaults: toDefaults(layers, sources),
    ignores: (configuration?.ignores ?? []).filter(
      ({ files, expires }) => matches(files) && !isExpired(expires, nowMs),
    ),
    baseline: baselineOf(path, baseline),
    configurationProblem: describeProblem(configuration, baseline),
    device: given(layers, ({ device }) => device),
    afdPluginDate: given(layers, ({ afdPluginDate }) => afdPluginDate)?.value,
    projectFolder: configuration && dirname(configuration.path),
    confinements: [sources.confinement, configuration && confinementOf(configuration)].filter(
      (confinement) => confinement !== undefined,
    ),
    origins,
  };
}

/** The settings where nothing is set. */
export const defaultFileSettings: FileSettings = fileSettings({ path: undefined, folder: undefined, nowMs: 0 });

/** True when the last day on which an entry counts is over, in UTC. */
function isExpired(expires: string | undefined, nowMs: number): boolean {
  return expires !== undefined && new Date(nowMs).toISOString().slice(0, 10) > expires;
}

function baselineOf(path: string | undefined, baseline: Baseline | undefined): readonly BaselineEntry[] {
  if (path === undefined || !baseline) return [];
  const key = baselineKey(baseline.path, path);
  return Object.hasOwn(baseline.files, key) ? baseline.files[key]! : [];
}

/** Shares from percentages. */
function toThresholds(settings: ThresholdSettings): Thresholds {
  return {
    ratioTolerance: settings.ratioTolerancePercent / 100,
    minGain: settings.minGainPercent / 100,
    minTraceRequests: settings.minTraceRequests,
    maxTraceAgeDays: settings.maxTraceAgeDays,
  };
}

/** The path that file patterns of the configuration are compared with; undefined for a text that is no file below it. */
function patternPath({ path, configuration }: SettingsSources): string | undefined {
  return path && configuration && relative(dirname(configuration.path), path).replaceAll('\\', '/');
}

function toDefaults(layers: readonly SettingsLayer[], { configuration, folder }: SettingsSources): DeploymentDefaults {
  if (!configuration) return noDefaults;
  const rebase = (reference: string) => rebased(reference, dirname(configuration.path), folder);
  const profile = given(layers, ({ latencyProfile }) => latencyProfile);
  const workload = given(layers, (layer) => layer.workload);
  return {
    latencyProfile: profile && {
      ...profile,
      value: isProfilePath(profile.value) ? rebase(profile.value) : profile.value,
    },
    workload: workload && {
      ...workload,
      value: {
        ...workload.value,
        trace: workload.value.trace === undefined ? undefined : rebase(workload.value.trace),
      },
    },
  };
}

/** What the strongest layer that says it says. */
function given<T>(
  layers: readonly SettingsLayer[],
  read: (layer: SettingsLayer) => T | undefined,
): Given<T> | undefined {
  const layer = layers.findLast((candidate) => read(candidate) !== undefined);
  return layer && { value: read(layer)!, from: layer.from };
}

/** A path given relative to one folder, relative to another. */
function rebased(reference: string, from: string, to: string | undefined): string {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(reference) || isAbsolute(reference)) return reference;
  const target = resolve(from, reference);
  const path = to === undefined ? target : relative(to, target);
  return (/[\\/]/.test(path) ? path : `./${path}`).replaceAll('\\', '/');
}

function describeProblem(configuration: Configuration | undefined, baseline: Baseline | undefined): string | undefined {
  if (configuration?.problem) {
    const { path, problem } = configuration;
    return `\`${basename(path)}:${problem.line}\` is not applied: ${lowerFirst(problem.message)}`;
  }
  return baseline?.problem && `\`${basename(baseline.path)}\` is not applied: ${baseline.problem}.`;
}
