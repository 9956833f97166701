import assert from 'node:assert/strict';
import { driftOf } from '../../../server/src/workload/errors/drift';
import { addRequest, emptyGroup } from '../../../server/src/workload/errors/group-sums';
import { seededRandom } from '../seeded-random';
import { type Lengths, lognormalRequests } from './requests';

/** Blocks of so many requests each. */
function blocksOf(requests: readonly Lengths[], size: number) {
  const blocks = Array.from({ length: Math.ceil(requests.length / size) }, emptyGroup);
  for (const [index, [prefill, decode]] of requests.entries())
    addRequest(blocks[Math.floor(index / size)]!, prefill, decode);
  return blocks;
}

describe('drift', () => {
  it('is said of halves that differ, with theta and interval of both', () => {
    const random = seededRandom(31);
    const requests = lognormalRequests(4000, random).map(
      ([prefill, decode], index): Lengths => (index < 2000 ? [prefill, decode] : [2 * prefill, decode]),
    );
    const { first, second, differs } = driftOf(blocksOf(requests, 50))!;
    assert.deepEqual([first.requests, second.requests, differs], [2000, 2000, true]);
    assert.ok(second.theta > 1.5 * first.theta && first.reach95 < 0.2 * first.theta);
  });

  it('is seldom said of requests that come alike', () => {
    const random = seededRandom(32);
    const said = Array.from({ length: 100 }, () => driftOf(blocksOf(lognormalRequests(2000, random), 20))!.differs);
    assert.ok(said.filter(Boolean).length < 22, `${said.filter(Boolean).length}`);
  });

  it('has as many requests in both halves as blocks allow', () => {
    const requests = lognormalRequests(1000, seededRandom(33));
    const blocks = [...blocksOf(requests.slice(0, 900), 50), ...blocksOf(requests.slice(900), 5)];
    const { first, second } = driftOf(blocks)!;
    assert.deepEqual([first.requests, second.requests], [500, 500]);
  });

  it('is unknown with fewer than eight blocks a half', () => {
    assert.equal(driftOf(blocksOf(lognormalRequests(150, seededRandom(34)), 10)), undefined);
    assert.equal(driftOf([]), undefined);
  });
});
