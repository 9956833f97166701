import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { FileWatcher } from '../../server/src/language-server/file-watcher';
import { waitFor } from '../wait-for';

describe('the file watcher', () => {
  let folder = '';
  let seen: string[] = [];
  let watcher: FileWatcher;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'afd-lens-watch-'));
    seen = [];
    watcher = new FileWatcher((path) => seen.push(path));
  });
  afterEach(() => {
    watcher.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs `act` and returns the paths reported until a while after the first, each once. */
  const reported = async (act: () => void): Promise<string[]> => {
    seen = [];
    act();
    await waitFor('a report', () => seen.length > 0);
    await setTimeout(100);
    return [...new Set(seen)];
  };
  const quiet = async (act: () => void): Promise<string[]> => {
    seen = [];
    act();
    await setTimeout(250);
    return seen;
  };

  it('reports a file that is written, replaced, deleted and written again', async () => {
    const file = join(folder, 'trace.csv');
    writeFileSync(file, 'a');
    watcher.watch(new Set([file]));
    assert.deepEqual(await reported(() => writeFileSync(file, 'b')), [file]);
    const other = join(folder, 'other.tmp');
    writeFileSync(other, 'c');
    assert.deepEqual(await reported(() => renameSync(other, file)), [file]);
    assert.deepEqual(await reported(() => rmSync(file)), [file]);
    assert.deepEqual(await reported(() => writeFileSync(file, 'd')), [file]);
  });

  it('reports once however many pieces a writer writes in', async () => {
    const file = join(folder, 'trace.csv');
    watcher.watch(new Set([file]));
    seen = [];
    for (let piece = 0; piece < 10; piece++) writeFileSync(file, String(piece), { flag: 'a' });
    await waitFor('a report', () => seen.length > 0);
    await setTimeout(250);
    assert.deepEqual(seen, [file]);
  });

  it('sees a file appear in folders that do not exist yet, go with them, and come back', async () => {
    const file = join(folder, 'a/b/trace.csv');
    watcher.watch(new Set([file]));
    const make = (): void => {
      mkdirSync(join(folder, 'a/b'), { recursive: true });
      writeFileSync(file, 'a');
    };
    assert.deepEqual(await reported(make), [file]);
    assert.deepEqual(await reported(() => writeFileSync(file, 'b')), [file]);
    assert.deepEqual(await reported(() => rmSync(join(folder, 'a'), { recursive: true })), [file]);
    assert.deepEqual(await reported(make), [file]);
    assert.deepEqual(await reported(() => writeFileSync(file, 'c')), [file]);
  });

  it('says nothing of what lies below a folder it watches for another file', async () => {
    const [near, far] = [join(folder, 'a/b/near.yaml'), join(folder, 'far.yaml')];
    mkdirSync(join(folder, 'a/b'), { recursive: true });
    watcher.watch(new Set([near, far]));
    assert.deepEqual(await quiet(() => writeFileSync(join(folder, 'neighbour.csv'), 'a')), []);
    assert.deepEqual(await reported(() => writeFileSync(near, 'a')), [near]);
    assert.deepEqual(await reported(() => writeFileSync(far, 'a')), [far]);
    assert.deepEqual(await reported(() => renameSync(join(folder, 'a'), join(folder, 'z'))), [near]);
  });

  it('knows what it watches', () => {
    const [one, two] = [join(folder, 'one'), join(folder, 'two')];
    watcher.watch(new Set([one]));
    assert.deepEqual([watcher.watches(one), watcher.watches(two)], [true, false]);
  });

  it('says nothing of neighbours, nor of files it no longer watches', async () => {
    const file = join(folder, 'trace.csv');
    watcher.watch(new Set([file]));
    assert.deepEqual(await quiet(() => writeFileSync(join(folder, 'neighbour.csv'), 'a')), []);
    watcher.watch(new Set());
    assert.deepEqual(await quiet(() => writeFileSync(file, 'a')), []);
  });

  it('says nothing of what happens beside the folders of its files, also where it watches above them', async () => {
    mkdirSync(join(folder, 'a/b'), { recursive: true });
    mkdirSync(join(folder, 'ab'));
    const [above, below] = [join(folder, 'settings.yaml'), join(folder, 'a/b/trace.csv')];
    watcher.watch(new Set([above, join(folder, 'a/settings.yaml'), below]));
    assert.deepEqual(await quiet(() => writeFileSync(join(folder, 'other.yaml'), 'a')), []);
    assert.deepEqual(await quiet(() => writeFileSync(join(folder, 'ab/trace.csv'), 'a')), []);
    assert.deepEqual(await reported(() => writeFileSync(above, 'a')), [above]);
  });
});
