import assert from 'node:assert/strict';
import { joined } from '../../../server/src/workload/errors/group-sums';
import { ScatteredGroups } from '../../../server/src/workload/errors/scattered-groups';

describe('scattered-groups', () => {
  it('has each request by itself while there are few', () => {
    const groups = new ScatteredGroups();
    for (let index = 0; index < 256; index++) groups.add(index, 1);
    assert.ok(groups.groups().length === 256 && groups.groups().every(({ n }) => n === 1));
  });

  it('has later ones in groups of about the same size, whatever their order', () => {
    for (const period of [1, 2, 7, 64, 256]) {
      const groups = new ScatteredGroups();
      const count = 51_200;
      for (let index = 0; index < count; index++) groups.add(index % period, 1);
      assert.equal(joined(groups.groups()).n, count);
      const sizes = groups.groups().map(({ n }) => n);
      assert.ok(Math.min(...sizes) > 150 && Math.max(...sizes) < 260, `${Math.min(...sizes)} ${Math.max(...sizes)}`);
      // Of what comes in turns each group has its share: no group is all of one kind.
      const means = groups.groups().map(({ sumPD, sumD }) => sumPD / sumD / ((period - 1) / 2));
      if (period > 1) assert.ok(Math.min(...means) > 0.7 && Math.max(...means) < 1.3, `${period}`);
    }
  });
});
