import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { isOurName } from '../../server/src/analysis/our-share';

describe('.pre-commit-hooks.yaml', () => {
  // tools/npm-package-check.mjs runs the hook.
  const [hook, ...others] = parse(readFileSync('.pre-commit-hooks.yaml', 'utf8'));

  it('has one hook, which runs a program of the package', () => {
    assert.deepEqual(others, []);
    assert.equal(hook.id, 'afd-lens');
    const { bin } = JSON.parse(readFileSync('package.json', 'utf8'));
    assert.ok(hook.entry.split(' ')[0] in bin);
  });

  const names: readonly [string, boolean][] = [
    ['afd.yaml', true],
    ['afd.yml', true],
    ['chat.afd.yaml', true],
    ['deploy/eu west/chat.prod.afd.yml', true],
    ['deploy/afd.yaml', true],
    ['afd-lens.config.yaml', true],
    ['deploy/afd-lens.config.yml', true],
    ['values.yaml', false],
    ['notafd.yaml', false],
    ['chat.afd.yaml.bak', false],
    ['chat.afd.json', false],
    ['afd.yaml/readme.md', false],
    ['my-afd-lens.config.yaml', false],
    ['afd-lens.baseline.json', false],
  ];
  for (const [name, expected] of names) {
    it(`${expected ? 'takes' : 'leaves'} ${name}, as the command line and the editor do`, () => {
      assert.equal(new RegExp(hook.files).test(name), expected);
      assert.equal(isOurName(name), expected);
    });
  }
});
