import { slotVarianceFromSums, thetaFromSums } from '../theta-estimate';

/** Sums over a group of requests, as RequestMoments has them: what theta, nu and the mean decode need. */
export interface GroupSums {
  n: number;
  sumD: number;
  sumD2: number;
  sumD3: number;
  sumPD: number;
  sumP2D: number;
  sumPD2: number;
}

export function emptyGroup(): GroupSums {
  return { n: 0, sumD: 0, sumD2: 0, sumD3: 0, sumPD: 0, sumP2D: 0, sumPD2: 0 };
}

/** Adds one request with `prefill` >= 0 tokens and `decode` >= 1 decode steps to a group. */
export function addRequest(group: GroupSums, prefill: number, decode: number): void {
  const pd = prefill * decode;
  const d2 = decode * decode;
  group.n += 1;
  group.sumD += decode;
  group.sumD2 += d2;
  group.sumD3 += d2 * decode;
  group.sumPD += pd;
  group.sumP2D += prefill * pd;
  group.sumPD2 += pd * decode;
}

/** Adds the requests of `other` to a group; with `sign` -1 takes them out. */
export function addGroup(group: GroupSums, other: Readonly<GroupSums>, sign: 1 | -1 = 1): void {
  group.n += sign * other.n;
  group.sumD += sign * other.sumD;
  group.sumD2 += sign * other.sumD2;
  group.sumD3 += sign * other.sumD3;
  group.sumPD += sign * other.sumPD;
  group.sumP2D += sign * other.sumP2D;
  group.sumPD2 += sign * other.sumPD2;
}

/** The requests of all groups together. */
export function joined(groups: readonly Readonly<GroupSums>[]): GroupSums {
  const all = emptyGroup();
  for (const group of groups) addGroup(all, group);
  return all;
}

/** What the theory needs of a workload. */
export interface GroupLoad {
  readonly theta: number;
  readonly nu: number;
  readonly meanDecode: number;
}

/** theta, nu and mean decode of a group that has a request. */
export function loadOf(group: Readonly<GroupSums>): GroupLoad {
  return {
    theta: thetaFromSums(group),
    nu: Math.sqrt(Math.max(0, slotVarianceFromSums(group))),
    meanDecode: group.sumD / group.n,
  };
}
