import type { Evaluation } from '../evaluation/evaluation';
import type { Deployment } from '../manifest/deployment';
import type { RequestLaw } from '../simulation/request-law';

/** Why the deployment's requests cannot be simulated, in one sentence; undefined where they can. */
export function whyNotSimulated(
  { workload }: Pick<Evaluation, 'workload'>,
  deployment: Deployment,
): string | undefined {
  if (workload?.origin.kind === 'trace') return undefined;
  const law = lawOfStatistics(deployment.workload?.statistics?.data ?? {});
  return 'kind' in law ? undefined : law.problem;
}

/** The law that a `statistics` block describes: geometric, deterministic or lognormal; or why it describes none. */
export function lawOfStatistics(data: Readonly<Record<string, unknown>>): RequestLaw | { readonly problem: string } {
  const number = (key: string): number | undefined => {
    const value = data[key];
    return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
  };
  const [meanPrefill, meanDecode] = [number('meanPrefill'), number('meanDecode')];
  if (meanPrefill === undefined || meanDecode === undefined) {
    return {
      problem:
        'Sums do not tell how lengths are distributed; a simulation needs a request trace, or means and variances.',
    };
  }
  if (data.distribution === 'geometric') {
    return { kind: 'geometric', meanPrefill: Math.max(1, meanPrefill), meanDecode: Math.max(1, meanDecode) };
  }
  const [variancePrefill, varianceDecode] = [number('variancePrefill'), number('varianceDecode')];
  if (variancePrefill === undefined || varianceDecode === undefined) {
    return {
      problem: 'A simulation needs a request trace, `distribution: geometric`, or both variances in the statistics.',
    };
  }
  if (varianceDecode === 0 && variancePrefill === 0) {
    return { kind: 'deterministic', prefill: meanPrefill, decode: Math.max(1, Math.round(meanDecode)) };
  }
  const [deviationPrefill, deviationDecode] = [Math.sqrt(variancePrefill), Math.sqrt(varianceDecode)];
  const product = deviationPrefill * deviationDecode;
  return {
    kind: 'lognormal',
    meanPrefill,
    meanDecode,
    deviationPrefill,
    deviationDecode,
    correlation: product === 0 ? 0 : (number('covariance') ?? 0) / product,
  };
}

/** Where simulated requests come from, in words. */
export function describeLaw(law: RequestLaw, reference: string | undefined): string {
  switch (law.kind) {
    case 'replay':
      return `${reference ?? 'the trace'}, in its order`;
    case 'resample':
      return `${reference ?? 'the trace'}, resampled`;
    case 'geometric':
      return `geometric lengths, means ${law.meanPrefill} and ${law.meanDecode}`;
    case 'lognormal':
      return `lognormal lengths, means ${law.meanPrefill} and ${law.meanDecode}`;
    case 'deterministic':
      return `lengths all alike, ${law.prefill} and ${law.decode}`;
  }
}
