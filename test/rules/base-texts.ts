import assert from 'node:assert/strict';
import type { ProfileState } from '../../server/src/evaluation/inputs';
import { readProfile } from '../../server/src/latency/profile-document';
import { deployment, filesOf, readyTrace } from '../analysis/analysed';

const published = `apiVersion: afd-lens/v1
kind: LatencyProfile
metadata: { name: mine }
timeUnit: ms
calibration: measured
attention: { alpha: 0.00165, beta: 50 }
ffn: { alpha: 0.083, beta: 100 }
communication: { alpha: 0.022, beta: 20 }
`;

function ready(text: string): ProfileState {
  const outcome = readProfile(text, 'p');
  assert.equal(outcome.kind, 'ready');
  return outcome.kind === 'ready'
    ? { kind: 'ready', path: '/srv/p.yaml', profile: outcome.profile }
    : { kind: 'missing', path: '/srv/p.yaml' };
}

/** The published profile as a file, with more lines. */
export const profile = (more: string): ProfileState => ready(published + more);

/** FFN and communication exchanged. */
export const slowCommunication = ready(
  published.replace('ffn', 'swap').replace('communication', 'ffn').replace('swap', 'communication'),
);

export const good = '{ workers: 10, batchSize: 256 }';

/** The base case with the profile file `p.yaml`. */
export const own = (): string => deployment(good).replace('ascend-910c-deepseek-v3', 'p.yaml');

/** The base case with the trace `t.csv`. */
export const traced = deployment(good).replace(/workload: .*/, 'workload: { trace: t.csv }');

/** The base case with other statistics. */
export const single = (statistics: string): string =>
  deployment(good).replace(/statistics: \{.*?\}/, `statistics: ${statistics}`);

const requests = Array.from({ length: 2000 }, (_, at): [number, number] => [50 + (at % 100), 1 + ((at * 37) % 999)]);
/** The first `n` of 2000 requests as the trace `t.csv`. */
export const traceInputs = (more?: Parameters<typeof readyTrace>[1], n = 2000) =>
  filesOf({ 't.csv': readyTrace(requests.slice(0, n), more) });
