import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runExplain } from '../../../server/src/cli/explain/explain';
import { addExplain } from '../../../server/src/cli/explain/explain-command';
import { explainedRules } from '../../../server/src/cli/explain/explain-rule';
import { allRules, ruleCodes } from '../../../server/src/rules/catalogue';
import { runCommand } from '../run-command';

const pages = 'docs/rules';
const base = 'examples/paper-base-case.afd.yaml';

function run(...args: string[]) {
  return runWith(pages, args);
}

function runWith(folder: string, args: readonly string[]) {
  return runCommand(
    (program, context) => addExplain(program, context, (asked) => runExplain(asked, context, folder)),
    ['explain', ...args],
  );
}

describe('explain-rule', () => {
  it('prints the page of a rule, in any case, in three formats', async () => {
    const page = readFileSync(`${pages}/AFD101.md`, 'utf8');
    assert.deepEqual(await run('afd101', '--format', 'markdown'), { status: 0, out: page, error: '' });
    const text = await run('AFD101');
    assert.match(
      text.out,
      /^AFD101: Ratio mis-sized, attention-bound\n=+\n\nWhat it says\n-+\n\nThe attention stage sets/,
    );
    const json = await run('AFD101', 'afd304', 'AFD101', '--format', 'json');
    assert.deepEqual(JSON.parse(json.out), {
      schemaVersion: 1,
      rules: [
        { code: 'AFD101', title: 'Ratio mis-sized, attention-bound', severity: 'warning', page },
        {
          code: 'AFD304',
          title: 'Unknown profile, device or model id',
          severity: 'error',
          page: readFileSync(`${pages}/AFD304.md`, 'utf8'),
        },
      ],
    });
  });

  it('has the page of every rule, under its title', async () => {
    const rules = await explainedRules(ruleCodes, pages);
    assert.deepEqual(
      rules.map(({ page }) => page.split('\n')[0]),
      allRules.map(({ code, title }) => `# ${code}: ${title}`),
    );
  });

  it('explains files beside rules, and names what it does not know', async () => {
    const both = await run(base, 'AFD900');
    assert.equal(both.status, 0);
    assert.match(both.out, /^AFD900: Unused.*\nstationary \(examples/s);
    const unknown = await run('AFD199', 'AFD900', base);
    assert.deepEqual([unknown.status, unknown.out], [2, both.out]);
    assert.equal(unknown.error, "unknown rule 'AFD199'; did you mean AFD101?\n");
    assert.deepEqual(await run('afd999'), {
      status: 2,
      out: '',
      error: "unknown rule 'AFD999'; did you mean AFD902?\n",
    });
    const missing = await run('AFD900', 'none.yaml');
    assert.deepEqual([missing.status, missing.error], [2, 'none.yaml: no such file\n']);
  });

  it('takes a path for a file, whatever its name', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'afd-rule-'));
    try {
      cpSync(base, join(folder, 'AFD101'));
      assert.match((await run(join(folder, 'AFD101'))).out, /^stationary \(/);
      assert.match((await run('AFD1011')).error, /^AFD1011: no such file\n$/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('refuses rules and files at once in JSON, where each has a shape of its own', async () => {
    await assert.rejects(run('afd101', base, '--format', 'json'), /give codes \(AFD101\) and files in separate runs/);
  });

  it('says which page is not there', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'afd-pages-'));
    try {
      writeFileSync(join(folder, 'AFD101.md'), '# AFD101\n');
      const { status, out, error } = await runWith(folder, ['AFD101', 'AFD102']);
      assert.deepEqual([status, out], [2, '']);
      assert.equal(error, `${join(folder, 'AFD102.md')}: no such file; install AFD Lens again\n`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('finds the pages that ship beside the program', () => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [resolve('dist/cli.js'), 'explain', 'AFD203', '--format', 'markdown'],
      { encoding: 'utf8', cwd: tmpdir() },
    );
    assert.deepEqual([status, stderr, stdout], [0, '', readFileSync(`${pages}/AFD203.md`, 'utf8')]);
  });
});
