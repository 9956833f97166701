import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { InputStore } from '../../../server/src/analysis/input-store';
import { ownFolders } from '../../../server/src/analysis/reach/own-folders';
import { TraceLoader } from '../../../server/src/workload/trace-loader';
import { temporaryFolder } from '../../cli/temporary-folder';

describe('own folders', () => {
  const folder = temporaryFolder();
  before(() => {
    for (const name of ['repo/.git', 'repo/deploy', 'loose']) mkdirSync(name, { recursive: true });
  });

  it('are those worked in and their repositories, each once', () => {
    const own = (...names: string[]) => ownFolders(names.map((name) => join(folder.path, name)));
    const paths = (...names: string[]) => names.map((name) => join(folder.path, name));
    assert.deepEqual(own('repo/deploy', 'loose'), paths('repo/deploy', 'loose', 'repo'));
    assert.deepEqual(own('repo'), paths('repo'));
    assert.deepEqual(own(), []);
  });

  it('are those of which an input store shows how columns are called, wherever links lead', async () => {
    folder.write('repo/deploy/t.csv', 'in,out\n1,2\n');
    folder.write('loose/t.csv', 'in,out\n1,2\n');
    symlinkSync('../../loose/t.csv', 'repo/deploy/link.csv');
    const base = { kind: 'folder', path: join(folder.path, 'repo/deploy') } as const;
    const isShown = async (reference: string, ...own: string[]): Promise<boolean> => {
      const loader = new TraceLoader({});
      const store = new InputStore({
        loader,
        ownFolders: () => ownFolders(own.map((name) => join(folder.path, name))),
      });
      store.inputsFor(base).trace(reference, undefined);
      await store.settled();
      const state = store.inputsFor(base).trace(reference, undefined);
      const requests = await store.requests(base, reference, undefined, { kind: 'first', limit: 1 });
      store.dispose();
      assert.ok(state.kind === 'failed' && requests.kind === 'failed');
      assert.equal(requests.message, state.message);
      return /: in, out\. /.test(state.message);
    };
    assert.equal(await isShown('t.csv', 'repo/deploy'), true);
    assert.equal(await isShown('t.csv', 'repo'), true);
    assert.equal(await isShown('t.csv', 'loose'), false);
    assert.equal(await isShown('t.csv'), false);
    assert.equal(await isShown('../../loose/t.csv', 'repo'), false);
    assert.equal(await isShown('link.csv', 'repo'), false);
    assert.equal(await isShown('link.csv', 'repo', 'loose'), true);
  });
});
