import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { LaunchSearch, searchScope } from '../../server/src/analysis/launch-search';
import { confinementTo } from '../../server/src/configuration/confinement';
import { defaultFileSettings } from '../../server/src/configuration/file-settings';
import type { LaunchesState, ReadyLaunches } from '../../server/src/evaluation/inputs';

const launch = (role: string, attention = 8) =>
  `vllm serve m --max-num-seqs 256 --additional-config '{"afd":{"role":"${role}","num_attention_ranks":${attention}}}'\n`;

describe('the search for launches in other files', () => {
  let folder: string;
  const buffers = new Map<string, string>();
  const never = new AbortController().signal;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'afd-search-'));
    buffers.clear();
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const write = async (name: string, text: string) => {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await writeFile(join(folder, name), text);
  };
  const newSearch = () => new LaunchSearch({ bufferOf: (path) => buffers.get(path) });
  const ready = (state: LaunchesState): ReadyLaunches => {
    assert.equal(state.kind, 'ready');
    return state as ReadyLaunches;
  };
  const names = (state: LaunchesState) => ready(state).files.map(({ path }) => relative(folder, path));

  it('finds scripts and YAML with launches, and nothing else', async () => {
    await write('attention.sh', launch('attention'));
    await write(
      'pod.yaml',
      `kind: Pod\nspec:\n  containers:\n    - command: [sh, -c]\n      args:\n        - |\n          ${launch('ffn')}`,
    );
    await write('plain.sh', 'vllm serve m\n');
    await write('other.txt', launch('ffn'));
    const found = await newSearch().search({ folder, deep: false }, never);
    assert.deepEqual(names(found), ['attention.sh', 'pod.yaml']);
    assert.deepEqual(
      ready(found).files.map(({ launches }) => launches.map(({ pool, file }) => [pool, relative(folder, file!)])),
      [[['attention', 'attention.sh']], [['ffn', 'pod.yaml']]],
    );
  });

  it('looks below only if asked to, and never into hidden folders and packages', async () => {
    for (const name of ['a.sh', 'below/b.sh', '.git/c.sh', 'node_modules/d.sh']) await write(name, launch('ffn'));
    assert.deepEqual(names(await newSearch().search({ folder, deep: false }, never)), ['a.sh']);
    assert.deepEqual(names(await newSearch().search({ folder, deep: true }, never)), ['a.sh', join('below', 'b.sh')]);
  });

  it('takes an editor’s unsaved text before the file', async () => {
    await write('a.sh', launch('ffn', 8));
    buffers.set(join(folder, 'a.sh'), launch('ffn', 9));
    const [file] = ready(await newSearch().search({ folder, deep: false }, never)).files;
    assert.equal(file!.text, launch('ffn', 9));
  });

  it('reads a file again once its size or time changed, not before', async () => {
    const path = join(folder, 'a.sh');
    const at = new Date(2026, 0, 1);
    await write('a.sh', launch('ffn', 8));
    await utimes(path, at, at);
    const search = newSearch();
    await search.search({ folder, deep: false }, never);
    await write('a.sh', launch('ffn', 9));
    await utimes(path, at, at);
    const same = ready(await search.search({ folder, deep: false }, never)).files[0]!.text;
    assert.equal(same, launch('ffn', 8));
    await utimes(path, at, new Date(2026, 0, 2));
    const changed = ready(await search.search({ folder, deep: false }, never)).files[0]!.text;
    assert.equal(changed, launch('ffn', 9));
  });

  it('follows one file without searching, also while that is broken', async () => {
    await write('a.sh', launch('ffn', 8));
    const search = newSearch();
    const found = ready(await search.search({ folder, deep: false }, never));
    buffers.set(join(folder, 'a.sh'), 'vllm serve m --addi');
    const broken = ready(await search.lookAgain(found, join(folder, 'a.sh')));
    assert.deepEqual([names(broken), broken.files[0]!.launches], [['a.sh'], []]);
    buffers.set(join(folder, 'a.sh'), launch('ffn', 9));
    assert.equal(ready(await search.lookAgain(broken, join(folder, 'a.sh'))).files[0]!.launches.length, 1);
  });

  it('says when there is more than it looks at', async () => {
    for (let index = 0; index <= 2000; index++) await writeFile(join(folder, `${index}.yaml`), 'a: 1\n');
    const found = ready(await newSearch().search({ folder, deep: false }, never));
    assert.equal(found.complete, false);
  });

  it('ends where it is aborted', async () => {
    await write('a.sh', launch('ffn'));
    const signal = AbortSignal.abort();
    await assert.rejects(newSearch().search({ folder, deep: false }, signal), { name: 'AbortError' });
  });

  it('keeps to what references are confined to, wherever links lead', async () => {
    await write('in/a.sh', launch('ffn', 8));
    await write('out/b.sh', launch('ffn', 9));
    await symlink(join(folder, 'out/b.sh'), join(folder, 'in/link.sh'));
    const within = (...roots: string[]) => [confinementTo(roots, folder, { from: 'x', setBy: 'x' })];
    const found = async (...roots: string[]) =>
      names(ready(await newSearch().search({ folder, deep: true, confinements: within(...roots) }, never)));
    assert.deepEqual(await found('.'), ['in/a.sh', 'in/link.sh', 'out/b.sh']);
    assert.deepEqual(await found('in'), ['in/a.sh']);
  });

  it('goes through the project, or through the one folder where there is no configuration', () => {
    const base = { kind: 'folder', path: '/srv/deploy/prod' } as const;
    const project = { ...defaultFileSettings, projectFolder: '/srv/deploy' };
    const confinements = [confinementTo(['.'], '/srv/deploy', { from: 'x', setBy: 'x' })];
    assert.deepEqual(searchScope(project, base), { folder: '/srv/deploy', deep: true, confinements: [] });
    assert.deepEqual(searchScope({ ...defaultFileSettings, confinements }, base), {
      folder: '/srv/deploy/prod',
      deep: false,
      confinements,
    });
    assert.equal(searchScope(project, { kind: 'none', why: 'save it first' }), undefined);
  });
});
