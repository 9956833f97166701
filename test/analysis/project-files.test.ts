import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { isProjectFile, ProjectFileStore } from '../../server/src/analysis/project-files';

const withProfile = (id: string) => `latencyProfile: ${id}\n`;
const broken = 'rules: {\n';

describe('the project files of a folder', () => {
  let root = '';
  let deep = '';
  let buffers: Map<string, string>;
  let store: ProjectFileStore;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'afd-lens-project-'));
    deep = join(root, 'a/b');
    mkdirSync(deep, { recursive: true });
    buffers = new Map();
    store = new ProjectFileStore((path) => buffers.get(path));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const write = (name: string, text: string | Buffer): string => {
    const path = join(root, name);
    writeFileSync(path, text);
    return path;
  };
  const found = async (folder = deep) => {
    const { configuration } = await store.find(folder);
    const profile = configuration?.layers[0]?.latencyProfile;
    return [configuration && relative(root, configuration.path), profile, configuration?.problem?.message];
  };

  it('are the nearest ones upwards, each kind by itself', async () => {
    write('afd-lens.config.yaml', withProfile('far'));
    write('a/afd-lens.config.yaml', withProfile('near'));
    write('afd-lens.baseline.json', '{"version":1,"files":{"x.yaml":[{"rule":"AFD101","fingerprint":"1"}]}}');
    assert.deepEqual(await found(), ['a/afd-lens.config.yaml', 'near', undefined]);
    assert.deepEqual(await found(root), ['afd-lens.config.yaml', 'far', undefined]);
    const { baseline } = await store.find(deep);
    assert.equal(baseline?.path, join(root, 'afd-lens.baseline.json'));
    assert.deepEqual(Object.keys(baseline.files), ['x.yaml']);
  });

  it('may be called .yml; of two in a folder .yaml counts', async () => {
    const yml = write('afd-lens.config.yml', withProfile('yml'));
    assert.deepEqual(await found(), ['afd-lens.config.yml', 'yml', undefined]);
    const yaml = write('afd-lens.config.yaml', withProfile('yaml'));
    for (const path of [yml, yaml]) store.forget(path);
    assert.deepEqual(await found(), ['afd-lens.config.yaml', 'yaml', undefined]);
  });

  it('confine to their folder where one is there and cannot be read, whatever it may say', async () => {
    write('afd-lens.config.yaml', Buffer.from([0xff, 0xfe, 0x00]));
    assert.deepEqual((await store.find(deep)).configuration?.allowedRoots, ['.']);
  });

  it('may be links, and what a link of another name leads to is not quoted', async () => {
    const baselineProblem = async () => (await store.find(deep)).baseline?.problem;
    const link = (target: string, name: string): void => {
      rmSync(join(root, name), { force: true });
      symlinkSync(join(root, target), join(root, name));
      store.forget(join(root, name));
    };
    write('team.yaml', withProfile('team'));
    link('team.yaml', 'afd-lens.config.yaml');
    assert.deepEqual(await found(), ['afd-lens.config.yaml', 'team', undefined]);
    write('.env', 'PASSWORD=hunter2\n');
    write('secrets.yaml', 'latencyProfile: hunter2\npassword: hunter2\n');
    for (const name of ['.env', 'secrets.yaml']) {
      link(name, 'afd-lens.config.yaml');
      const message = 'The file links to another that is not usable here.';
      assert.deepEqual(await found(), ['afd-lens.config.yaml', undefined, message]);
    }
    mkdirSync(join(root, 'shared'));
    write('shared/afd-lens.config.yaml', `${withProfile('own')}pasword: hunter2\n`);
    link('shared/afd-lens.config.yaml', 'afd-lens.config.yaml');
    assert.deepEqual((await found()).slice(0, 2), ['afd-lens.config.yaml', 'own']);
    assert.match(String((await found())[2]), /Unknown key `pasword`/);
    write('list.json', '{"version":1,"files":{"hunter2":3}}');
    link('list.json', 'afd-lens.baseline.json');
    assert.equal(await baselineProblem(), 'it links to another that is not usable here');
  });

  it('are none where there are none, nor where the folder itself is none', async () => {
    assert.deepEqual(await found(), [undefined, undefined, undefined]);
    write('file', '');
    assert.deepEqual(await found(join(root, 'file/sub')), [undefined, undefined, undefined]);
    assert.deepEqual(await found(join(root, 'no/such')), [undefined, undefined, undefined]);
  });

  it('name what to watch: every place where a nearer one could appear, and the one found', async () => {
    const path = write('a/afd-lens.config.yml', withProfile('x'));
    const { watched } = await store.find(deep);
    const configurations = watched.filter((place) => /config/.test(place));
    assert.deepEqual(
      configurations.map((place) => relative(root, place)),
      ['a/b/afd-lens.config.yaml', 'a/b/afd-lens.config.yml', 'a/afd-lens.config.yaml', relative(root, path)],
    );
    assert.ok(watched.includes(join(root, 'afd-lens.baseline.json')));
    assert.ok(!watched.some((place) => dirname(dirname(place)) === dirname(place)), 'the root folder is never quiet');
  });

  it('name neither the home folder nor what is above it, where something changes all day', async () => {
    const { watched } = await store.find(join(homedir(), 'deploy'));
    const folders = new Set(watched.map((place) => dirname(place)));
    assert.deepEqual([...folders], [resolve(homedir(), 'deploy')]);
  });

  const unusable: readonly [string, () => void, RegExp][] = [
    ['a folder', () => mkdirSync(join(root, 'a/afd-lens.config.yaml')), /^The file is a folder\.$/],
    [
      'not UTF-8',
      () => write('a/afd-lens.config.yaml', Buffer.from([0x72, 0xff, 0xfe])),
      /^The file is not UTF-8 text\.$/,
    ],
    ['broken', () => write('a/afd-lens.config.yaml', broken), /^Not valid YAML/],
  ];
  for (const [title, make, message] of unusable) {
    it(`say why one is not usable, rather than take the next one upwards: ${title}`, async () => {
      write('afd-lens.config.yaml', withProfile('far'));
      make();
      const [path, profile, problem] = await found();
      assert.deepEqual([path, profile], ['a/afd-lens.config.yaml', undefined]);
      assert.match(problem ?? '', message);
    });
  }

  it('stay as they were read until one is forgotten, or no longer kept', async () => {
    const path = write('afd-lens.config.yaml', withProfile('first'));
    await found();
    writeFileSync(path, withProfile('second'));
    assert.deepEqual((await found())[1], 'first');
    store.keepOnly((other) => other === path);
    assert.deepEqual((await found())[1], 'first');
    store.forget(path);
    assert.deepEqual((await found())[1], 'second');
    rmSync(path);
    store.keepOnly(() => false);
    assert.deepEqual(await found(), [undefined, undefined, undefined]);
  });

  describe('in an editor', () => {
    const typed = async (path: string, text: string) => {
      buffers.set(path, text);
      store.forget(path);
      return found();
    };

    it('count with their unsaved text, also where nothing is saved yet, and where it empties the file', async () => {
      const path = write('afd-lens.config.yaml', withProfile('saved'));
      assert.deepEqual((await typed(path, withProfile('typed')))[1], 'typed');
      assert.deepEqual(await typed(path, ''), ['afd-lens.config.yaml', undefined, undefined]);
      assert.deepEqual(await typed(join(deep, 'afd-lens.config.yaml'), withProfile('new')), [
        'a/b/afd-lens.config.yaml',
        'new',
        undefined,
      ]);
    });

    it('go on as saved while the text is broken for a moment, and say so, also if it was never read before', async () => {
      const path = write('afd-lens.config.yaml', withProfile('saved'));
      const [, profile, problem] = await typed(path, broken);
      assert.equal(profile, 'saved');
      assert.match(problem ?? '', /^Not valid YAML/);
      assert.deepEqual(await typed(path, withProfile('typed')), ['afd-lens.config.yaml', 'typed', undefined]);
      writeFileSync(path, withProfile('saved later'));
      assert.equal((await typed(path, `${withProfile('x')}${withProfile('y')}`))[1], 'saved later');
      rmSync(path);
      assert.equal((await typed(path, broken))[1], undefined);
    });

    it('keep a saved baseline while its text is broken', async () => {
      const path = write('afd-lens.baseline.json', '{"version":1,"files":{"x.yaml":[]}}');
      buffers.set(path, '{"version":1,');
      const { baseline } = await store.find(deep);
      assert.deepEqual([Object.keys(baseline!.files), baseline!.problem], [['x.yaml'], 'it is not valid JSON']);
    });
  });

  it('are told by their name', () => {
    for (const name of ['afd-lens.config.yaml', 'afd-lens.config.yml', 'afd-lens.baseline.json'])
      assert.ok(isProjectFile(join(root, name)), name);
    for (const name of ['afd-lens.baseline.yaml', 'chat.afd.yaml']) assert.ok(!isProjectFile(name), name);
  });
});
