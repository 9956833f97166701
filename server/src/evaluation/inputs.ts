import type { Device } from '../latency/hardware/device';
import type { ModelShape } from '../latency/hardware/model-shape';
import type { LatencyProfile } from '../latency/latency-profile';
import type { Launch } from '../manifest/launches/launch';
import type { LaunchDirective } from '../manifest/launches/launch-directive';
import type { SchedulingQuestion, SchedulingStudy } from '../scheduling/study';
import type { Comparison } from '../strategy/comparison';
import type { StrategyQuestion } from '../strategy/question';
import type { ColumnMapping, TraceSummary } from '../workload/trace-summary';

/** Why a referenced file has no value: still being read, not there, not usable, or not to be read from here. */
export type AbsentFile =
  | { readonly kind: 'loading' }
  | { readonly kind: 'missing'; readonly path: string }
  | { readonly kind: 'failed'; readonly path: string; readonly message: string; readonly line: number | undefined }
  | {
      readonly kind: 'unreachable';
      readonly message: string;
      /** It lies outside of the folders that somebody confined references to. */
      readonly isConfined?: true;
    };

export interface ReadyTrace {
  readonly kind: 'ready';
  readonly path: string;
  readonly summary: TraceSummary;
  /** Milliseconds since the epoch; undefined for an unsaved buffer. */
  readonly modifiedMs: number | undefined;
}

export interface ReadyProfile {
  readonly kind: 'ready';
  /** Undefined for a built-in profile. */
  readonly path: string | undefined;
  readonly profile: LatencyProfile;
}

export interface ReadyDevice {
  readonly kind: 'ready';
  /** Undefined for one of the catalogue. */
  readonly path: string | undefined;
  readonly device: Device;
}

export interface ReadyModel {
  readonly kind: 'ready';
  /** Undefined for one of the catalogue. */
  readonly path: string | undefined;
  readonly shape: ModelShape;
}

export type TraceState = ReadyTrace | AbsentFile;
export type ProfileState = ReadyProfile | AbsentFile;
export type DeviceState = ReadyDevice | AbsentFile;
export type ModelState = ReadyModel | AbsentFile;

/** Where the workload's numbers come from. */
export type WorkloadOrigin =
  | { readonly kind: 'trace'; readonly reference: string; readonly trace: ReadyTrace }
  | { readonly kind: 'statistics' };

/** Another file that carries launches. */
export interface FileWithLaunches {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
  readonly launches: readonly Launch[];
  readonly directives: readonly LaunchDirective[];
}

/** The launches in the other files of a project. */
export interface ReadyLaunches {
  readonly kind: 'ready';
  /** The folder they were looked for in. */
  readonly folder: string;
  /** Those of its files that carry launches. */
  readonly files: readonly FileWithLaunches[];
  /** False where there are more files than are looked at. */
  readonly complete: boolean;
}

export type LaunchesState = ReadyLaunches | { readonly kind: 'loading'; readonly folder: string };

/** The answer to a question that takes too long for a keystroke. `why` it failed: on one line, without markup; all of it is logged. */
export type StudyState<T> =
  | { readonly kind: 'ready'; readonly value: T }
  | { readonly kind: 'computing' }
  | { readonly kind: 'failed'; readonly why: string };

/**
 * What a manifest refers to and what follows from it at length, as it is known now. Reading and computing happen
 * elsewhere; these answer at once.
 */
export interface Inputs {
  /** The launches in the other files of the project; absent where there is none to look in. */
  launches?(): LaunchesState;
  trace(reference: string, columns: ColumnMapping | undefined): TraceState;
  profile(reference: string): ProfileState;
  device(reference: string): DeviceState;
  model(reference: string): ModelState;
  /** The strategies compared; absent where nobody computes. */
  comparison?(question: StrategyQuestion): StudyState<Comparison>;
  /** The requests of a trace under several policies; absent where nobody computes. */
  schedule?(trace: ScheduledTrace, question: Omit<SchedulingQuestion, 'requests'>): StudyState<SchedulingStudy>;
}

/** Requests to schedule: those of a trace that come first, on one attention worker. */
export interface ScheduledTrace {
  readonly reference: string;
  readonly columns: ColumnMapping | undefined;
  /** The trace as it was read, so that another content is another question. */
  readonly read: ReadyTrace;
  readonly stepSeconds: number;
  /** Seconds between two requests, over what they are in the trace. */
  readonly stretch: number;
}

/** What decides whether something is worth saying. Shares are fractions, not percentages. */
export interface Thresholds {
  readonly ratioTolerance: number;
  readonly minGain: number;
  readonly minTraceRequests: number;
  readonly maxTraceAgeDays: number;
}

export const defaultThresholds: Thresholds = {
  ratioTolerance: 0.1,
  minGain: 0.02,
  minTraceRequests: 1000,
  maxTraceAgeDays: 90,
};
