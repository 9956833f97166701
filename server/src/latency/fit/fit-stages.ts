import { studentT95 } from '../../provisioning/mathematics/student-t';
import { formatCount, formatCounted, formatShare } from '../../text/format';
import {
  type AttentionForm,
  attentionCoefficients,
  attentionLine,
  attentionRegressors,
  separableForm,
  usualTokensPerRequest,
} from './attention-form';
import { fallsWithLoad } from './falls-with-load';
import {
  type FittedAttention,
  type FittedProfile,
  type FittedStage,
  type FixedCoefficient,
  fixedAt,
  loadRange,
  meanAbsolute,
  type PlotPanel,
  regimeResiduals,
  slopeErrorOf,
  statedError,
  tokenLoadRange,
} from './fitted-profile';
import { type LeftOutLoads, leaveLoadsOut } from './leave-loads-out';
import {
  MeasurementError,
  type MeasurementProblem,
  type Stage,
  type StageMeasurements,
  type StageTiming,
} from './measurements';
import { robustDeviation } from './robust';
import { isOutlier, setAside, slightOutlier } from './set-aside';
import { fitStageLine, type StageLineFit, type StageRows, standardErrors, timeOf } from './stage-line';

/** A line, and a row to check it by. */
const leastStageRows = 3;

/** Loads of a stage that differ by less than this factor make no line. */
const leastLoadSpread = 1.2;

/** A stage with its fit. */
interface FittedRows {
  readonly stage: Stage;
  readonly timings: readonly StageTiming[];
  readonly design: StageRows;
  readonly fit: StageLineFit;
  readonly errors: readonly (number | undefined)[];
  readonly leftOut: LeftOutLoads | undefined;
}

/** Fits a profile to timings of single stages. Throws MeasurementError. docs/fitting.md, "Stage timings". */
export function fitStages({ rows }: StageMeasurements): FittedProfile {
  const of = (stage: Stage): readonly StageTiming[] => rows.filter((row) => row.stage === stage);
  checkLoads(of);
  const attentionTimings = of('attention');
  const form = attentionForm(attentionTimings);
  const attention = fitted('attention', attentionTimings, (row) =>
    attentionRegressors(form, { tokens: row.tokens!, requests: row.requests }),
  );
  const line = (stage: 'ffn' | 'communication'): FittedRows => fitted(stage, of(stage), (row) => [row.requests!, 1]);
  const ffn = line('ffn');
  checkSlopes(attention, ffn);
  const communication = of('communication').length === 0 ? undefined : line('communication');
  const stages = [attention, ffn, ...(communication ? [communication] : [])];
  const regimes = stages.map(residualsOf).filter((each) => each !== undefined);
  const requests = attentionTimings.map((row) => row.requests).filter((value) => value !== undefined);
  return {
    kind: 'stages',
    rows: rows.length,
    attention: attentionOf(attention, form),
    ffn: lineOf(ffn),
    communication: communication ? lineOf(communication) : { alpha: fixedAt(0), beta: fixedAt(0), rows: 0 },
    regimes,
    meanAbsolute: meanAbsolute(stages.flatMap(countedResiduals)),
    setAside: stages.flatMap((stage) => setAside(judged(stage))).sort((a, b) => a.line - b.line),
    leaveOneOut: stages.flatMap(({ stage, leftOut }) =>
      leftOut ? [{ context: undefined, stage, choice: undefined, ...leftOut }] : [],
    ),
    fixed: fixedCoefficients(attention, form, communication === undefined),
    ranges: {
      ratio: undefined,
      batchSize: form.freePerRequest ? loadRange(requests) : undefined,
      tokenLoad: tokenLoadRange(attentionTimings.map(({ tokens }) => tokens!)),
    },
    relativeError: {
      attention: Math.max(errorOf(attention), statedError(unmeasuredShare(attentionTimings, form))),
      ffn: errorOf(ffn),
      communication: communication ? errorOf(communication) : statedError(),
    },
    slopeErrors: {
      attention: form.freeBeta && !form.freePerRequest ? slopeOf(attention) : undefined,
      ffn: slopeOf(ffn),
    },
    misfit: undefined,
    notes: notesOf(stages),
    plot: stages.map((stage) => panelOf(stage, form)),
  };
}

