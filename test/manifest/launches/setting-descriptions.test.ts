import assert from 'node:assert/strict';
import { describeSetting } from '../../../server/src/manifest/launches/setting-descriptions';
import { knownSettings } from '../../../server/src/rules/launch/settings/launch-settings';

describe('descriptions of AFD settings', () => {
  it('cover every setting of the plugin that runs today', () => {
    const settings = knownSettings('vllm-afd-plugin')!;
    assert.deepEqual(
      settings.filter((key) => describeSetting('vllm-afd-plugin', key) === undefined),
      [],
    );
  });

  it('are of the dialect, and of nothing that only looks like a setting', () => {
    assert.match(describeSetting('vllm-afd-config', 'num_afd_stages')!, /Default 3/);
    assert.match(describeSetting('sglang-afd', 'stages')!, /must be 2/);
    assert.equal(describeSetting('sglang-afd', 'role'), undefined);
    assert.equal(describeSetting('vllm-afd-plugin', 'constructor'), undefined);
    assert.equal(describeSetting('stepmesh', 'role'), undefined);
  });
});
