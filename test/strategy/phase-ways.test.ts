import assert from 'node:assert/strict';
import type { Group } from '../../server/src/strategy/comparison';
import { prepareGroup } from '../../server/src/strategy/group-steps';
import { phaseWays } from '../../server/src/strategy/phase-ways';
import { mixtureQuestion } from './hand-costs';

const withoutAfd = (ranks: number, tensorParallel: number): Group => ({ kind: 'withoutAfd', ranks, tensorParallel });
const use = (group: Group, microbatches: number) => ({ prepared: prepareGroup(mixtureQuestion, group)!, microbatches });

describe('phaseWays', () => {
  let made = 0;
  const ways = phaseWays(
    [withoutAfd(4, 1), withoutAfd(2, 1), withoutAfd(2, 2)].flatMap((group) => [use(group, 1), use(group, 2)]),
    [3, 6],
    (group, { microbatches }) => {
      made++;
      return use(group, microbatches);
    },
  );

  it('has the ways by the devices of a rank, and then of a group, ascending', () => {
    const sizes = [...ways.tried].map(([tensorParallel, each]) => [tensorParallel, each.map(({ size }) => size)]);
    assert.deepEqual(sizes, [
      [1, [2, 4]],
      [2, [4]],
    ]);
    assert.ok([...ways.tried.values()].flat().every((each) => each.ways.length === 2));
  });

  it('makes ways of a further size once', () => {
    const [model] = ways.tried.get(1)![0]!.ways;
    const [first] = ways.like([model!, model!], 3);
    assert.equal(first!.prepared.devices, 3);
    assert.equal(first!.microbatches, 1);
    assert.equal(ways.like([model!], 3)[0], first);
    assert.equal(made, 1);
  });

  it('has none where ranks would not be whole', () => {
    assert.deepEqual(ways.like(ways.tried.get(2)![0]!.ways, 3), []);
  });
});
