import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

interface FindTests {
  findTests(name: string, files: readonly string[]): readonly string[];
  needsDist(files: readonly string[]): boolean;
}

const barrier = 'test/provisioning/cycle/barrier.test.ts';
const formats = ['test/cli/check/formats/junit.test.ts', 'test/cli/check/formats/sarif.test.ts'];
const files = [
  'test/ci/action.test.ts',
  'test/cli/check/check.test.ts',
  ...formats,
  'test/cli/simulate/simulate.test.ts',
  'test/client/plot.test.ts',
  'test/editors/neovim.test.ts',
  'test/protocol/strategy.test.ts',
  barrier,
  'test/simulation/simulate.test.ts',
  'test/strategy/verdict.test.ts',
  'test/vscode/suite/commands.test.ts',
];

describe('find-tests', () => {
  let findTests: FindTests['findTests'];
  let needsDist: FindTests['needsDist'];
  before(async () => {
    ({ findTests, needsDist } = (await import(pathToFileURL(resolve('tools/find-tests.mjs')).href)) as FindTests);
  });

  for (const name of [
    'barrier',
    'provisioning/barrier',
    'cycle/barrier',
    'provisioning/cycle/barrier',
    './test/provisioning/cycle/barrier.test.ts',
    'test\\provisioning\\cycle\\barrier.test.ts',
    'out/test/provisioning/cycle/barrier.test.js',
    'server/src/provisioning/cycle/barrier.ts',
    'provisioning/',
    'cycle',
  ]) {
    it(`takes ${name} for the test of the barrier`, () => assert.deepEqual(findTests(name, files), [barrier]));
  }

  it('finds the tests of a folder, of the client, and a file before a folder of other files', () => {
    assert.deepEqual(findTests('cli/check/formats', files), formats);
    assert.deepEqual(findTests('formats/', files), formats);
    assert.deepEqual(findTests('client/webview/plot.ts', files), ['test/client/plot.test.ts']);
    assert.deepEqual(findTests('strategy', files), ['test/strategy/verdict.test.ts']);
    assert.deepEqual(findTests('protocol/strategy', files), ['test/protocol/strategy.test.ts']);
    assert.deepEqual(findTests('check', files), ['test/cli/check/check.test.ts']);
    assert.deepEqual(findTests('cli/check/', files), ['test/cli/check/check.test.ts', ...formats]);
  });

  it('lists what a name may be, or what is called alike', () => {
    assert.throws(() => findTests('simulate', files), {
      message: [
        'simulate may be any of these; say more of the path:',
        '  test/cli/simulate/simulate.test.ts',
        '  test/simulation/simulate.test.ts',
        '  test/cli/simulate/',
      ].join('\n'),
    });
    assert.throws(
      () => findTests('barier', files),
      /^Error: No test is called barier\. Similar names:\n {2}test\/prov.*barrier/,
    );
    assert.throws(() => findTests('rule', files), /^Error: No test is called rule\./);
  });

  it('says how to run what needs an editor', () => {
    assert.throws(
      () => findTests('commands', files),
      /commands\.test\.ts runs in a real VS Code: node tools\/vscode\/run-tests/,
    );
    assert.throws(
      () => findTests('neovim', files),
      /neovim\.test\.ts runs in a real editor: node tools\/editors\/run-tests/,
    );
  });

  it('knows which tests use the bundles, by themselves or by what they share', () => {
    assert.ok(needsDist(['test/protocol/server-process.test.ts']));
    assert.ok(needsDist(['test/protocol/contract.test.ts']));
    assert.ok(needsDist(['test/ci/action.test.ts']));
    assert.ok(!needsDist(['test/cli/plan/plan.test.ts', barrier]));
  });
});
