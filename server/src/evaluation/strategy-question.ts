import type { Device } from '../latency/hardware/device';
import type { ModelShape } from '../latency/hardware/model-shape';
import type { LatencyProfile } from '../latency/latency-profile';
import { rooflineRelativeError } from '../latency/roofline/assumptions';
import { servingCosts, withMeasuredDecode } from '../latency/roofline/serving-costs';
import type { Deployment } from '../manifest/deployment';
import type { Fact } from '../manifest/fact';
import { scaledLatency } from '../provisioning/cycle/scaled-latency';
import type { StrategyQuestion } from '../strategy/question';
import type { ServingCosts } from '../strategy/serving-costs';
import { formatNumber, quote, secondsPerUnit } from '../text/format';
import type { TextRange } from '../text/text-range';
import type { PointEstimate } from '../workload/workload-estimate';
import { comparisonErrors } from './comparison-errors';
import type { Evaluation } from './evaluation';
import { rooflineOptions, sharesRequests, storedAs } from './hardware';
import type { MissingInput } from './missing-input';
import { objectivesOf, usualMicrobatches } from './sizing-limits';
import { thetaUnknown } from './workload/theta-doubt';
import { inputErrors } from './worlds-of';

/** A deployment's question to the comparison of serving strategies, or what keeps it from being asked. */
export type StrategyQuestionOutcome =
  | { readonly kind: 'question'; readonly question: StrategyQuestion }
  /** What to provide; nothing while a file is still being read, and where a finding says what is wrong. */
  | { readonly kind: 'unknown'; readonly missing: readonly MissingInput[] };

/** What of an evaluation the question rests on. */
export type QuestionBasis = Pick<Evaluation, 'workload' | 'profile' | 'hardware'>;

/** What a step of the reading gives: its value, or what is missing for it. */
type Found<T> = { readonly value: T } | { readonly missing: readonly MissingInput[] };

/** What a reader asks in place of what the deployment states; times in seconds. */
export interface StrategyOptions {
  /** All together. */
  readonly devices?: number | undefined;
  readonly ttft?: number | undefined;
  readonly tpot?: number | undefined;
}

/** The question that a deployment's facts pose. Nothing is guessed: what is not known is asked for, all at once. */
export function strategyQuestion(
  deployment: Deployment,
  evaluation: QuestionBasis,
  asked: StrategyOptions = {},
): StrategyQuestionOutcome {
  const { attention, ffn, batchSize, microbatches, hardware, launches, factsRange } = deployment;
  if (deployment.missing.length > 0) return { kind: 'unknown', missing: deployment.missing };
  if (launches.length > 0) {
    const message = 'launches do not say how weights and KV cache are stored: describe the deployment in a manifest';
    return { kind: 'unknown', missing: [{ message, range: factsRange, templated: false }] };
  }
  if (!attention || !ffn) return { kind: 'unknown', missing: [] };
  const workload = workloadOf(deployment, evaluation);
  const costs = costsOf(deployment, evaluation);
  const stated = objectivesOf(deployment);
  const [tpot, ttft] = [asked.tpot ?? stated.tpot, asked.ttft ?? stated.ttft];
  const objective =
    tpot === undefined
      ? [noteAt(factsRange, '`slo.tpot` is missing: strategies are compared by what each gives within it')]
      : [];
  if ('missing' in workload || 'missing' in costs || tpot === undefined) {
    const missing = [workload, costs].flatMap((found) => ('missing' in found ? found.missing : []));
    return { kind: 'unknown', missing: [...missing, ...objective] };
  }
  const isMeasured = costs.value.profile.calibration !== 'roofline';
  const statesBalance = hardware.expertBalance !== undefined;
  return {
    kind: 'question',
    question: {
      devices: asked.devices ?? attention.workers + ffn.workers,
      costs: costs.value.costs,
      workload: workload.value.served,
      objectives: { ttft, tpot },
      expertBalance: hardware.expertBalance ?? 1,
      microbatches: deployment.microbatchChoices ?? usualMicrobatches,
      configured:
        batchSize && microbatches
          ? {
              pools: { attention: attention.workers, ffn: ffn.workers },
              batchSize: batchSize.value,
              microbatches: microbatches.value,
            }
          : undefined,
      calibrated: isMeasured,
      relativeError: {
        ...costs.value.profile.relativeError,
        // Beside measured steps of decoding, prompts are still what the roofline says of them.
        prefill: deployment.latencyProfile ? rooflineRelativeError.attention : 0,
      },
      errors: comparisonErrors(inputErrors(workload.value.estimate, costs.value.profile), costs.value.costs, {
        isMeasured,
        statesBalance,
      }),
    },
  };
}

interface Workload {
  readonly served: StrategyQuestion['workload'];
  readonly estimate: PointEstimate;
}

