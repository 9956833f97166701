import assert from 'node:assert/strict';
import type { FileKind } from '../../server/src/configuration/configuration';
import type { FileSettings } from '../../server/src/configuration/file-settings';
import type { Inputs, ProfileState } from '../../server/src/evaluation/inputs';
import { readProfile } from '../../server/src/latency/profile-document';
import { deployment } from '../analysis/analysed';

/** One text and what one rule says of it. */
export interface RuleCase {
  readonly code: string;
  readonly title: string;
  readonly text: string;
  readonly inputs?: Inputs;
  readonly settings?: FileSettings;
  readonly fileKind?: FileKind;
  /** Severity, text at the range, and message; undefined where the rule must be silent. */
  readonly expected: readonly [string, string, string] | undefined;
}

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
