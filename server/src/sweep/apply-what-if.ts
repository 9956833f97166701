import type { Inputs } from '../evaluation/inputs';
import type { Deployment } from '../manifest/deployment';
import type { Fact } from '../manifest/fact';
import { formatCount, formatNumber } from '../text/format';
import { scaleMoments, scaleStatistics } from './scale-lengths';
import type { WhatIf } from './sweep';

/** Microbatches that a sweep assumes where the manifest gives none. */
export const assumedMicrobatches = 3;

/** What a reader may choose; the counts as in the manifest's schema. */
const whatIfRanges = {
  batchSize: { low: 1, high: 1_000_000 },
  microbatches: { low: 1, high: 64 },
  lengthScale: { low: 0.01, high: 100 },
} as const;

/** A deployment under a reader's changes, or why they make no sense. Missing microbatches are assumed. */
export function applyWhatIf(
  deployment: Deployment,
  inputs: Inputs,
  whatIf: WhatIf,
): { readonly deployment: Deployment; readonly inputs: Inputs } | { readonly problem: string } {
  const problem = whatIfProblem(whatIf);
  if (problem !== undefined) return { problem };
  const { batchSize, profile, tpotSeconds, lengthScale = 1 } = whatIf;
  const microbatches = whatIf.microbatches ?? deployment.microbatches?.value ?? assumedMicrobatches;
  const changedTo = <T>(fact: Fact<T> | undefined, value: T | undefined): Fact<T> | undefined =>
    value === undefined ? fact : factAt(deployment, fact, value);
  const changed: Deployment = {
    ...deployment,
    batchSize: changedTo(deployment.batchSize, batchSize),
    microbatches: changedTo(deployment.microbatches, microbatches),
    latencyProfile: changedTo(deployment.latencyProfile, profile),
    tpotSeconds: tpotSeconds === null ? undefined : changedTo(deployment.tpotSeconds, tpotSeconds),
  };
  return lengthScale === 1 ? { deployment: changed, inputs } : scaled(changed, inputs, lengthScale);
}

const tooShort = 'With lengths that short, requests have less than one decode step on average.';

function scaled(deployment: Deployment, inputs: Inputs, scale: number) {
  const { workload } = deployment;
  const statistics = workload?.statistics && {
    ...workload.statistics,
    data: scaleStatistics(workload.statistics.data, scale),
  };
  return {
    deployment: { ...deployment, workload: workload && { ...workload, statistics } },
    inputs: {
      ...inputs,
      profile: (reference) => inputs.profile(reference),
      trace: (reference, columns) => {
        const state = inputs.trace(reference, columns);
        if (state.kind !== 'ready') return state;
        const { n, sumD } = state.summary.moments;
        if (scale * sumD < n) return { kind: 'failed', path: state.path, message: tooShort, line: undefined };
        const moments = scaleMoments(state.summary.moments, scale);
        // Relative errors stay; what is told in tokens would need the requests.
        const untold = { drift: undefined, periods: [], dominant: undefined };
        return { ...state, summary: { ...state.summary, moments, ...untold } };
      },
    } satisfies Inputs,
  };
}

/** The value where the manifest states it, or would. */
function factAt<T>({ factsRange }: Deployment, fact: Fact<T> | undefined, value: T): Fact<T> {
  const absent = { site: factsRange, range: factsRange, keyRange: factsRange, shared: undefined, anchored: undefined };
  return { ...(fact ?? absent), value, setIn: undefined };
}

/** Why a reader's values make no sense, in one sentence; undefined where they do. */
export function whatIfProblem({ batchSize, microbatches, lengthScale, tpotSeconds }: WhatIf): string | undefined {
  const counts = [
    ['batch size', batchSize, whatIfRanges.batchSize],
    ['number of microbatches', microbatches, whatIfRanges.microbatches],
  ] as const;
  for (const [what, value, { low, high }] of counts) {
    if (value !== undefined && !(Number.isInteger(value) && value >= low && value <= high)) {
      return `The ${what} must be a whole number from ${formatCount(low)} to ${formatCount(high)}.`;
    }
  }
  const { low, high } = whatIfRanges.lengthScale;
  if (lengthScale !== undefined && !(lengthScale >= low && lengthScale <= high)) {
    return `The length scale must be from ${formatNumber(low)} to ${formatNumber(high)}.`;
  }
  if (tpotSeconds !== undefined && tpotSeconds !== null && !(tpotSeconds > 0 && Number.isFinite(tpotSeconds))) {
    return 'The TPOT objective must be a time above 0.';
  }
  return undefined;
}
