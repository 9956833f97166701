import assert from 'node:assert/strict';
import { addGroup, addRequest, emptyGroup, joined, loadOf } from '../../../server/src/workload/errors/group-sums';
import { momentsOf } from '../../../server/src/workload/request-moments';
import { estimateFromMoments } from '../../../server/src/workload/theta-estimate';
import { seededRandom } from '../seeded-random';
import { lognormalRequests } from './requests';

function groupOf(requests: readonly (readonly [number, number])[]) {
  const group = emptyGroup();
  for (const [prefill, decode] of requests) addRequest(group, prefill, decode);
  return group;
}

describe('group-sums', () => {
  const requests = lognormalRequests(400, seededRandom(1));

  it('give the load of the moments', () => {
    const { theta, nu, meanDecode } = estimateFromMoments(momentsOf(requests));
    const load = loadOf(groupOf(requests));
    assert.ok(Math.abs(load.theta / theta - 1) < 1e-12 && Math.abs(load.nu / nu! - 1) < 1e-9);
    assert.equal(load.meanDecode, meanDecode);
  });

  it('are joined and taken apart', () => {
    const [first, second] = [groupOf(requests.slice(0, 150)), groupOf(requests.slice(150))];
    const all = joined([first, second]);
    assert.equal(all.n, 400);
    assert.ok(Math.abs(loadOf(all).theta / loadOf(groupOf(requests)).theta - 1) < 1e-12);
    addGroup(all, second, -1);
    assert.equal(all.n, 150);
    assert.ok(Math.abs(loadOf(all).theta / loadOf(first).theta - 1) < 1e-12);
  });
});
