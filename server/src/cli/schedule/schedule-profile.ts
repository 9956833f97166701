import { basename } from 'node:path';
import { builtInProfiles, isProfilePath } from '../../latency/catalogue';
import { documentSizeLimit } from '../../latency/document-file';
import type { LatencyProfile } from '../../latency/latency-profile';
import { readProfile } from '../../latency/profile-document';
import type { Pools } from '../../provisioning/cycle/operating-point';
import { closest } from '../../text/closest';
import { formatNumber, formatPools, plainLine, plainWord } from '../../text/format';
import type { Output } from '../command-context';
import { readTextFile } from '../read-text-file';

const mostText = { bytes: documentSizeLimit, otherwise: 'is too large to be a latency profile' };

/**
 * The profile of an id or a path, if it can say how many seconds a step of these pools takes; undefined where a line has
 * said why not.
 */
export async function readStepProfile(
  reference: string,
  pools: Pools,
  error: Output['error'],
): Promise<LatencyProfile | undefined> {
  const profile = isProfilePath(reference) ? await profileFile(reference, error) : builtInProfile(reference, error);
  const why = profile && whyUnusable(profile, pools);
  if (why !== undefined) error(`${plainWord(reference)}: ${why}`);
  return why === undefined ? profile : undefined;
}

function whyUnusable({ timeUnit, ranges: { ratio } }: LatencyProfile, pools: Pools): string | undefined {
  if (timeUnit === 'cycle') {
    return "its times are in cycles of unknown length, so there are no seconds; take a profile that was measured in seconds ('afd-lens fit' makes one), or --step-time";
  }
  const asked = pools.attention / pools.ffn;
  return ratio && (asked < ratio.low || asked > ratio.high)
    ? `it is calibrated for ratios from ${formatNumber(ratio.low)} to ${formatNumber(ratio.high)}, and ${formatPools(pools)} is outside`
    : undefined;
}

function builtInProfile(id: string, error: Output['error']): LatencyProfile | undefined {
  const profile = builtInProfiles.get(id);
  if (profile) return profile;
  const ids = [...builtInProfiles.keys()];
  const near = closest(id, ids);
  error(
    `${plainWord(id)}: no built-in latency profile has this id; ${near ? `did you mean ${near}` : `there is ${ids.join(', ')}`}, and a file is named with a path or the ending .yaml`,
  );
  return undefined;
}

async function profileFile(path: string, error: Output['error']): Promise<LatencyProfile | undefined> {
  const text = await readTextFile(path, mostText, error);
  if (text === undefined) return undefined;
  const outcome = readProfile(text, basename(path).replace(/(?:\.afd)?\.ya?ml$/i, ''));
  if (outcome.kind === 'ready') return outcome.profile;
  error(plainLine(`${outcome.line === undefined ? path : `${path}:${outcome.line}`}: ${outcome.message}`));
  return undefined;
}
