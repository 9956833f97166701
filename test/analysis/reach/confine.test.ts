import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { InputStore } from '../../../server/src/analysis/input-store';
import { leftBy, leftByLink, linkRefusal, refusal } from '../../../server/src/analysis/reach/confine';
import type { ReferenceBase } from '../../../server/src/analysis/reference-path';
import { confinementTo } from '../../../server/src/configuration/confinement';
import type { TraceState } from '../../../server/src/evaluation/inputs';
import { TraceLoader } from '../../../server/src/workload/trace-loader';
import { temporaryFolder } from '../../cli/temporary-folder';

describe('confined references', () => {
  const folder = temporaryFolder();
  const at = (name: string) => join(folder.path, name);
  const to = (...roots: string[]) => confinementTo(roots, folder.path, { from: 'y', setBy: '`x`' });
  before(() => {
    for (const name of ['a/deep', 'b']) mkdirSync(name, { recursive: true });
    for (const name of ['a/t', 'b/t']) folder.write(name, '');
    symlinkSync(at('b/t'), 'a/link');
    symlinkSync(at('b'), 'a/away');
    symlinkSync(at('a'), 'alias');
  });

  it('leave the first confinement that they do not keep to', async () => {
    assert.equal(await leftBy([], at('b/t')), undefined);
    assert.equal(await leftBy([to('a')], at('a/t')), undefined);
    assert.equal(await leftBy([to('a', 'b')], at('a/link')), undefined);
    assert.equal(await leftBy([to('alias')], at('a/t')), undefined);
    const [one, other] = [to('a', 'b'), to('b')];
    assert.equal(await leftBy([one, other], at('a/t')), other);
    assert.equal(await leftBy([other, one], at('none')), other);
    assert.deepEqual((await leftBy([to('a')], at('a/away/none')))?.roots, ['a']);
  });

  it('are led out by links only where they begin inside', async () => {
    const confinement = to('a');
    for (const path of ['a/link', 'a/away/t', 'a/away/none'])
      assert.equal(await leftByLink([confinement], at(path)), confinement, path);
    for (const path of ['a/t', 'a/none', 'b/t', 'none'])
      assert.equal(await leftByLink([confinement], at(path)), undefined);
  });

  it('are refused in one sentence that says what confines them', () => {
    assert.equal(
      refusal('../x', to('a', 'b')),
      '`../x` is not read: references are confined to `a`, `b` by `x`; add its folder there to allow it.',
    );
    assert.match(refusal('x', to('a', 'b', 'c', 'd', 'e')), /confined to `a`, `b`, `c` and 2 more by `x`/);
    assert.equal(linkRefusal(to('a')), 'is a link that leads elsewhere, and references are confined to `a` by `x`');
  });

  it('are not read by an input store, be the file there or not', async () => {
    const columns = { prefill: 'in', decode: 'out' };
    for (const name of ['t.csv', 'in/t.csv', 'p.yaml', 'in/p.yaml'])
      folder.write(`store/${name}`, name.endsWith('csv') ? 'in,out\n1,2\n' : 'kind: LatencyProfile\n');
    symlinkSync(at('store/t.csv'), 'store/in/link.csv');
    symlinkSync(at('store'), 'store/in/away');
    const store = new InputStore({ loader: new TraceLoader({}) });
    const confinement = (root: string) => confinementTo([root], at('store'), { from: 'y', setBy: `\`${root}\`` });
    const within = (...roots: string[]) =>
      ({ kind: 'folder', path: at('store/in'), confinements: roots.map(confinement) }) as const;
    const settled = async <State extends { readonly kind: string }>(ask: () => State): Promise<State> => {
      ask();
      await store.settled();
      return ask();
    };
    const traceOf = (base: ReferenceBase, path: string) =>
      settled(() => store.inputsFor(base).trace(path, columns) as TraceState & { message?: string });
    for (const path of ['t.csv', './t.csv', '../in/t.csv', 'away/in/t.csv'])
      assert.equal((await traceOf(within('in'), path)).kind, 'ready', path);
    assert.equal((await traceOf(within('in'), 'none.csv')).kind, 'missing');
    for (const path of ['../t.csv', '../none.csv', 'link.csv', 'away/t.csv', 'away/none.csv', '/none/t.csv']) {
      const message = refusal(path, confinement('in'));
      assert.deepEqual(await traceOf(within('in'), path), { kind: 'unreachable', message, isConfined: true });
      const requests = await store.requests(within('in'), path, columns, { kind: 'first', limit: 1 });
      assert.deepEqual(requests, { kind: 'failed', message });
    }
    const inputs = store.inputsFor(within('in'));
    assert.equal((await settled(() => inputs.profile('p.yaml'))).kind, 'failed');
    for (const ask of [inputs.profile, inputs.device, inputs.model])
      assert.equal((await settled((): { readonly kind: string } => ask('../p.yaml'))).kind, 'unreachable');
    // Other documents may be confined otherwise.
    assert.equal((await traceOf({ kind: 'folder', path: at('store/in') }, '../t.csv')).kind, 'ready');
    assert.match((await traceOf(within('.', 'other'), 't.csv')).message ?? '', /confined to `other` by/);
    store.dispose();
  });
});
