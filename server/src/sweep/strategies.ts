import type { StrategyName } from '../strategy/comparison';

/** How the serving strategies of one deployment compare, as the panel shows it. */
export type Strategies = NoStrategies | ComputingStrategies | ComparedStrategies;

/** What is said where there is no comparison. `headline` and `notes` may have emphasis and code spans. */
export interface NoStrategies {
  readonly kind: 'none';
  readonly title: string;
  readonly headline: string;
  /** What to provide, in sentences. */
  readonly notes: readonly string[];
}

/** The answer follows; clients are then asked to pull again. */
export interface ComputingStrategies {
  readonly kind: 'computing';
  readonly title: string;
}

export interface ComparedStrategies {
  readonly kind: 'ready';
  readonly title: string;
  /** The verdict in one sentence, and what belongs to it; with emphasis and code spans. */
  readonly headline: string;
  readonly notes: readonly string[];
  readonly table: StrategyTable;
  /** In the order of the table, those that have some points. */
  readonly series: readonly StrategySeries[];
  /** The TPOT objective, and the tokens per second of one user that it asks for. */
  readonly objective: { readonly tpotSeconds: number; readonly perUser: number } | undefined;
  /** What the words of layouts stand for, in sentences. */
  readonly legend: readonly string[];
  /** What the comparison rests on and leaves out: a name and a line each, with code spans. */
  readonly evidence: readonly (readonly [name: string, words: string])[];
}

/** Texts of a table; a row's cells are as many as there are headers, its name the first. */
export interface StrategyTable {
  readonly headers: readonly string[];
  readonly rows: readonly {
    readonly strategy: StrategyName;
    readonly feasible: boolean;
    /** True for the most throughput within the objectives. */
    readonly best: boolean;
    readonly cells: readonly string[];
    /** Which devices serve what, and what a step holds, each in a line; none where nothing fits. */
    readonly layout: readonly string[];
  }[];
}

/** The frontier of a strategy. */
export interface StrategySeries {
  readonly strategy: StrategyName;
  readonly name: string;
  /** Why it has no chosen point, in a few words; undefined where it has one. */
  readonly missed: string | undefined;
  /** Ascending in tokens per second per user; no point has less of both than another. */
  readonly points: readonly StrategyPoint[];
}

/** One way of serving. Times in seconds, throughput in tokens per second of all devices. */
export interface StrategyPoint {
  readonly throughput: number;
  readonly perUser: number;
  readonly ttft: number;
  readonly tpot: number;
  /** Requests at a time. */
  readonly concurrency: number;
  readonly layout: string;
  readonly step: string;
  /** True for the best within the objectives. */
  readonly chosen: boolean;
}
