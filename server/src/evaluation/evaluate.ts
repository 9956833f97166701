import { builtInProfiles, isProfilePath } from '../latency/catalogue';
import type { LatencyProfile } from '../latency/latency-profile';
import { rooflineProfile } from '../latency/roofline/roofline-profile';
import type { Deployment } from '../manifest/deployment';
import { meanSlotLoadOverHorizon } from '../provisioning/cycle/finite-horizon';
import { mostSpecificForm, type OperatingPoint, type Pools } from '../provisioning/cycle/operating-point';
import { throughputPerInstance } from '../provisioning/cycle/throughput';
import type { MemoryModel } from '../provisioning/memory/memory';
import { bestAttentionCount } from '../provisioning/optimum/best-attention-count';
import type { TextRange } from '../text/text-range';
import { estimateFromStatistics } from '../workload/statistics-block';
import { StatisticsError } from '../workload/statistics-fields';
import { estimateFromTrace } from '../workload/trace-estimate';
import type { WorkloadEstimate } from '../workload/workload-estimate';
import type { Evaluation, OutOfRange, Sizing } from './evaluation';
import { type Hardware, hardwareOf, missingForRoofline } from './hardware';
import type { Inputs, ProfileState, Thresholds, TraceState, WorkloadOrigin } from './inputs';
import { withInstanceCosts } from './instance-costs';
import { KeptAnswers } from './kept-answers';
import { ffnHoldsPools, memoryModel, memoryUse } from './memory-use';
import type { MissingInput } from './missing-input';
import { outOfRange, sizePools } from './size-pools';
import { attentionLimitsOf, objectivesOf, poolLimits, type SizingLimits, sharingOf } from './sizing-limits';
import { strategyStanding } from './strategy-standing';
import { thetaUnknown } from './workload/theta-doubt';
import { worldsOf } from './worlds-of';

/** A keystroke seldom changes a fact, and then those of one deployment. */
const sizingByFacts = new KeptAnswers<Sizing>(256);

/** What is known about a deployment from its facts and the files it refers to. Unknown is an answer; nothing is guessed. */
export function evaluate(deployment: Deployment, inputs: Inputs, thresholds: Thresholds): Evaluation {
  const workload = readWorkload(deployment, inputs);
  const hardware = hardwareOf(deployment, inputs);
  const profile = readProfileOf(deployment, inputs, hardware);
  const states = [workload.state, profile.state, hardware?.model, hardware?.attentionDevice, hardware?.ffnDevice];
  const loading = states.some((state) => state?.kind === 'loading');
  const usable = profile.profile;
  const memory = memoryModel(deployment, hardware);
  const doubtful = thetaUnknown(deployment, workload.value);
  const sized = doubtful
    ? notSized(doubtful)
    : usable && workload.value
      ? size(deployment, workload.value.estimate, usable, memory, thresholds)
      : undefined;
  const missing = [...missingFacts(deployment), ...workload.missing, ...profile.missing, ...(sized?.missing ?? [])];
  const status = sized?.sizing ? 'evaluated' : workload.value || usable ? 'partial' : 'notEvaluated';
  const known = { workload: workload.value, profile: usable, hardware };
  return {
    ...known,
    status,
    loading,
    missing,
    traceState: workload.state,
    profileState: profile.state,
    statisticsError: workload.error,
    memory: memory && memoryOf(deployment, memory, workload.value),
    outOfRange: sized?.outOfRange ?? [],
    interval: sized?.interval,
    sizing: sized?.sizing,
    strategy: strategyStanding(deployment, known, inputs),
  };
}

function memoryOf(deployment: Deployment, memory: MemoryModel, workload: Evaluation['workload']): Evaluation['memory'] {
  if (workload?.estimate.kind !== 'point') return undefined;
  return memoryUse(deployment, memory, workload.estimate, workload.origin);
}

function missingFacts(deployment: Deployment): readonly MissingInput[] {
  const { attention, ffn, batchSize, missing, whenMissing, factsRange } = deployment;
  if (missing.length > 0) return missing;
  const absent: MissingInput[] = [];
  const note = (message: string, range: TextRange) => absent.push({ message, range, templated: false });
  if (attention && ffn && !batchSize) {
    note(whenMissing.batchSize, attention.size.file === undefined ? attention.size.keyRange : factsRange);
  }
  return absent;
}

