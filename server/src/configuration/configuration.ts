import type { Severity } from '../rules/rule';

/** File names of the configuration; the first one found in a folder counts. */
export const configurationNames: readonly string[] = ['afd-lens.config.yaml', 'afd-lens.config.yml'];

/** True for the path or URI of a configuration. */
export function isConfigurationPath(path: string): boolean {
  return configurationNames.includes(path.split(/[\\/]/).at(-1) ?? '');
}

/** What a file is: YAML with deployments, profiles and what launches them, a script, or a project's configuration. */
export type FileKind = 'manifest' | 'script' | 'configuration';

const scriptName = /\.(?:sh|bash)$/i;

/** True for a file name of a shell script. */
export function isScriptName(path: string): boolean {
  return scriptName.test(path);
}

/** What the file at a path or URI is, by its name. */
export function fileKindOf(path: string | undefined): FileKind {
  if (path === undefined) return 'manifest';
  return isConfigurationPath(path) ? 'configuration' : isScriptName(path) ? 'script' : 'manifest';
}

/** Thresholds as people write them: gains and tolerances in percent. */
export interface ThresholdSettings {
  readonly minGainPercent: number;
  readonly ratioTolerancePercent: number;
  readonly minTraceRequests: number;
  readonly maxTraceAgeDays: number;
}

/** A workload for deployments that name none; a path is relative to the configuration. */
export interface WorkloadSetting {
  readonly trace: string | undefined;
  readonly columns: { readonly prefill: string; readonly decode: string } | undefined;
  readonly statistics: Readonly<Record<string, unknown>> | undefined;
}

/** Settings of one origin. What is not set leaves the value of the layers below. */
export interface SettingsLayer {
  /** Where it is set, for people: `default`, `afd-lens.config.yaml, overrides[0]`. */
  readonly from: string;
  /** Patterns of the files it is for; undefined for all. */
  readonly files: readonly string[] | undefined;
  readonly thresholds: Partial<ThresholdSettings>;
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
  readonly workload: WorkloadSetting | undefined;
  readonly latencyProfile: string | undefined;
  /** The accelerator that deployments run on. */
  readonly device: string | undefined;
  /** The day on which the AFD plugin of vLLM was built, as `2026-09-30`. */
  readonly afdPluginDate: string | undefined;
}

/** Findings of one rule that the project accepts. */
export interface Ignore {
  readonly rule: string;
  readonly files: readonly string[] | undefined;
  /** Keys from the root, joined by dots; findings there and below. */
  readonly path: string | undefined;
  readonly reason: string;
  /** Last day on which it counts, like `2027-03-31`. */
  readonly expires: string | undefined;
}

/** What an `afd-lens.config.yaml` says, as far as it can be used. */
export interface Configuration {
  /** Absolute path of the file. */
  readonly path: string;
  readonly layers: readonly SettingsLayer[];
  readonly ignores: readonly Ignore[];
  /** Folders that references may lead to, as they are written; undefined where they may lead anywhere. */
  readonly allowedRoots?: readonly string[] | undefined;
  /** The first thing wrong with it: one sentence, and the line from 1. */
  readonly problem: { readonly message: string; readonly line: number } | undefined;
}
