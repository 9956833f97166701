import assert from 'node:assert/strict';
import { withInstanceCosts } from '../../server/src/evaluation/instance-costs';
import { builtInProfiles } from '../../server/src/latency/catalogue';
import { factSetIn } from '../../server/src/manifest/fact';

const profile = builtInProfiles.get('ascend-910c-deepseek-v3')!;
const cost = (value: number) => factSetIn('test', value, { start: 0, end: 0 });

describe('instance costs', () => {
  it('of the manifest take the place of those of the profile', () => {
    const { latency, weighted } = withInstanceCosts(profile, { attentionCost: cost(1), ffnCost: cost(2.5) });
    assert.deepEqual([latency.attentionCost, latency.ffnCost, weighted], [1, 2.5, true]);
    assert.deepEqual(latency.ffn, profile.latency.ffn);
  });

  it('that are equal weigh nothing, and those of one pool alone do not count', () => {
    assert.equal(withInstanceCosts(profile, { attentionCost: cost(3), ffnCost: cost(3) }).weighted, false);
    assert.equal(withInstanceCosts(profile, { attentionCost: cost(3), ffnCost: undefined }), profile);
    assert.equal(withInstanceCosts(profile, { attentionCost: undefined, ffnCost: undefined }), profile);
  });
});
