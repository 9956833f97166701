import { formatCount, formatNumber, formatShare } from '../../text/format';
import { attentionCoefficients, usualTokensPerRequest } from './attention-form';
import {
  type FittedAttention,
  type FittedCoefficient,
  type FittedProfile,
  type FittedStage,
  type FixedCoefficient,
  fixedAt,
  type LeftOut,
  loadRange,
  meanAbsolute,
  type PlotPanel,
  regimeResiduals,
  slopeErrorOf,
  statedError,
  tokenLoadRange,
} from './fitted-profile';
import { leaveOneContextOut } from './leave-one-out';
import { slopeErrorByRows } from './leave-rows-out';
import { contextsOf } from './max-of-stages';
import { ffnRowsOf, type SweepMeasurements, type SweepRow, tokenLoadOf } from './measurements';
import { isOutlier, setAside, slightOutlier } from './set-aside';
import { relativeResidual, standardErrors } from './stage-line';
import { deviationOf, ffnErrors, fitSweepModel, modelTimes, type SweepModel } from './sweep-model';

/** What is stated of an attention stage that never shows: anything from half its time to half as much again. */
const hiddenAttentionError = 0.5;

/** A row of a sweep beside the fit; the residual is against the profile's own lines. */
interface FittedRow {
  readonly row: SweepRow;
  readonly line: number;
  readonly fitted: number;
  readonly residual: number;
  readonly weight: number;
  readonly isAttention: boolean;
  readonly group: number;
}

/** Fits a profile to a sweep of whole steps. Throws MeasurementError. docs/fitting.md, "Sweeps". */
export function fitSweep({ rows, contradictory }: SweepMeasurements): FittedProfile {
  const model = fitSweepModel(rows);
  const leaveOneOut = leaveOneContextOut(rows);
  const fitted = fittedRows(model);
  const counted = fitted.filter((row) => !isOutlier(row));
  const bound = counted.filter(({ isAttention }) => isAttention);
  const free = counted.filter(({ isAttention }) => !isAttention);
  return {
    kind: 'sweep',
    rows: rows.length + contradictory.length,
    attention: attentionOf(model),
    ffn: ffnOf(model, free),
    communication: { alpha: fixedAt(0), beta: fixedAt(0), rows: 0 },
    regimes: [regimeResiduals('attention', bound), regimeResiduals('ffn', free)].filter((each) => each !== undefined),
    meanAbsolute: meanAbsolute(counted.map(({ residual }) => residual)),
    setAside: [...contradictory, ...setAside(fitted)].sort((a, b) => a.line - b.line),
    leaveOneOut,
    fixed: fixedCoefficients(model),
    ranges: {
      ratio: loadRange(rows.map(({ pools }) => pools.attention / pools.ffn)),
      batchSize: undefined,
      tokenLoad: tokenLoadRange(rows.map(tokenLoadOf)),
    },
    relativeError: errorsOf(model, leaveOneOut, slightOutlier(fitted)),
    slopeErrors: {
      // Its slope takes in what is not told apart from it.
      attention: undefined,
      ffn: slopeErrorOf(
        withErrorByRows(ffnOf(model, free).alpha, slopeErrorByRows(rows)),
        free.map(({ row }) => ({ load: ffnRowsOf(row), time: row.cycle })),
      ),
    },
    misfit: Math.ceil(model.fit.scale * 1000) / 1000,
    notes: notesOf(model, leaveOneOut),
    plot: [panelOf(fitted)],
  };
}

function fittedRows(model: SweepModel): readonly FittedRow[] {
  const { rows, fit } = model;
  return rows.rows.map((row, i) => {
    const { attention, ffn } = modelTimes(model, row);
    const fitted = Math.max(attention, ffn);
    const residual = relativeResidual(row.cycle, fitted);
    return {
      row,
      line: row.line,
      fitted,
      residual,
      weight: fit.weights[i]!,
      isAttention: fit.isAttention[i]!,
      group: rows.group[i]!,
    };
  });
}

function attentionOf(model: SweepModel): FittedAttention {
  const { rows, fit, attention, attentionSeen } = model;
  const indices = fit.isAttention.flatMap((is, row) => (is ? [row] : []));
  const errors =
    attentionSeen && fit.attention
      ? standardErrors(
          indices.map((row) => rows.attention[row]!),
          fit.attention,
          deviationOf(model),
        )
      : [];
  return { ...attentionCoefficients(rows.form, attention, errors), rows: indices.length };
}

function ffnOf(model: SweepModel, rows: readonly FittedRow[]): FittedStage {
  const { alpha, beta } = ffnErrors(model);
  return {
    alpha: { value: model.ffn.alpha, standardError: alpha },
    beta: { value: model.ffn.beta, standardError: beta },
    rows: rows.length,
  };
}

/** With the larger of both errors. */
function withErrorByRows(alpha: FittedCoefficient, error: number | undefined): FittedCoefficient {
  const { value, standardError } = alpha;
  if (standardError === undefined || error === undefined) return alpha;
  return { value, standardError: Math.max(standardError, error * value) };
}

