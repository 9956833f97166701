// Also tests: configuration/allowed-roots
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { confinementOf, confinementTo } from '../../server/src/configuration/confinement';
import { fileSettings } from '../../server/src/configuration/file-settings';
import { readConfiguration } from '../../server/src/configuration/read-configuration';

const path = resolve('/srv/project/afd-lens.config.yaml');
const rootsOf = (text: string) => readConfiguration(path, text).allowedRoots;

describe('the confinement that a configuration sets', () => {
  it('is none where nothing is said', () => {
    assert.equal(rootsOf('device: h800\n'), undefined);
    assert.equal(confinementOf(readConfiguration(path, 'device: h800\n')), undefined);
  });

  it('starts at its folder', () => {
    assert.deepEqual(confinementOf(readConfiguration(path, 'allowedRoots: [., ../profiles, /data]\n')), {
      roots: ['.', '../profiles', '/data'],
      folders: ['/srv/project', '/srv/profiles', '/data'].map((folder) => resolve(folder)),
      from: 'afd-lens.config.yaml',
      setBy: '`allowedRoots` in `afd-lens.config.yaml`',
    });
  });

  const mistakes: readonly [string, readonly string[]][] = [
    ['allowedRoots: [a, "", 3, b]', ['a', 'b']],
    ['allowedRoots: [3]', ['.']],
    ['allowedRoots: []', ['.']],
    ['allowedRoots: /', ['.']],
    ['allowedRoots:', ['.']],
    ['allowedRoots: { a: b }', ['.']],
    ['allowedRoots: "{{ .Values.roots }}"', ['.']],
    ['allowedRoots: [a, "{{ .Values.root }}"]', ['a']],
    // Not YAML, or not one meaning.
    ['allowedRoots: [in', ['.']],
    ['allowedRoots: [in]\nallowedRoots: [/]', ['.']],
    ['allowedRoots: [in]\nthresholds: { minGainPercent: 2', ['.']],
    ['thresholds: { minGainPercent: 2, minGainPercent: 3 }\nallowedRoots: [in]', ['.']],
    ['allowedRoots: [in]\nignores: *nowhere', ['.']],
    ['rules: "\nallowedRoots: [in]', ['.']],
    ['allowedRoot: [in', ['.']],
    // Not where it counts, or not by its name.
    ['allowedroots: [in]', ['.']],
    ['allowed-roots: [in]', ['.']],
    ['allowedRoot: in', ['.']],
    ['thresholds:\n  minGainPercent: 2\n  allowedRoots: [in]', ['.']],
    ['overrides:\n  - files: ["*"]\n    allowedRoots: [in]', ['.']],
    ['device: h800\n---\nallowedRoots: [in]', ['.']],
    ['---\n---\nallowedRoots: [in]', ['.']],
    ['- allowedRoots: [in]', ['.']],
    ['allowedRoots', ['.']],
    ['allowedRoots:[".", ../profiles]', ['.']],
    ['allowedRoots:./traces', ['.']],
    ['allowedRoots = [".", "../profiles"]', ['.']],
    ['allowedRoots\n  - .\n  - ../profiles', ['.']],
    ['allowedRoots:\u00a0["."]', ['.']],
    ['x-k: &k allowedRoots\n*k : ["."]', ['.']],
    ['{ "allowed\\x52oots": [in', ['.']],
    ['{ "allowed\\u0052oots": [in', ['.']],
    ['afdLens.allowedRoots: [in]', ['.']],
    [Array.from('allowedRoots: [in]').join('\0'), ['.']],
  ];
  for (const [text, roots] of mistakes) {
    it(`is never wider by a mistake: ${text}`, () => {
      assert.deepEqual(rootsOf(`${text}\n`), roots);
      assert.ok(readConfiguration(path, `${text}\n`).problem);
    });
  }

  it('is never wider by a file that is too large', () => {
    assert.deepEqual(rootsOf(`allowedRoots: [in]\n${'#'.repeat(1_000_001)}`), ['.']);
  });

  for (const text of ['device: [', 'device: a\ndevice: b', 'rules: { AFD101: of', '# allowedRoots: [in]']) {
    it(`is none where nothing was meant to be confined: ${text}`, () => assert.equal(rootsOf(`${text}\n`), undefined));
  }

  it('stands beside that of the command line, which it cannot widen', () => {
    const confinement = confinementTo(['.'], '/srv', { from: 'command line', setBy: '`--allowed-root`' });
    const configuration = readConfiguration(path, 'allowedRoots: [/]\n');
    const settings = fileSettings({ path: undefined, folder: '/srv', configuration, confinement, nowMs: 0 });
    assert.deepEqual(settings.confinements, [confinement, confinementOf(configuration)]);
    assert.deepEqual(fileSettings({ path: undefined, folder: '/srv', nowMs: 0 }).confinements, []);
  });
});
