import type { Pools, SlopeError } from '../../provisioning/cycle/operating-point';
import { studentT95 } from '../../provisioning/mathematics/student-t';
import type { NumberRange } from '../latency-profile';
import type { Measurements, RowRemark, Stage } from './measurements';

/** A coefficient of a profile; `standardError` is undefined where it was fixed, or where no error can be told. */
export interface FittedCoefficient {
  readonly value: number;
  readonly standardError: number | undefined;
}

export interface FittedStage {
  readonly alpha: FittedCoefficient;
  readonly beta: FittedCoefficient;
  /** Rows that it is fitted to. */
  readonly rows: number;
}

export interface FittedAttention extends FittedStage {
  readonly perRequest: FittedCoefficient;
}

/** A coefficient that the measurements do not determine. Messages are sentences without full stop. */
export interface FixedCoefficient {
  readonly coefficient: `${Stage}.${'alpha' | 'perRequest' | 'beta'}`;
  readonly fixedAt: number;
  readonly why: string;
  readonly measureNext: string;
}

/** How far measured times are from those of the profile, as shares: over fitted, less 1. Rows set aside do not count. */
export interface RegimeResiduals {
  readonly regime: Stage;
  readonly rows: number;
  readonly meanAbsolute: number;
  readonly mean: number;
  readonly worst: { readonly line: number; readonly residual: number };
}

/** Measurements of one kind left out, and what a fit to the others says of them. Shares, not percentages. */
export interface LeftOut {
  /** Tokens of each request, of a sweep. */
  readonly context: number | undefined;
  /** The stage whose timings are left out, one load after the other. */
  readonly stage: Stage | undefined;
  readonly rows: number;
  readonly meanAbsolute: number;
  readonly choice:
    | {
        readonly recommended: Pools;
        readonly bestMeasured: Pools;
        readonly regret: number;
        readonly ratio: number;
        readonly ratioRegret: number;
      }
    | undefined;
}

/** One measured point of the plot. */
export interface PlotPoint {
  readonly x: number;
  readonly measured: number;
  readonly fitted: number;
  readonly isSetAside: boolean;
}

/** Points that share a fitted curve. */
export interface PlotSeries {
  readonly name: string;
  readonly points: readonly PlotPoint[];
}

export interface PlotPanel {
  readonly title: string;
  readonly xLabel: string;
  readonly series: readonly PlotSeries[];
}

/** What measurements say about a latency profile. Times in milliseconds. */
export interface FittedProfile {
  readonly kind: Measurements['kind'];
  readonly rows: number;
  readonly attention: FittedAttention;
  readonly ffn: FittedStage;
  readonly communication: FittedStage;
  readonly regimes: readonly RegimeResiduals[];
  /** Over all rows that count. */
  readonly meanAbsolute: number;
  readonly setAside: readonly RowRemark[];
  readonly leaveOneOut: readonly LeftOut[];
  readonly fixed: readonly FixedCoefficient[];
  readonly ranges: {
    readonly ratio: NumberRange | undefined;
    readonly batchSize: NumberRange | undefined;
    readonly tokenLoad: NumberRange | undefined;
  };
  readonly relativeError: Readonly<Record<Stage, number>>;
  /** How far slopes are off, about the mean load of the rows; of stages whose slope and level were both fitted. */
  readonly slopeErrors: { readonly attention: SlopeError | undefined; readonly ffn: SlopeError | undefined };
  /** Scatter of whole cycles about the fit, as a share; undefined where single stages were measured. */
  readonly misfit: number | undefined;
  /** What a reader should know besides, in sentences. */
  readonly notes: readonly string[];
  readonly plot: readonly PlotPanel[];
}

/** A slope's standard error about the mean load of the rows, each by its relative weight; undefined where none was told. */
export function slopeErrorOf(
  { value, standardError }: FittedCoefficient,
  rows: readonly { readonly load: number; readonly time: number }[],
): SlopeError | undefined {
  if (standardError === undefined || !(value > 0) || rows.length === 0) return undefined;
  const weight = rows.reduce((sum, { time }) => sum + time ** -2, 0);
  const at = rows.reduce((sum, { load, time }) => sum + load * time ** -2, 0) / weight;
  // Slope and level take two rows; with few others the error is itself uncertain.
  const few = rows.length < 3 ? 1 : studentT95(rows.length - 1) / studentT95(1e9);
  const error = Math.min(mostSlopeError, (few * standardError) / value);
  return { error: Number(error.toPrecision(2)), at: Number(at.toPrecision(4)) };
}

/** A slope that is as uncertain as this is not known at all. */
const mostSlopeError = 1.9;

/** Token loads so far outside the measured ones still count as measured. */
const tokenLoadMargin = 0.1;

/** Stage times are not claimed to be better than this. */
const leastRelativeError = 0.02;

/** The range of token loads that a profile states. */
export function tokenLoadRange(loads: readonly number[]): NumberRange {
  const { low, high } = loadRange(loads);
  return { low: low * (1 - tokenLoadMargin), high: high * (1 + tokenLoadMargin) };
}

export function loadRange(values: readonly number[]): NumberRange {
  return values.reduce(({ low, high }, value) => ({ low: Math.min(low, value), high: Math.max(high, value) }), {
    low: Number.POSITIVE_INFINITY,
    high: Number.NEGATIVE_INFINITY,
  });
}

/** The error that a profile states: at least 2 %, below 100 %, in whole thousandths. */
export function statedError(...errors: readonly number[]): number {
  return Math.ceil(Math.min(0.9, Math.max(leastRelativeError, ...errors)) * 1000) / 1000;
}

/** Residuals of the rows of one regime; undefined without rows. */
export function regimeResiduals(
  regime: Stage,
  rows: readonly { readonly line: number; readonly residual: number }[],
): RegimeResiduals | undefined {
  const [first] = rows;
  if (first === undefined) return undefined;
  return {
    regime,
    rows: rows.length,
    meanAbsolute: meanAbsolute(rows.map(({ residual }) => residual)),
    mean: rows.reduce((sum, { residual }) => sum + residual, 0) / rows.length,
    worst: rows.reduce((worst, row) => (Math.abs(row.residual) > Math.abs(worst.residual) ? row : worst), first),
  };
}

export function meanAbsolute(residuals: readonly number[]): number {
  return residuals.reduce((sum, residual) => sum + Math.abs(residual), 0) / Math.max(1, residuals.length);
}

/** A coefficient that was not fitted. */
export function fixedAt(value: number): FittedCoefficient {
  return { value, standardError: undefined };
}