function fixedCoefficients({ rows, attention, attentionSeen }: SweepModel): readonly FixedCoefficient[] {
  const { freePerRequest, freeBeta, tokensPerRequest } = rows.form;
  const rate = `${formatCount(tokensPerRequest)} tokens' worth of alpha`;
  const isUsual = tokensPerRequest === usualTokensPerRequest;
  const fixed: FixedCoefficient[] = [];
  if (!attentionSeen) {
    fixed.push({
      coefficient: 'attention.alpha',
      fixedAt: attention.alpha,
      why: 'no row is attention-bound, so the rows only bound it from above; fixed at the most they allow',
      measureNext: 'smaller ratios, until the step time stops falling',
    });
  }
  if (!freePerRequest) {
    fixed.push({
      coefficient: 'attention.perRequest',
      fixedAt: attention.perRequest,
      why: `${attentionSeen ? 'attention-bound rows do not tell tokens and requests apart' : 'no row is attention-bound'}; fixed at ${rate}, ${isUsual ? 'the usual value' : `as near to the usual ${formatCount(usualTokensPerRequest)} as the rows allow`}`,
      measureNext: 'attention-bound rows at two contexts with the same KV tokens per worker, or with the half of them',
    });
  }
  if (!freeBeta) {
    fixed.push({
      coefficient: 'attention.beta',
      fixedAt: 0,
      why: `${attentionSeen ? 'KV tokens per attention worker vary too little where attention binds' : 'no row is attention-bound'}; fixed at 0, its time is in alpha`,
      measureNext: 'attention-bound rows with half the requests at the same context',
    });
  }
  const why = 'a whole step does not show communication apart; what of it is not hidden is in the stage that binds';
  const measureNext = 'communication by itself, both ways together, if it may bind';
  return [
    ...fixed,
    { coefficient: 'communication.alpha', fixedAt: 0, why, measureNext },
    { coefficient: 'communication.beta', fixedAt: 0, why, measureNext },
  ];
}

/**
 * Twice the scatter, or what a context costs that was left out; for attention also the share of its time that was
 * shared out between tokens and requests without being measured.
 */
function errorsOf(
  { rows, fit, attention, attentionSeen }: SweepModel,
  leaveOneOut: readonly LeftOut[],
  slight: number,
) {
  const common = Math.max(2 * fit.scale, slight, ...leaveOneOut.map((left) => left.meanAbsolute));
  const shares = rows.rows.map((row) => {
    const requests = attention.perRequest * row.batchSize;
    const share = requests / (attention.alpha * tokenLoadOf(row) + requests);
    return Math.min(share, 1 - share);
  });
  const unmeasured = !attentionSeen ? hiddenAttentionError : rows.form.freePerRequest ? 0 : Math.max(...shares);
  return {
    attention: statedError(common, unmeasured),
    ffn: statedError(
      common,
      levelSpread(
        fit.ffn.levels,
        rows.rows.map(({ cycle }) => cycle),
      ),
    ),
    communication: statedError(common),
  };
}

/** Half the distance between the highest and the lowest level, as a share of the mean cycle. */
function levelSpread(levels: readonly number[], cycles: readonly number[]): number {
  const { low, high } = loadRange(levels);
  return (high - low) / 2 / (cycles.reduce((sum, cycle) => sum + cycle, 0) / cycles.length);
}

function notesOf({ rows, fit }: SweepModel, leaveOneOut: readonly LeftOut[]): readonly string[] {
  const notes: string[] = [];
  const { low, high } = loadRange(fit.ffn.levels);
  if (high > low) {
    const mean = fit.ffn.beta;
    notes.push(
      `The FFN level differs by context, from ${formatNumber(low)} to ${formatNumber(high)} ms (${formatShare((high - low) / mean)} of it); beta is the mean, alpha the slope within contexts.`,
    );
  }
  const pools = new Set(rows.rows.map((row) => row.pools.ffn));
  if (pools.size > 1) {
    notes.push(
      `The rows have ${pools.size} sizes of the FFN pool; one line serves all, though each worker holds other experts.`,
    );
  }
  const contexts = rows.contexts.length;
  if (contexts === 1) notes.push('Nothing could be left out to test the fit: measure a second context.');
  else if (leaveOneOut.length < contexts) {
    notes.push(
      `${formatCount(contexts - leaveOneOut.length)} of ${formatCount(contexts)} contexts were not left out: they are too many, have too few rows, or the others do not show both stages.`,
    );
  }
  return notes;
}

function panelOf(rows: readonly FittedRow[]): PlotPanel {
  const contexts = contextsOf(rows.map(({ row }) => row));
  return {
    title: 'Cycle of one microbatch',
    xLabel: 'requests per FFN worker and microbatch, rB',
    series: contexts.map((context) => ({
      name: `context ${formatCount(context)}`,
      points: rows
        .filter(({ row }) => row.context === context)
        .map((each) => ({
          x: ffnRowsOf(each.row),
          measured: each.row.cycle,
          fitted: each.fitted,
          isSetAside: isOutlier(each),
        })),
    })),
  };
}