function fitted(
  stage: Stage,
  timings: readonly StageTiming[],
  regressorsOf: (row: StageTiming) => readonly number[],
): FittedRows {
  const design = { regressors: timings.map(regressorsOf), times: timings.map(({ milliseconds }) => milliseconds) };
  const fit = fitStageLine(design);
  const deviation = robustDeviation(fit.residuals, fit.scale, fit.coefficients.length);
  const errors = standardErrors(design.regressors, fit.coefficients, deviation);
  const kept = timings.flatMap((_, i) => (isOutlier({ weight: fit.weights[i]! }) ? [] : [i]));
  const leftOut = leaveLoadsOut({
    regressors: kept.map((i) => design.regressors[i]!),
    times: kept.map((i) => design.times[i]!),
  });
  return { stage, timings, design, fit, errors, leftOut };
}

/** With the coefficients that these rows tell apart, outliers not counted. */
function attentionForm(timings: readonly StageTiming[]): AttentionForm {
  const loads = timings.map(({ tokens, requests, milliseconds }) => ({
    tokens: tokens!,
    requests,
    time: milliseconds,
  }));
  const hasRequests = loads.every(({ requests }) => requests !== undefined);
  const most: AttentionForm = { freePerRequest: hasRequests, freeBeta: true, tokensPerRequest: 0 };
  const regressors = loads.map((load) => attentionRegressors(most, load));
  const { weights, scale } = fitStageLine({ regressors, times: loads.map(({ time }) => time) });
  const counted = loads.filter((_, i) => !isOutlier({ weight: weights[i]! }));
  return separableForm(counted, scale, usualTokensPerRequest);
}

function checkLoads(of: (stage: Stage) => readonly StageTiming[]): void {
  const problems: MeasurementProblem[] = [];
  for (const stage of ['attention', 'ffn', 'communication'] as const) {
    const rows = of(stage);
    if (rows.length === 0 && stage === 'communication') continue;
    const load = stage === 'attention' ? 'tokens' : 'requests';
    const { low, high } = loadRange(rows.map((row) => (stage === 'attention' ? row.tokens : row.requests)!));
    const say = (message: string): number => problems.push({ message, line: undefined });
    if (rows.length < leastStageRows) {
      say(`Stage ${stage} has ${rows.length} rows; measure at least ${leastStageRows}, of different ${load}.`);
    } else if (high === low) {
      say(`All rows of stage ${stage} have ${formatCount(low)} ${load}; measure half as many and twice as many too.`);
    } else if (high < leastLoadSpread * low) {
      say(
        `The ${load} of stage ${stage} are all between ${formatCount(low)} and ${formatCount(high)}, too near each other for a slope; measure half as many and twice as many too.`,
      );
    }
  }
  if (problems.length > 0) throw new MeasurementError(problems);
}

/** Times that fall with the load are of something else. */
function checkSlopes(...stages: readonly FittedRows[]): void {
  const problems = stages.flatMap(({ stage, fit, timings }) => {
    const slopes = stage === 'attention' ? fit.coefficients.slice(0, 2) : fit.coefficients.slice(0, 1);
    // Coefficients are not negative, so a line through falling times may have a slope all the same.
    if (slopes.some((slope) => slope > 0) && !fallsWithLoad(timings)) return [];
    const load = stage === 'attention' ? 'tokens' : 'requests';
    const message = `The times of stage ${stage} do not grow with its ${load}; check what the columns hold.`;
    return [{ message, line: undefined }];
  });
  if (problems.length > 0) throw new MeasurementError(problems);
}

function judged({ timings, fit }: FittedRows) {
  return timings.map(({ line }, i) => ({ line, residual: fit.residuals[i]!, weight: fit.weights[i]! }));
}

function residualsOf(stage: FittedRows) {
  return regimeResiduals(
    stage.stage,
    judged(stage).filter((row) => !isOutlier(row)),
  );
}

function countedResiduals(stage: FittedRows): readonly number[] {
  return judged(stage).flatMap((row) => (isOutlier(row) ? [] : [row.residual]));
}

/** What is stated of times that the rows leave nothing over to judge by: anything from half to half as much again. */
const unknownError = 0.5;

function errorOf(stage: FittedRows): number {
  const { fit, leftOut } = stage;
  const left = freedomOf(stage);
  if (left <= 0) return unknownError;
  // Two standard deviations of many rows; of few, what 95 % of such samples stay within.
  const reach = Math.max(2, studentT95(left + 1));
  return statedError(reach * fit.scale, leftOut?.meanAbsolute ?? 0, slightOutlier(judged(stage)));
}

/** Rows that count, beyond those that the coefficients take. */
function freedomOf(stage: FittedRows): number {
  return countedResiduals(stage).length - stage.fit.coefficients.length;
}