function workloadOf({ workload, whenMissing, factsRange }: Deployment, evaluation: QuestionBasis): Found<Workload> {
  if (!workload) return missing(noteAt(factsRange, whenMissing.workload));
  const estimate = evaluation.workload?.estimate;
  if (!estimate) return missing();
  if (estimate.kind === 'interval') {
    return missing(
      noteAt(workload.keyRange, 'theta is known only as an interval: give `covariance`, or a request trace'),
    );
  }
  // The sizing says it.
  if (thetaUnknown({ workload, factsRange }, evaluation.workload)) return missing();
  if (workload.horizonRequests) {
    const message = '`horizonRequests` is of a run that ends: strategies are compared where they keep running';
    return missing(noteAt(workload.horizonRequests.site, message));
  }
  return servedWorkload(estimate, workload.prefixTokens);
}

function servedWorkload(estimate: PointEstimate, prefix: Fact<number> | undefined): Found<Workload> {
  const { meanPrefill, meanDecode, theta, nu } = estimate;
  if (prefix && prefix.value > meanPrefill) {
    const message = `\`prefixTokens\` is ${formatNumber(prefix.value)}, more than the mean prompt of ${formatNumber(meanPrefill)} tokens, which it is a part of`;
    return missing(noteAt(prefix.site, message));
  }
  const served = {
    prefill: meanPrefill,
    cachedPrefill: prefix?.value ?? 0,
    decode: meanDecode,
    load: { theta, nu, meanDecode },
  };
  return { value: { served, estimate } };
}

interface Costs {
  readonly costs: ServingCosts;
  readonly profile: LatencyProfile;
}

/** Costs of both phases from model and device, decoding as measured where a profile is named. */
function costsOf(deployment: Deployment, evaluation: QuestionBasis): Found<Costs> {
  const { latencyProfile } = deployment;
  const served = servedBy(deployment, evaluation);
  if ('missing' in served) return served;
  const { shape, device } = served.value;
  const derived = servingCosts(storedAs(shape, deployment.hardware), device, rooflineOptions(deployment.hardware));
  if (derived.kind === 'refused') {
    return missing(noteAt(deviceSite(deployment), derived.message.replace(/\.$/, '')));
  }
  const { profile } = evaluation;
  if (!profile) return missing();
  if (!latencyProfile) return { value: { costs: derived.costs, profile } };
  const unit = secondsPerUnit(profile.timeUnit);
  if (unit === undefined) {
    const instead = latencyProfile.setIn === undefined ? 'name one in seconds, or none' : 'name one in seconds';
    const message = `the profile ${quote(profile.id)} counts cycles, but objectives and prefill are in seconds: ${instead}`;
    return missing(noteAt(latencyProfile.site, message));
  }
  if (profile.latency.communicationScalesWith === 'worker') {
    const message = `communication in the profile ${quote(profile.id)} scales with one worker's batch, which says nothing of other groups: name a profile in which it scales with the bundle's`;
    return missing(noteAt(latencyProfile.site, message));
  }
  const seconds = scaledLatency(profile.latency, { attention: unit, communication: unit, ffn: unit });
  return { value: { costs: withMeasuredDecode(derived.costs, seconds), profile } };
}

/** The model, and the one kind of device that serves it in both pools. */
function servedBy(
  deployment: Deployment,
  { hardware: states }: QuestionBasis,
): Found<{ readonly shape: ModelShape; readonly device: Device }> {
  const { model, hardware, factsRange } = deployment;
  const named = [
    [hardware.attentionDevice, states?.attentionDevice],
    [hardware.ffnDevice, states?.ffnDevice],
  ] as const;
  // A name that the project gave and the catalogue does not have is one of its own.
  const hasDevices = named.every(([device, state]) => device && (device.setIn === undefined || state));
  if (!hasDevices || !model) {
    const absent = model ? '`device` is' : hasDevices ? '`model` is' : '`model` and `device` are';
    return missing(noteAt(factsRange, `${absent} missing: what both phases cost follows from model and device`));
  }
  if (sharesRequests(deployment)) {
    const message = '`tensorParallel` above 1 leaves open what a worker is: count both pools in devices';
    return missing(noteAt(deviceSite(deployment), message));
  }
  if (states?.model === undefined) {
    const message = `${quote(model.value)} is not in the catalogue of models: give the path of its \`config.json\``;
    return missing(noteAt(model.site, message));
  }
  const [shape, attention, ffn] = [states.model, states.attentionDevice, states.ffnDevice];
  if (shape.kind !== 'ready' || attention?.kind !== 'ready' || ffn?.kind !== 'ready') return missing();
  if (attention.device.id !== ffn.device.id || attention.path !== ffn.path) {
    const message = `attention runs on ${quote(attention.device.id)} and FFN on ${quote(ffn.device.id)}: strategies are compared on devices of one kind`;
    return missing(noteAt(deviceSite(deployment), message));
  }
  return { value: { shape: shape.shape, device: attention.device } };
}

function deviceSite({ hardware, factsRange }: Deployment): TextRange {
  const named = hardware.ffnDevice ?? hardware.attentionDevice;
  return named === undefined || named.setIn !== undefined ? factsRange : named.site;
}

function missing(...notes: readonly MissingInput[]): { readonly missing: readonly MissingInput[] } {
  return { missing: notes };
}

function noteAt(range: TextRange, message: string): MissingInput {
  return { message, range, templated: false };
}
