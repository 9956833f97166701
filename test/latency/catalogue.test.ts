import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtInProfiles, isProfilePath } from '../../server/src/latency/catalogue';
import { knownModels, normalModelId } from '../../server/src/latency/models';
import { readProfile } from '../../server/src/latency/profile-document';

const folder = 'server/src/latency/catalogue';

describe('the built-in latency profiles', () => {
  for (const file of readdirSync(folder)) {
    it(`are what their file says: ${file}`, () => {
      const outcome = readProfile(readFileSync(join(folder, file), 'utf8'), 'built-in');
      assert.equal(outcome.kind, 'ready');
      if (outcome.kind !== 'ready') return;
      assert.deepEqual(builtInProfiles.get(outcome.profile.id), outcome.profile);
      assert.ok(outcome.profile.source, 'a built-in profile names its source');
      assert.ok(knownModels.includes(normalModelId(outcome.profile.model ?? '')));
    });
  }

  it('have ids that cannot be taken for paths', () => {
    for (const id of builtInProfiles.keys()) assert.equal(isProfilePath(id), false);
  });

  const paths: readonly [string, boolean][] = [
    ['./p.yaml', true],
    ['p.yml', true],
    ['profiles/p', true],
    ['C:\\p', true],
    ['P.YAML', true],
    ['ascend-910c-deepseek-v3', false],
    ['yaml', false],
  ];
  for (const [reference, expected] of paths) {
    it(`are told from files: ${reference}`, () => assert.equal(isProfilePath(reference), expected));
  }

  it('compare models by their last name, in any case', () => {
    assert.equal(normalModelId('deepseek-ai/DeepSeek_V3'), 'deepseek-v3');
    for (const model of knownModels) assert.equal(normalModelId(model), model);
  });
});
