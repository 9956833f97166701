import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

describe('.pre-commit-hooks.yaml', () => {
  // tools/npm-package-check.mjs runs the hook.
  const [hook, ...others] = parse(readFileSync('.pre-commit-hooks.yaml', 'utf8'));

  it('has one hook, which runs a program of the package', () => {
    assert.deepEqual(others, []);
    assert.equal(hook.id, 'afd-lens');
    const { bin } = JSON.parse(readFileSync('package.json', 'utf8'));
    assert.ok(hook.entry.split(' ')[0] in bin);
  });

  it('takes every YAML file and shell script, of which the program itself finds those that are ours', () => {
    assert.deepEqual([hook.types_or, hook.files], [['yaml', 'shell'], undefined]);
  });
});
