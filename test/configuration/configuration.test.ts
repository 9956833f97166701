import assert from 'node:assert/strict';
import { fileKindOf, isConfigurationPath } from '../../server/src/configuration/configuration';

describe('the name of a configuration', () => {
  const names: readonly [string, boolean][] = [
    ['afd-lens.config.yaml', true],
    ['/srv/deploy/afd-lens.config.yml', true],
    ['C:\\deploy\\afd-lens.config.yaml', true],
    ['file:///srv/afd-lens.config.yaml', true],
    ['/srv/afd-lens.config.yaml/chat.afd.yaml', false],
    ['/srv/my-afd-lens.config.yaml', false],
    ['afd-lens.config.yaml.orig', false],
    ['afd-lens.config.json', false],
    ['afd-lens.yaml', false],
    ['', false],
  ];
  for (const [path, expected] of names) {
    it(`${expected ? 'is' : 'is not'} ${path || 'empty'}`, () => {
      assert.equal(isConfigurationPath(path), expected);
      assert.equal(fileKindOf(path), expected ? 'configuration' : 'manifest');
    });
  }

  it('is unknown for a text without a path', () => assert.equal(fileKindOf(undefined), 'manifest'));
});
