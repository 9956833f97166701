import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';

describe('ci/gitlab-ci.yml', () => {
  const document = parseDocument(readFileSync('ci/gitlab-ci.yml', 'utf8'));
  const job = document.toJS()['afd-lens'];

  it('is one job of keys that GitLab knows', () => {
    assert.deepEqual([document.errors, document.warnings], [[], []]);
    assert.deepEqual(Object.keys(document.toJS()), ['afd-lens']);
    assert.deepEqual(Object.keys(job), ['stage', 'image', 'variables', 'script', 'artifacts']);
  });

  // tools/npm-package-check.mjs runs the script.
  it('writes the reports that it hands to GitLab, also when findings make it fail', () => {
    const { when, reports } = job.artifacts;
    assert.equal(when, 'always');
    assert.deepEqual(Object.keys(reports), ['codequality', 'junit']);
    for (const file of Object.values(reports)) assert.ok(job.script.join('\n').includes(`--output ${file}`));
  });

  it('confines references to the project', () => {
    assert.match(job.script.join('\n'), / check --allowed-root "\$AFD_LENS_ALLOWED_ROOT" /);
    assert.equal(job.variables.AFD_LENS_ALLOWED_ROOT, '.');
  });

  it('uses this version', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    assert.equal(job.variables.AFD_LENS_VERSION, version);
  });
});
