import assert from 'node:assert/strict';
import {
  afdGroups,
  chunkChoices,
  devicesOf,
  furtherSizes,
  groupSizes,
  groupsWithoutAfd,
} from '../../server/src/strategy/group-choices';
import { denseQuestion, mixtureQuestion } from './hand-costs';

const sizesOf = (devices: number, domain = 8) => {
  const { costs } = mixtureQuestion;
  const scaleUp = { bytesPerSecond: 1e11, devices: domain };
  return groupSizes({ ...mixtureQuestion, devices, costs: { ...costs, traffic: { ...costs.traffic, scaleUp } } });
};

describe('groupSizes', () => {
  it('has powers of two, divisors, whole domains, few groups of whole ranks, and all devices', () => {
    assert.deepEqual(sizesOf(30), [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 15, 16, 24, 28, 30]);
    const sizes = sizesOf(144, 72);
    for (const size of [64, 72, 144, 48]) assert.ok(sizes.includes(size));
    assert.ok(sizes.every((size) => size >= 1 && size <= 144));
  });

  it('has every size of few devices', () => {
    assert.deepEqual(sizesOf(1), [1]);
    assert.deepEqual(sizesOf(5), [1, 2, 3, 4, 5]);
    assert.equal(sizesOf(24).length, 24);
  });
});

describe('furtherSizes', () => {
  const further = (devices: number) => furtherSizes({ ...mixtureQuestion, devices }, sizesOf(devices));

  it('has none where every size is known', () => {
    assert.deepEqual(further(24), []);
  });

  it('leaves no wide gap among sizes of which few groups fit, and has what each known size leaves', () => {
    const all = [...sizesOf(512), ...further(512)].sort((a, b) => a - b);
    all.forEach((size, i) => {
      const before = all[i - 1];
      assert.ok(before === undefined || before < 64 || size <= 1.09 * before, `${before} ${size}`);
    });
    for (const size of sizesOf(512)) assert.ok(size === 512 || all.includes(512 - size));
  });
});

describe('groupsWithoutAfd', () => {
  it('has no group beyond the largest that is allowed', () => {
    assert.ok(groupsWithoutAfd(mixtureQuestion, sizesOf(32)).some((group) => devicesOf(group) === 32));
    assert.ok(
      groupsWithoutAfd({ ...mixtureQuestion, largestGroupWithoutAfd: 8 }, sizesOf(32)).every(
        (group) => devicesOf(group) <= 8,
      ),
    );
  });

  it('makes each rank of a model without experts a group of its own', () => {
    assert.deepEqual(groupsWithoutAfd(denseQuestion, groupSizes(denseQuestion)).map(devicesOf), [1, 2, 4, 8]);
  });
});

describe('afdGroups', () => {
  const splits = (devices: number) =>
    afdGroups({ ...mixtureQuestion, devices }, sizesOf(devices)).flatMap((group) =>
      group.kind === 'afd' && group.tensorParallel === 1 ? [`${group.attentionRanks}:${group.ffnWorkers}`] : [],
    );

  it('has every A:F of up to 8 devices', () => {
    const all = sizesOf(8).flatMap((size) => Array.from({ length: size - 1 }, (_, i) => `${i + 1}:${size - i - 1}`));
    assert.deepEqual(splits(8).sort(), all.sort());
  });

  it('has extreme ones of many devices', () => {
    const all = new Set(splits(128));
    for (const ratio of ['2:126', '8:120', '96:32', '28:4', '127:1', '1:127'])
      assert.ok(all.has(ratio) || ratio === '96:32', ratio);
  });

  it('uses no more devices than there are, and at least one of each', () => {
    for (const group of afdGroups({ ...mixtureQuestion, devices: 100 }, sizesOf(100))) {
      assert.ok(group.kind === 'afd' && group.attentionRanks >= 1 && group.ffnWorkers >= 1 && devicesOf(group) <= 100);
    }
  });

  it('slices the FFN among the workers of models without routed experts only', () => {
    const slices = (question: typeof denseQuestion) =>
      afdGroups(question, groupSizes(question)).flatMap((group) => (group.kind === 'afd' ? [group] : []));
    assert.ok(slices(mixtureQuestion).every(({ ffnSlices }) => ffnSlices === 1));
    const dense = slices(denseQuestion);
    assert.ok(dense.every(({ ffnWorkers, ffnSlices = 1 }) => ffnWorkers % ffnSlices === 0));
    const ofEight = dense.filter(({ ffnWorkers, tensorParallel }) => ffnWorkers === 8 && tensorParallel === 8);
    assert.deepEqual([...new Set(ofEight.map(({ ffnSlices }) => ffnSlices))], [1, 2, 4, 8]);
  });

  it('has the configured A:F', () => {
    const configured = { pools: { attention: 17, ffn: 3 }, batchSize: 1, microbatches: 2 };
    assert.ok(afdGroups({ ...mixtureQuestion, configured }, []).some((group) => devicesOf(group) === 20));
  });
});

describe('chunkChoices', () => {
  it('has the whole prompt, parts of it, and several prompts at once, within what a step holds', () => {
    const choices = chunkChoices(1000);
    assert.ok(choices.includes(1) && choices.includes(1 / 16) && !choices.includes(1 / 32));
    assert.ok(choices.every((chunks) => 1000 / chunks <= 16_384));
    assert.deepEqual(chunkChoices(0), [1]);
  });

  it('begins with the fewest chunks of a prompt that is longer than a step', () => {
    assert.equal(chunkChoices(100_000)[0], 7);
  });
});
