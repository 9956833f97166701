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
  ];
  for (const [text, roots] of mistakes) {
    it(`is never wider by a mistake: ${text}`, () => {
      assert.deepEqual(rootsOf(`${text}\n`), roots);
      assert.ok(readConfiguration(path, `${text}\n`).problem);
    });
  }

  it('stands beside that of the command line, which it cannot widen', () => {
    const confinement = confinementTo(['.'], '/srv', { from: 'command line', setBy: '`--allowed-root`' });
    const configuration = readConfiguration(path, 'allowedRoots: [/]\n');
    const settings = fileSettings({ path: undefined, folder: '/srv', configuration, confinement, nowMs: 0 });
    assert.deepEqual(settings.confinements, [confinement, confinementOf(configuration)]);
    assert.deepEqual(fileSettings({ path: undefined, folder: '/srv', nowMs: 0 }).confinements, []);
  });
});
