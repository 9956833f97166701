import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { manifest, traceRows } from '../protocol/manifests';
import { testTimeoutMs, waitFor } from '../wait-for';

const neovim = process.env.AFD_LENS_NEOVIM ?? 'nvim';

/** What neovim.lua reports. */
interface Report {
  readonly problem?: string;
  readonly lenses: readonly { readonly title: string; readonly command: string }[];
  readonly before: readonly {
    readonly code: string;
    readonly severity: number;
    readonly start: readonly [number, number];
    readonly stop: readonly [number, number];
    readonly message: string;
  }[];
  readonly hover?: readonly string[];
  readonly completions?: readonly string[];
  readonly actions?: readonly { readonly title: string; readonly preferred: boolean }[];
}

/** The Lua of docs/editors.md for a Neovim 0.x: the newer one uses `vim.lsp.config`. */
function documentedInit(minor: number): string {
  const [, section] = /^## Neovim\n([\s\S]*?)^## /m.exec(readFileSync('docs/editors.md', 'utf8'))!;
  const snippets = [...section!.matchAll(/^```lua\n([\s\S]*?)^```/gm)].map(([, lua]) => lua!);
  assert.equal(snippets.length, 2);
  return snippets.find((lua) => lua.includes('vim.lsp.config(') === minor >= 11)!;
}

const statistics = '{ statistics: { distribution: geometric, meanPrefill: 100, meanDecode: 500 } }';
const foreign = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { nmae: web }\n---\n';

describe('in Neovim, set up as docs/editors.md says', () => {
  let folder = '';
  let init = '';
  before(() => {
    const { stdout } = spawnSync(neovim, ['--version'], { encoding: 'utf8' });
    const [version, minor] = /^NVIM v\d+\.(\d+)\.\S*/.exec(stdout)!;
    console.log(`    ${version}`);
    init = documentedInit(Number(minor));
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'afd-lens-neovim-'));
    const program = join(folder, 'bin/afd-language-server');
    mkdirSync(join(folder, 'bin'));
    // What npm links on the path, and the number of the process that it becomes.
    writeFileSync(program, `#!/bin/sh\necho $$ >'${folder}/pid'\nexec '${resolve('dist/server.js')}' "$@"\n`);
    chmodSync(program, 0o755);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

  /** Opens a file in a Neovim of its own, for neovim.lua to look at and to mend. */
  function visit(
    name: string,
    text: string,
    { calm = false, initLua = init }: { calm?: boolean; initLua?: string } = {},
  ): { report: Report; saved: string } {
    const file = join(folder, name);
    mkdirSync(join(folder, 'nvim'));
    writeFileSync(join(folder, 'nvim/init.lua'), initLua);
    writeFileSync(file, text);
    const { stderr, status } = spawnSync(
      neovim,
      ['--headless', '-n', '-i', 'NONE', file, '-S', 'test/editors/neovim.lua'],
      {
        encoding: 'utf8',
        timeout: testTimeoutMs,
        env: {
          ...process.env,
          HOME: folder,
          PATH: `${join(folder, 'bin')}${delimiter}${process.env.PATH}`,
          XDG_CONFIG_HOME: folder,
          XDG_CACHE_HOME: join(folder, 'cache'),
          XDG_DATA_HOME: join(folder, 'data'),
          XDG_STATE_HOME: join(folder, 'state'),
          AFD_LENS_REPORT: join(folder, 'report.json'),
          ...(calm ? { AFD_LENS_CALM: '1' } : {}),
        },
      },
    );
    assert.ok(existsSync(join(folder, 'report.json')), `Neovim ended with ${status}: ${stderr}`);
    const report: Report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));
    assert.equal(report.problem, undefined, stderr);
    return { report, saved: readFileSync(file, 'utf8') };
  }

  for (const [what, name, text, optimum] of [
    ['a manifest with statistics', 'chat.afd.yaml', manifest({ workload: statistics }), 10],
    ['a manifest with a trace', 'chat.afd.yaml', manifest({ workload: '{ trace: chat.csv }' }), 9],
    ['a manifest in plain YAML', 'all.yaml', foreign + manifest({ workload: statistics }), 10],
  ] as const) {
    it(`underlines, explains and mends the count in ${what}`, () => {
      writeFileSync(join(folder, 'chat.csv'), traceRows(2000));
      const { report, saved } = visit(name, text);
      const line = text.split('\n').findIndex((each) => each.startsWith('  attention:'));
      const { message, ...found } = report.before[0]!;
      assert.deepEqual(found, { code: 'AFD101', severity: 2, start: [line, 24], stop: [line, 25] });
      assert.match(message, new RegExp(`^4A:1F is attention-bound: ${optimum}A:1F gives \\+\\d+ % `));
      assert.equal(report.before.length, 1);

      const hover = report.hover!.join('\n').replaceAll('\u00a0', ' ');
      assert.match(hover, /^\*\*4A:1F is attention-bound\*\* · optimum \*\*\d+A:1F\*\*/);
      assert.match(hover, /\| attention, slowest of 4 \| [\d.]+ cycles \|/);
      assert.match(hover, /tA = 0\.00165 × 256 × /);
      assert.deepEqual(report.completions, [
        'microbatches',
        'slo',
        'device',
        'precision',
        'memory',
        'roofline',
        'scheduler',
      ]);
      assert.match(report.lenses[0]!.title, new RegExp(`^4A:1F · attention-bound · .* · optimum ${optimum}A:1F$`));
      assert.deepEqual(
        report.lenses.map(({ command }) => command),
        [''],
      );

      assert.match(report.actions!.find(({ preferred }) => preferred)!.title, new RegExp(`^Change to ${optimum}A:1F `));
      assert.equal(saved, text.replace('workers: 4,', `workers: ${optimum},`));
    });
  }

  it('takes settings from the initialization options', () => {
    const strict = init.replace('minGainPercent = 2', 'minGainPercent = 90');
    assert.notEqual(strict, init);
    const { report, saved } = visit('chat.afd.yaml', manifest({ workload: statistics }), {
      calm: true,
      initLua: strict,
    });
    assert.deepEqual(report.before, []);
    assert.equal(report.lenses.length, 1);
    assert.equal(saved, manifest({ workload: statistics }));
  });

  it('says nothing in other YAML', () => {
    const { report } = visit('other.yaml', foreign, { calm: true });
    assert.deepEqual([report.before, report.lenses], [[], []]);
  });

  it('leaves no server behind', async () => {
    visit('chat.afd.yaml', manifest({ workload: statistics }));
    const server = Number(readFileSync(join(folder, 'pid'), 'utf8'));
    await waitFor('the end of the server', () => {
      try {
        process.kill(server, 0);
        return false;
      } catch {
        return true;
      }
    });
  });
});