interface WorkloadReading {
  readonly value: { readonly origin: WorkloadOrigin; readonly estimate: WorkloadEstimate } | undefined;
  readonly state: TraceState | undefined;
  readonly error: Evaluation['statisticsError'];
  readonly missing: readonly MissingInput[];
}

function readWorkload(
  { workload, factsRange, missing, batchSize, whenMissing }: Deployment,
  inputs: Inputs,
): WorkloadReading {
  const nothing = { value: undefined, state: undefined, error: undefined, missing: [] };
  if (!workload) {
    const absent = { message: whenMissing.workload, range: factsRange, templated: false };
    return missing.length > 0 ? nothing : { ...nothing, missing: [absent] };
  }
  // Which of the two counts is for the author to say; the schema's finding asks.
  if (workload.trace && workload.statistics) return nothing;
  if (workload.trace) {
    const { path, columns } = workload.trace;
    const state = inputs.trace(path.value, columns);
    const notes: MissingInput[] = workload.horizonRequests
      ? [
          {
            message:
              '`horizonRequests` needs `statistics` with `distribution: geometric`; with a trace the stationary load is used',
            range: workload.horizonRequests.site,
            templated: false,
          },
        ]
      : [];
    if (state.kind !== 'ready') return { ...nothing, state, missing: notes };
    const origin: WorkloadOrigin = { kind: 'trace', reference: path.value, trace: state };
    return {
      value: { origin, estimate: estimateFromTrace(state.summary) },
      state,
      error: undefined,
      missing: notes,
    };
  }
  if (!workload.statistics) return nothing;
  try {
    const estimate = estimateFromStatistics(workload.statistics.data);
    const horizon = workload.horizonRequests?.value;
    if (horizon === undefined) return { ...nothing, value: { origin: { kind: 'statistics' }, estimate } };
    if (workload.statistics.data.distribution !== 'geometric') {
      throw new StatisticsError(
        '`horizonRequests` needs `distribution: geometric`, the law its formula holds for.',
        'distribution',
      );
    }
    return {
      ...nothing,
      value: { origin: { kind: 'statistics' }, estimate: overHorizon(estimate, horizon, batchSize?.value) },
    };
  } catch (error) {
    if (!(error instanceof StatisticsError)) throw error;
    return { ...nothing, error: { message: error.message, key: error.key } };
  }
}

/** The cold-started average replaces theta; the spread over such a run is not part of that theory, so nu is unknown. */
function overHorizon(
  estimate: WorkloadEstimate,
  requestsPerWorker: number,
  batchSize: number | undefined,
): WorkloadEstimate {
  if (estimate.kind !== 'point' || batchSize === undefined) return estimate;
  const { meanPrefill, meanDecode } = estimate;
  const theta = meanSlotLoadOverHorizon({ meanPrefill, meanDecode, batchSize, requestsPerWorker });
  return { ...estimate, theta, nu: undefined };
}

interface ProfileReading {
  readonly profile: LatencyProfile | undefined;
  /** What is known of the profile that is named; undefined where none is. */
  readonly state: ProfileState | undefined;
  readonly missing: readonly MissingInput[];
}

function readProfileOf(deployment: Deployment, inputs: Inputs, hardware: Hardware | undefined): ProfileReading {
  const { latencyProfile, factsRange, missing, whenMissing } = deployment;
  if (latencyProfile) {
    const state = profileStateOf(latencyProfile.value, inputs);
    const profile = state?.kind === 'ready' ? withInstanceCosts(state.profile, deployment.hardware) : undefined;
    return { profile, state, missing: [] };
  }
  if (hardware?.roofline?.kind === 'ready') {
    const profile = withInstanceCosts(rooflineProfile(hardware.roofline.roofline), deployment.hardware);
    return { profile, state: undefined, missing: [] };
  }
  const absent = hardware
    ? missingForRoofline(deployment, hardware)
    : { message: whenMissing.latencyProfile, range: factsRange, templated: false };
  return { profile: undefined, state: undefined, missing: missing.length > 0 || !absent ? [] : [absent] };
}

