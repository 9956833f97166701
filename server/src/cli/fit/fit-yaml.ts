import type { FittedCoefficient, FittedStage, FixedCoefficient } from '../../latency/fit/fitted-profile';
import type { Stage } from '../../latency/fit/measurements';
import type { NumberRange } from '../../latency/latency-profile';
import type { SlopeError } from '../../provisioning/cycle/operating-point';
import { formatCounted, plainLine } from '../../text/format';
import { yamlScalar } from '../../text/yaml-scalar';
import type { FitReport } from './fit-report';

/** The latency profile as a file, each coefficient below its standard error or what it was fixed by. */
export function fitYaml({ file, name, model, device, fitted }: FitReport): string {
  const { attention, ffn, communication, fixed, rows, relativeError } = fitted;
  const source = `afd-lens fit, ${formatCounted(rows, 'row')} of ${plainLine(file.split(/[\\/]/).at(-1)!)}`;
  const stage = (of: Stage, { alpha, beta }: FittedStage, perRequest?: FittedCoefficient): readonly string[] => [
    `${of}:`,
    ...coefficient(of, 'alpha', alpha, fixed),
    ...(perRequest ? coefficient(of, 'perRequest', perRequest, fixed) : []),
    ...coefficient(of, 'beta', beta, fixed),
  ];
  return `${[
    'apiVersion: afd-lens/v1',
    'kind: LatencyProfile',
    `metadata: { name: ${yamlScalar(name)} }`,
    ...(model === undefined ? [] : [`model: ${yamlScalar(model)}`]),
    ...(device === undefined ? [] : [`device: ${yamlScalar(device)}`]),
    `source: ${yamlScalar(source)}`,
    'timeUnit: ms',
    'calibration: measured',
    ...stage('attention', attention, attention.perRequest),
    ...stage('ffn', ffn),
    ...stage('communication', communication),
    'relativeError:',
    ...Object.entries(relativeError).map(([of, error]) => `  ${of}: ${error}`),
    ...slopes(fitted.slopeErrors),
    ...(fitted.misfit === undefined ? [] : [`misfit: ${fitted.misfit}`]),
    'calibratedRanges:',
    ...Object.entries(fitted.ranges).flatMap(([of, range]) => (range ? [`  ${of}: ${rangeYaml(range)}`] : [])),
  ].join('\n')}\n`;
}

function slopes({ attention, ffn }: FitReport['fitted']['slopeErrors']): readonly string[] {
  const line = (of: Stage, slope: SlopeError | undefined): readonly string[] =>
    slope ? [`  ${of}: { error: ${slope.error}, at: ${slope.at} }`] : [];
  const lines = [...line('attention', attention), ...line('ffn', ffn)];
  return lines.length === 0 ? [] : ['slopeErrors:', ...lines];
}

function coefficient(
  stage: Stage,
  key: 'alpha' | 'perRequest' | 'beta',
  { value, standardError }: FittedCoefficient,
  fixed: readonly FixedCoefficient[],
): readonly string[] {
  const why = fixed.find((each) => each.coefficient === `${stage}.${key}`)?.why;
  const comment =
    why === undefined
      ? standardError === undefined
        ? []
        : [`  # standard error ${decimal(standardError, 2)}`]
      : [`  # fixed: ${plainLine(why)}`];
  return [...comment, `  ${key}: ${decimal(value, 6)}`];
}

/** Rounded outwards, so that what was measured stays inside. */
function rangeYaml({ low, high }: NumberRange): string {
  const digits = high >= 1000 ? 0 : 6;
  const step = 10 ** digits;
  return `[${Math.floor(low * step) / step}, ${Math.ceil(high * step) / step}]`;
}

/** A number with so many significant digits, without an exponent, which older readers of YAML take for text. */
function decimal(value: number, digits: number): string {
  if (value === 0) return '0';
  const places = Math.max(0, digits - 1 - Math.floor(Math.log10(value)));
  const text = Number(value.toPrecision(digits)).toFixed(Math.min(100, places));
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
