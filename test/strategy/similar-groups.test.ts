import assert from 'node:assert/strict';
import type { Group } from '../../server/src/strategy/comparison';
import { devicesOf } from '../../server/src/strategy/group-choices';
import { similarGroups } from '../../server/src/strategy/similar-groups';

const afd = (attentionRanks: number, tensorParallel: number, ffnWorkers: number, ffnSlices = 1): Group => ({
  kind: 'afd',
  attentionRanks,
  tensorParallel,
  ffnWorkers,
  ffnSlices,
});
const workers = (groups: readonly Group[]) =>
  groups.map((group) => (group.kind === 'afd' ? group.ffnWorkers : 0)).sort((a, b) => a - b);

describe('similarGroups', () => {
  it('has as many devices, in ranks of the same size', () => {
    for (const model of [afd(3, 1, 5), afd(2, 4, 8, 8), afd(7, 2, 2, 2)]) {
      for (let size = 2; size <= 40; size++) {
        for (const group of similarGroups(model, size)) {
          assert.equal(devicesOf(group), size);
          assert.ok(group.kind === 'afd' && group.tensorParallel === model.tensorParallel);
          assert.ok(
            group.ffnWorkers > 0 && group.ffnWorkers % (group.ffnSlices ?? 1) === 0 && group.attentionRanks > 0,
          );
        }
      }
    }
  });

  it('has shares of FFN workers about that of the other, its FFN workers, and its ranks', () => {
    // 5/8 of 20 devices are 12.5.
    assert.deepEqual(workers(similarGroups(afd(3, 1, 5), 20)), [5, 11, 12, 13, 14, 17]);
    // What is left for ranks of two devices is even.
    assert.deepEqual(
      workers(similarGroups(afd(4, 2, 8), 19)),
      [7, 9, 11, 11, 13].filter((_, i) => i !== 3),
    );
  });

  it('has the group without AFD with as many devices, where ranks are whole', () => {
    const model: Group = { kind: 'withoutAfd', ranks: 4, tensorParallel: 2 };
    assert.deepEqual(similarGroups(model, 6), [{ kind: 'withoutAfd', ranks: 3, tensorParallel: 2 }]);
    assert.deepEqual(similarGroups(model, 7), []);
  });
});