/** What a reference to a profile leads to; undefined for an id that no built-in profile has. */
export function profileStateOf(reference: string, inputs: Inputs): ProfileState | undefined {
  const builtIn = builtInProfiles.get(reference);
  if (builtIn) return { kind: 'ready', path: undefined, profile: builtIn };
  return isProfilePath(reference) ? inputs.profile(reference) : undefined;
}

interface Sized extends Pick<Evaluation, 'outOfRange' | 'interval' | 'sizing'> {
  readonly missing?: readonly MissingInput[];
}

function size(
  deployment: Deployment,
  estimate: WorkloadEstimate,
  profile: LatencyProfile,
  memory: MemoryModel | undefined,
  thresholds: Thresholds,
): Sized | undefined {
  const { attention, ffn, batchSize, microbatches, topology } = deployment;
  if (!attention || !ffn || !batchSize || deployment.missing.length > 0) return undefined;
  const pools: Pools = { attention: attention.workers, ffn: ffn.workers };
  const pointAt = (theta: number, nu: number | undefined): OperatingPoint => ({
    load: { theta, nu, meanDecode: estimate.meanDecode },
    batchSize: batchSize.value,
    latency: profile.latency,
    microbatches: microbatches?.value,
    sharing: sharingOf(topology),
  });
  const limits: SizingLimits = {
    ...poolLimits({ attention, ffn, topology }, profile, microbatches?.value, objectivesOf(deployment)),
    ffnHolds: ffnHoldsPools(deployment, memory),
  };
  if (estimate.kind === 'interval') {
    const ends = [pointAt(estimate.thetaLow, undefined), pointAt(estimate.thetaHigh, undefined)] as const;
    const outside = ends.flatMap((point) => outOfRange(point, pools, profile, limits));
    if (outside.length > 0) return { outOfRange: oncePerValue(outside), interval: undefined, sizing: undefined };
    const [low, high] = ends.map((point) =>
      bestAttentionCount(point, pools.ffn, mostSpecificForm(point), attentionLimitsOf(limits, pools.ffn)),
    );
    const interval =
      low === undefined || high === undefined
        ? undefined
        : { low: { ...pools, attention: low }, high: { ...pools, attention: high } };
    return { outOfRange: [], interval, sizing: undefined };
  }
  const point = pointAt(estimate.theta, estimate.nu);
  const outside = outOfRange(point, pools, profile, limits);
  if (outside.length > 0) return { outOfRange: outside, interval: undefined, sizing: undefined };
  const throughput = throughputPerInstance(point, pools, mostSpecificForm(point));
  if (!(throughput > 0 && Number.isFinite(throughput))) return noCycleTime(deployment);
  const { relativeError, misfit, slopeErrors, calibration, ranges } = profile;
  // Memory decides which pools the limits' function allows.
  const facts = JSON.stringify([
    point,
    pools,
    limits,
    memory?.ffn,
    estimate,
    relativeError,
    misfit,
    slopeErrors,
    calibration,
    ranges,
    thresholds,
  ]);
  return {
    outOfRange: [],
    interval: undefined,
    sizing: sizingByFacts.get(facts, () =>
      sizePools(point, pools, profile, limits, worldsOf(estimate, profile), thresholds),
    ),
  };
}

/** Numbers of the profile and the workload that are out of all proportion give no cycle time to reason with. */
function noCycleTime({ latencyProfile, factsRange }: Deployment): Sized {
  const message =
    'these stage times and token loads give no finite cycle time; check the units of profile and workload';
  const range = latencyProfile?.site ?? factsRange;
  return notSized({ message, range, templated: false });
}

function notSized(why: MissingInput): Sized {
  return { outOfRange: [], interval: undefined, sizing: undefined, missing: [why] };
}

/** What both ends of an interval say, once; the best pools differ between them and are left out. */
function oncePerValue(outside: readonly OutOfRange[]): readonly OutOfRange[] {
  return [...new Map(outside.map((entry) => [entry.what, { ...entry, bestInside: undefined }])).values()];
}
