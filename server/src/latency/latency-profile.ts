import type { LatencyProfileDocument } from '../generated/latency-profile';
import type { LatencyModel, SlopeError } from '../provisioning/cycle/operating-point';
import type { MemoryModel } from '../provisioning/memory/memory';
import type { TimeUnit } from '../text/format';
import type { RooflineBreakdown } from './roofline/breakdown';

/** How a profile's numbers were obtained. */
export type Calibration = 'measured' | 'published' | 'roofline';

/** Inclusive bounds. */
export interface NumberRange {
  readonly low: number;
  readonly high: number;
}

/** Stage times of one model on one kind of hardware, ready for arithmetic, with what is known about their quality. */
export interface LatencyProfile {
  readonly id: string;
  readonly model: string | undefined;
  readonly device: string | undefined;
  readonly source: string | undefined;
  readonly calibration: Calibration;
  readonly timeUnit: TimeUnit;
  readonly latency: LatencyModel;
  readonly relativeError: { readonly attention: number; readonly communication: number; readonly ffn: number };
  /** Standard deviations of slopes as shares, about a load at which the time is known best. */
  readonly slopeErrors?:
    | { readonly attention?: SlopeError | undefined; readonly ffn?: SlopeError | undefined }
    | undefined;
  /** What a cycle is off by along the ratio, a standard deviation as a share; absent where the profile does not say. */
  readonly misfit?: number | undefined;
  /** False when the profile states no error and the default stands in. */
  readonly errorStated: boolean;
  readonly ranges: {
    readonly ratio: NumberRange | undefined;
    readonly batchSize: NumberRange | undefined;
    readonly tokenLoad: NumberRange | undefined;
  };
  readonly weighted: boolean;
  /** What the stage times follow from, where model and devices are known and nothing was measured. */
  readonly roofline?: RooflineBreakdown | undefined;
  /** What the workers' memories have to hold; absent where the model is not known. */
  readonly memory?: MemoryModel | undefined;
}

/** Relative error of a stage time where the profile states none. */
const defaultRelativeError = 0.05;

/** The profile a valid document states. `fallbackId` names it when it has no `metadata.name`. */
export function toLatencyProfile(document: LatencyProfileDocument, fallbackId: string): LatencyProfile {
  const { attention, ffn, communication, relativeError, calibratedRanges, instanceCosts } = document;
  const error = (stage: 'attention' | 'communication' | 'ffn') =>
    (typeof relativeError === 'number' ? relativeError : relativeError?.[stage]) ?? defaultRelativeError;
  return {
    id: document.metadata?.name ?? fallbackId,
    model: document.model,
    device: document.device,
    source: document.source,
    calibration: document.calibration,
    timeUnit: document.timeUnit,
    latency: {
      attention: { alpha: attention.alpha, perRequest: attention.perRequest, beta: attention.beta },
      communication: { alpha: communication.alpha, beta: communication.beta },
      ffn: { alpha: ffn.alpha, beta: ffn.beta },
      communicationScalesWith: communication.scalesWith ?? 'bundle',
      attentionCost: instanceCosts?.attention ?? 1,
      ffnCost: instanceCosts?.ffn ?? 1,
    },
    relativeError: { attention: error('attention'), communication: error('communication'), ffn: error('ffn') },
    slopeErrors: document.slopeErrors,
    misfit: document.misfit,
    errorStated: relativeError !== undefined,
    ranges: {
      ratio: toRange(calibratedRanges?.ratio),
      batchSize: toRange(calibratedRanges?.batchSize),
      tokenLoad: toRange(calibratedRanges?.tokenLoad),
    },
    weighted: instanceCosts !== undefined && instanceCosts.attention !== instanceCosts.ffn,
  };
}

function toRange(pair: readonly [number, number] | undefined): NumberRange | undefined {
  return pair && { low: Math.min(...pair), high: Math.max(...pair) };
}

/** Whether the profile is calibrated for a batch size and the token load that it makes, as far as it says. */
export function isCalibratedFor({ ranges }: Pick<LatencyProfile, 'ranges'>, batchSize: number, theta: number): boolean {
  return isWithin(batchSize, ranges.batchSize) && isWithin(batchSize * theta, ranges.tokenLoad);
}

function isWithin(value: number, range: NumberRange | undefined): boolean {
  return range === undefined || (value >= range.low && value <= range.high);
}
