import assert from 'node:assert/strict';
import { addRequest, emptyGroup, type GroupSums, loadOf } from '../../../server/src/workload/errors/group-sums';
import { jackknife } from '../../../server/src/workload/errors/jackknife';
import { momentsOf } from '../../../server/src/workload/request-moments';
import { estimateFromMoments } from '../../../server/src/workload/theta-estimate';
import { seededRandom } from '../seeded-random';
import { type Lengths, lognormalRequests } from './requests';

function groupsOf(requests: readonly Lengths[], size: number): GroupSums[] {
  const groups: GroupSums[] = [];
  for (const [index, [prefill, decode]] of requests.entries()) {
    groups[Math.floor(index / size)] ??= emptyGroup();
    addRequest(groups[Math.floor(index / size)]!, prefill, decode);
  }
  return groups;
}

describe('jackknife', () => {
  it('is the error of the delta method for single requests', () => {
    const requests = lognormalRequests(2000, seededRandom(5));
    const { theta, thetaStandardError } = estimateFromMoments(momentsOf(requests));
    assert.ok(Math.abs(jackknife(groupsOf(requests, 1))!.theta / (thetaStandardError! / theta) - 1) < 0.02);
  });

  it('is how much theta, nu and the mean decode differ from sample to sample, and how they go together', () => {
    const random = seededRandom(6);
    const samples = Array.from({ length: 400 }, () => groupsOf(lognormalRequests(1500, random), 10));
    const loads = samples.map((groups) => loadOf(groupsTogether(groups)));
    const errors = samples.map((groups) => jackknife(groups)!);
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const off = (of: 'theta' | 'nu' | 'meanDecode') => {
      const middle = mean(loads.map((load) => load[of]));
      return loads.map((load) => load[of] / middle - 1);
    };
    for (const of of ['theta', 'nu', 'meanDecode'] as const) {
      const seen = Math.sqrt(mean(off(of).map((each) => each ** 2)));
      const stated = Math.sqrt(mean(errors.map((each) => each[of] ** 2)));
      assert.ok(Math.abs(stated / seen - 1) < 0.12, `${of}: ${stated} is stated, ${seen} seen`);
    }
    const [theta, nu] = [off('theta'), off('nu')];
    const together =
      mean(theta.map((each, index) => each * nu[index]!)) /
      Math.sqrt(mean(theta.map((each) => each ** 2)) * mean(nu.map((each) => each ** 2)));
    assert.ok(Math.abs(mean(errors.map((each) => each.thetaNuCorrelation)) - together) < 0.1);
  });

  it('is 0 where all requests are equal, and undefined for one group', () => {
    const equal = Array.from({ length: 50 }, (): Lengths => [100, 20]);
    const { theta, nu, meanDecode, thetaNuCorrelation } = jackknife(groupsOf(equal, 5))!;
    assert.deepEqual([theta, nu, meanDecode, thetaNuCorrelation], [0, 0, 0, 0]);
    assert.equal(jackknife(groupsOf(equal, 50)), undefined);
    assert.equal(jackknife([]), undefined);
  });
});

function groupsTogether(groups: readonly GroupSums[]): GroupSums {
  const all = emptyGroup();
  for (const key of Object.keys(all) as (keyof GroupSums)[])
    all[key] = groups.reduce((sum, group) => sum + group[key], 0);
  return all;
}