/** Of a line of two coefficients, the load the first of its regressors. */
function slopeOf({ fit, errors, design }: FittedRows): ReturnType<typeof slopeErrorOf> {
  const rows = design.times.map((time, i) => ({ load: design.regressors[i]![0]!, time }));
  return slopeErrorOf({ value: fit.coefficients[0] ?? 0, standardError: errors[0] }, rows);
}

function notesOf(stages: readonly FittedRows[]): readonly string[] {
  return stages
    .filter((stage) => freedomOf(stage) <= 0)
    .map(
      ({ stage, timings, fit }) =>
        `Stage ${stage} has ${formatCounted(timings.length, 'row')} for ${formatCounted(fit.coefficients.length, 'coefficient')}: nothing is left to tell its error, so ${formatShare(unknownError)} is stated; measure more loads.`,
    );
}

/** The share of attention's time that was shared out between tokens and requests without being measured. */
function unmeasuredShare(timings: readonly StageTiming[], { freePerRequest, tokensPerRequest }: AttentionForm): number {
  if (freePerRequest) return 0;
  const shares = timings.map(({ tokens, requests = 0 }) => {
    const share = (tokensPerRequest * requests) / (tokens! + tokensPerRequest * requests);
    return Math.min(share, 1 - share);
  });
  return Math.max(...shares);
}

function attentionOf({ fit, errors, timings }: FittedRows, form: AttentionForm): FittedAttention {
  const line = attentionLine(form, fit.coefficients);
  return { ...attentionCoefficients(form, line, errors), rows: timings.length };
}

function lineOf({ fit, errors, timings }: FittedRows): FittedStage {
  const [alpha = 0, beta = 0] = fit.coefficients;
  return {
    alpha: { value: alpha, standardError: errors[0] },
    beta: { value: beta, standardError: errors[1] },
    rows: timings.length,
  };
}

function fixedCoefficients(
  { timings, fit }: FittedRows,
  form: AttentionForm,
  isWithoutCommunication: boolean,
): readonly FixedCoefficient[] {
  const { freePerRequest, freeBeta, tokensPerRequest } = form;
  const hasRequests = timings.every(({ requests }) => requests !== undefined);
  const { perRequest } = attentionLine(form, fit.coefficients);
  const fixed: FixedCoefficient[] = [];
  if (!freePerRequest) {
    fixed.push({
      coefficient: 'attention.perRequest',
      fixedAt: perRequest,
      why: hasRequests
        ? `tokens and requests of the attention rows vary together; fixed at ${formatCount(tokensPerRequest)} tokens' worth of alpha, the usual value`
        : 'not every attention row says its requests; fixed at 0, its time is in alpha and beta',
      measureNext: 'attention at the same tokens with half and twice the requests',
    });
  }
  if (!freeBeta) {
    fixed.push({
      coefficient: 'attention.beta',
      fixedAt: 0,
      why: 'the attention rows do not tell it from what grows with tokens and requests; fixed at 0',
      measureNext: 'attention at far fewer tokens and requests',
    });
  }
  if (!isWithoutCommunication) return fixed;
  const why = 'there are no rows of stage communication; fixed at 0';
  const measureNext = 'communication, both ways together, at several numbers of requests';
  return [
    ...fixed,
    { coefficient: 'communication.alpha', fixedAt: 0, why, measureNext },
    { coefficient: 'communication.beta', fixedAt: 0, why, measureNext },
  ];
}

function panelOf({ stage, timings, design, fit }: FittedRows, form: AttentionForm): PlotPanel {
  const { alpha, perRequest } = attentionLine(form, fit.coefficients);
  const rate = stage === 'attention' && alpha > 0 ? perRequest / alpha : 0;
  const labels: Readonly<Record<Stage, string>> = {
    attention: rate > 0 ? `KV tokens, and ${formatCount(rate)} for each request` : 'KV tokens',
    ffn: 'requests per FFN worker and microbatch, rB',
    communication: 'requests per FFN worker and microbatch, rB',
  };
  const xOf = (row: StageTiming): number =>
    stage === 'attention' ? row.tokens! + rate * (row.requests ?? 0) : row.requests!;
  const points = timings.map((row, i) => ({
    x: xOf(row),
    measured: row.milliseconds,
    fitted: timeOf(fit.coefficients, design.regressors[i]!),
    isSetAside: isOutlier({ weight: fit.weights[i]! }),
  }));
  const name = stage === 'ffn' ? 'FFN' : stage;
  return { title: `Stage ${name}`, xLabel: labels[stage], series: [{ name, points }] };
}
