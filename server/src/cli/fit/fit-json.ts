import type { FittedAttention, FittedStage, LeftOut, RegimeResiduals } from '../../latency/fit/fitted-profile';
import type { NumberRange } from '../../latency/latency-profile';
import { schemaVersion } from '../../report/explanation-json';
import type { FitReport } from './fit-report';

/** The machine-readable fit; docs/fitting.md lists its keys. Times are in milliseconds; what is unknown is null. */
export function fitJson({ file, fitted, ignoredColumns }: FitReport) {
  const { kind, rows, setAside, ranges } = fitted;
  return {
    schemaVersion,
    file,
    kind,
    rows,
    rowsSetAside: setAside,
    ignoredColumns,
    timeUnit: 'ms',
    coefficients: {
      attention: attentionJson(fitted.attention),
      ffn: stageJson(fitted.ffn),
      communication: stageJson(fitted.communication),
    },
    mapePercent: 100 * fitted.meanAbsolute,
    residuals: fitted.regimes.map(residualsJson),
    leaveOneOut: fitted.leaveOneOut.map(leftOutJson),
    notIdentifiable: fitted.fixed,
    ranges: {
      ratio: rangeJson(ranges.ratio),
      batchSize: rangeJson(ranges.batchSize),
      tokenLoad: rangeJson(ranges.tokenLoad),
    },
    relativeError: fitted.relativeError,
    slopeErrors: { attention: fitted.slopeErrors.attention ?? null, ffn: fitted.slopeErrors.ffn ?? null },
    misfit: fitted.misfit ?? null,
    notes: fitted.notes,
  };
}

function stageJson({ alpha, beta, rows }: FittedStage) {
  return {
    alpha: alpha.value,
    beta: beta.value,
    standardErrors: { alpha: alpha.standardError ?? null, beta: beta.standardError ?? null },
    rows,
  };
}

function attentionJson(attention: FittedAttention) {
  const { alpha, beta, standardErrors, rows } = stageJson(attention);
  const { value, standardError } = attention.perRequest;
  return {
    alpha,
    perRequest: value,
    beta,
    standardErrors: { alpha: standardErrors.alpha, perRequest: standardError ?? null, beta: standardErrors.beta },
    rows,
  };
}

function residualsJson({ regime, rows, meanAbsolute, mean, worst }: RegimeResiduals) {
  return {
    regime,
    rows,
    mapePercent: 100 * meanAbsolute,
    meanPercent: 100 * mean,
    worst: { line: worst.line, percent: 100 * worst.residual },
  };
}

function leftOutJson({ context, stage, rows, meanAbsolute, choice }: LeftOut) {
  return {
    context: context ?? null,
    stage: stage ?? null,
    rows,
    mapePercent: 100 * meanAbsolute,
    recommended: choice?.recommended ?? null,
    bestMeasured: choice?.bestMeasured ?? null,
    regretPercent: choice ? 100 * choice.regret : null,
    continuousRatio: choice?.ratio ?? null,
    continuousRegretPercent: choice ? 100 * choice.ratioRegret : null,
  };
}

function rangeJson(range: NumberRange | undefined) {
  return range ? [range.low, range.high] : null;
}
