import type {
  FittedAttention,
  FittedCoefficient,
  FittedProfile,
  FittedStage,
  FixedCoefficient,
  LeftOut,
  RegimeResiduals,
} from '../../latency/fit/fitted-profile';
import type { Stage } from '../../latency/fit/measurements';
import type { NumberRange } from '../../latency/latency-profile';
import { columns } from '../../text/columns';
import {
  formatCount,
  formatCounted,
  formatGain,
  formatNumber,
  formatPools,
  formatRatioValue,
  formatShare,
  plainLine,
  plainWord,
} from '../../text/format';
import type { FitReport } from './fit-report';

/** Rows set aside that are listed; more are counted. */
const mostListed = 10;

const boundBy: Readonly<Record<Stage, string>> = {
  attention: 'attention-bound',
  ffn: 'FFN-bound',
  communication: 'communication',
};

/** A fit for a terminal: coefficients, how well they fit, what they do not rest on, and where they hold. */
export function fitText({ file, fitted, ignoredColumns }: FitReport): string {
  const { kind, rows, notes, fixed } = fitted;
  const what = kind === 'sweep' ? 'a sweep of whole steps' : 'timings of stages';
  const ignored = ignoredColumns.length > 0 ? [`columns not used: ${ignoredColumns.map(plainWord).join(', ')}`] : [];
  return [
    `${plainLine(file)}: ${formatCounted(rows, 'row')}, ${what}`,
    '',
    ...indented(coefficients(fitted)),
    '',
    ...residuals(fitted),
    ...section('left out, and predicted from the rest', fitted.leaveOneOut.map(leftOut)),
    ...section('rows set aside', setAside(fitted)),
    ...section('not determined by these rows', fixedLines(fixed)),
    ...section('written to the profile', [ranges(fitted), errors(fitted)]),
    ...section('notes', [...notes, ...ignored]),
    '',
  ].join('\n');
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...indented(lines)];
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}

function coefficients({ attention, ffn, communication, fixed }: FittedProfile): readonly string[] {
  const row = (stage: Stage, key: string, { value, standardError }: FittedCoefficient, unit: string) => {
    const isFixed = fixed.some(({ coefficient }) => coefficient === `${stage}.${key}`);
    const error = standardError === undefined ? '' : `± ${formatNumber(standardError)}`;
    return [`${stage} ${key}`, formatNumber(value), isFixed ? 'fixed' : error, unit];
  };
  const line = (stage: Stage, of: FittedStage, per: string) => [
    row(stage, 'alpha', of.alpha, `ms per ${per}`),
    ...(stage === 'attention'
      ? [row(stage, 'perRequest', (of as FittedAttention).perRequest, 'ms per request of B')]
      : []),
    row(stage, 'beta', of.beta, 'ms'),
  ];
  return columns([
    ...line('attention', attention, 'KV token'),
    ...line('ffn', ffn, 'request of rB'),
    ...line('communication', communication, 'request of rB'),
  ]);
}

function residuals({ meanAbsolute, regimes, kind }: FittedProfile): readonly string[] {
  const row = ({ regime, rows, meanAbsolute: size, mean, worst }: RegimeResiduals) => [
    kind === 'sweep' ? boundBy[regime] : regime,
    formatCounted(rows, 'row'),
    formatShare(size),
    `mean ${formatGain(mean)}`,
    `worst ${formatGain(worst.residual)} in line ${worst.line}`,
  ];
  return [
    `mean absolute error ${formatShare(meanAbsolute)} (± are standard errors)`,
    ...indented(columns(regimes.map(row))),
  ];
}

function leftOut({ context, stage, meanAbsolute, choice }: LeftOut): string {
  const what = context === undefined ? `loads of stage ${stage}` : `context ${formatCount(context)}`;
  const error = `${what}: mean absolute error ${formatShare(meanAbsolute)}`;
  if (choice === undefined) return error;
  const { recommended, bestMeasured, regret, ratio, ratioRegret } = choice;
  return `${error}; recommends ${formatPools(recommended)}, best measured ${formatPools(bestMeasured)}, regret ${formatShare(regret)}; any ratio: ${formatRatioValue(ratio)}, regret ${formatShare(ratioRegret)}`;
}

function setAside({ setAside: rows }: FittedProfile): readonly string[] {
  const more = rows.length - mostListed;
  return [
    ...rows.slice(0, mostListed).map(({ line, message }) => `line ${line}, ${message}`),
    ...(more > 0 ? [`and ${formatCounted(more, 'more row', 'more rows')}`] : []),
  ];
}

/** Coefficients that are fixed for the same reason stand together. */
function fixedLines(fixed: readonly FixedCoefficient[]): readonly string[] {
  return [...new Set(fixed.map(({ why }) => why))].flatMap((why) => {
    const alike = fixed.filter((each) => each.why === why);
    const values = alike.map(({ coefficient, fixedAt }) => `${coefficient} = ${formatNumber(fixedAt)}`);
    return [`${values.join(', ')}: ${why}`, `  measure next: ${alike[0]!.measureNext}`];
  });
}

function ranges({ ranges: { ratio, batchSize, tokenLoad } }: FittedProfile): string {
  const range = (name: string, of: NumberRange | undefined, format: (value: number) => string): readonly string[] =>
    of ? [`${name} ${format(of.low)} to ${format(of.high)}`] : [];
  const stated = [
    ...range('ratio', ratio, formatRatioValue),
    ...range('batch size', batchSize, formatNumber),
    ...range('KV tokens per attention worker', tokenLoad, formatCount),
  ];
  return `calibrated ranges: ${stated.join(', ')}`;
}

function errors({ relativeError: { attention, ffn, communication }, misfit, slopeErrors }: FittedProfile): string {
  const slopes = (['attention', 'ffn'] as const).flatMap((stage) => {
    const slope = slopeErrors[stage];
    const name = stage === 'ffn' ? 'FFN' : stage;
    return slope ? [`; ${name} slope ${formatShare(slope.error)} about ${formatCount(Math.round(slope.at))}`] : [];
  });
  const along = misfit === undefined ? '' : `; along the ratio ${formatShare(misfit)}`;
  return `relative errors: attention ${formatShare(attention)}, FFN ${formatShare(ffn)}, communication ${formatShare(communication)}${along}${slopes.join('')}`;
}
