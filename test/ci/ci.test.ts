import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { isMap, parse, parseDocument } from 'yaml';
import { workflowProblems } from './github-libraries';
import { readAction } from './run-action';

interface Step {
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

describe('docs/ci.md', () => {
  const page = readFileSync('docs/ci.md', 'utf8');
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  const snippets = [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, text]) => text!);
  const { inputs, outputs } = readAction('.');
  const hasKey = (text: string, key: string): boolean => {
    const { contents } = parseDocument(text);
    return isMap(contents) && contents.has(key);
  };
  const listOfSteps = snippets.filter((text) => text.startsWith('- '));
  /** Steps alone stand in the middle of a workflow. */
  const workflows = [
    ...snippets.filter((text) => hasKey(text, 'jobs')),
    ...listOfSteps.map(
      (text) => `on: push\njobs:\n  job:\n    runs-on: x\n    steps:\n${text.replaceAll(/^/gm, '      ')}`,
    ),
  ];

  it('has workflows that GitHub takes', () => {
    assert.equal(workflows.length, 3);
    for (const workflow of workflows) assert.deepEqual(workflowProblems(workflow), [], workflow);
    assert.notDeepEqual(workflowProblems('on: push\njobs:\n  job:\n    runs-on: x\n    step: []\n'), []);
  });

  it('gives the action inputs that it has, and pins the actions of others', () => {
    for (const workflow of workflows) {
      const jobs: readonly { readonly steps: readonly Step[] }[] = Object.values(parse(workflow).jobs);
      for (const { uses, with: given } of jobs.flatMap(({ steps }) => steps)) {
        if (uses === undefined) continue;
        if (uses.startsWith('afd-lens/afd-lens@'))
          for (const name of Object.keys(given ?? {})) assert.ok(name in inputs);
        else assert.match(uses, /@[0-9a-f]{40}$/);
      }
    }
  });

  it('lists the inputs and outputs of the action, with their defaults', () => {
    const rows = [...page.matchAll(/^\| `([\w-]+)` \|(.*?)\| .* \|$/gm)].map(([, name, value]) => [
      name,
      value!.trim(),
    ]);
    const shown = new Map(rows.map(([name, value]) => [name, value]));
    for (const [name, { default: value = '' }] of Object.entries(inputs)) {
      assert.ok(shown.has(name), name);
      if (value !== '' && !value.startsWith('$')) assert.equal(shown.get(name), `\`${value}\``, name);
    }
    for (const name of Object.keys(outputs)) assert.match(page, new RegExp(`^Outputs: .*\`${name}\``, 'm'));
  });

  it('copies the job for GitLab and the pattern of the hook as they are', () => {
    assert.ok(snippets.some((text) => readFileSync('ci/gitlab-ci.yml', 'utf8').endsWith(`\n${text}`)));
    const [{ files, id }] = parse(readFileSync('.pre-commit-hooks.yaml', 'utf8'));
    const hooks = snippets.filter((text) => hasKey(text, 'repos')).map((text) => parse(text).repos[0]);
    assert.deepEqual(
      hooks.map(({ hooks: [hook] }) => hook.id),
      [id, id],
    );
    assert.equal(hooks[0].rev, `v${version}`);
    assert.equal(hooks[1].hooks[0].files, files);
  });

  it('names this version everywhere', () => {
    const named = [...page.matchAll(/afd-lens(?:@v?|\/v)(\d[\w.]*\w)/g)].map(([, name]) => name);
    assert.ok(named.length >= 6);
    assert.deepEqual([...new Set(named)], [version]);
  });
});
