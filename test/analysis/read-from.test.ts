import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputStore } from '../../server/src/analysis/input-store';
import { ProjectFileStore } from '../../server/src/analysis/project-files';
import { realPathOf } from '../../server/src/analysis/reach/real-path';
import { placeToRead, type ReadFrom } from '../../server/src/analysis/read-from';
import type { Inputs } from '../../server/src/evaluation/inputs';
import { TraceLoader } from '../../server/src/workload/trace-loader';

const csv = (decode: number) => `prompt_tokens,completion_tokens\n100,${decode}\n`;
const columns = { prefill: 'prompt_tokens', decode: 'completion_tokens' };
const profile = (name: string) => `apiVersion: afd-lens/v1
kind: LatencyProfile
metadata: { name: ${name} }
timeUnit: ms
calibration: measured
attention: { alpha: 1, beta: 1 }
ffn: { alpha: 1, beta: 1 }
communication: { alpha: 1, beta: 1 }
`;

/** Links lead there as they do here. */
const placedBy = (place: ReadFrom['place']): ReadFrom => ({ place, leadsTo: realPathOf });

describe('files that are read from another place', () => {
  let folder = '';
  let inputs: Inputs;
  let store: InputStore;
  const elsewhere = placedBy(async (path) => (path.includes('absent') ? undefined : path.replace('now-', 'then-')));

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'afd-places-'));
    store = new InputStore({ loader: new TraceLoader({}), readFrom: elsewhere });
    inputs = store.inputsFor({ kind: 'folder', path: folder });
  });
  afterEach(() => {
    store.dispose();
    rmSync(folder, { recursive: true });
  });

  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

  it('stay in their own place if nobody says otherwise', async () => {
    assert.equal(await placeToRead('/a', undefined), '/a');
    assert.equal(await placeToRead('/absent', elsewhere), undefined);
  });

  it('are traces, their requests and profiles, known by their own path', async () => {
    for (const [age, decode] of [
      ['now', 10],
      ['then', 20],
    ] as const) {
      write(`${age}-t.csv`, csv(decode));
      write(`${age}-p.yaml`, profile(age));
    }
    inputs.trace('now-t.csv', columns);
    inputs.profile('now-p.yaml');
    await store.settled();
    const [trace, read] = [inputs.trace('now-t.csv', columns), inputs.profile('now-p.yaml')];
    assert.ok(trace.kind === 'ready' && read.kind === 'ready');
    assert.deepEqual([trace.path, trace.summary.moments.sumD], [join(folder, 'now-t.csv'), 20]);
    assert.deepEqual([read.path, read.profile.id], [join(folder, 'now-p.yaml'), 'then']);
    const keep = { kind: 'first', limit: 1 } as const;
    const requests = await store.requests({ kind: 'folder', path: folder }, 'now-t.csv', columns, keep);
    assert.ok(requests.kind === 'ready' && requests.summary.moments.sumD === 20);
  });

  it('are missing where there is no such place', async () => {
    write('absent-t.csv', csv(1));
    write('absent-p.yaml', profile('x'));
    inputs.trace('absent-t.csv', columns);
    inputs.profile('absent-p.yaml');
    await store.settled();
    assert.equal(inputs.trace('absent-t.csv', columns).kind, 'missing');
    assert.equal(inputs.profile('absent-p.yaml').kind, 'missing');
    const keep = { kind: 'first', limit: 1 } as const;
    const requests = await store.requests({ kind: 'folder', path: folder }, 'absent-t.csv', columns, keep);
    assert.equal(requests.kind, 'missing');
  });

  it('are configurations, known by their own path', async () => {
    write('afd-lens.config.yaml', 'thresholds: { minGainPercent: 1 }\n');
    write('other.yaml', 'thresholds: { minGainPercent: 7 }\n');
    const found = async (place: ReadFrom['place']) =>
      (await new ProjectFileStore(undefined, placedBy(place)).find(folder)).configuration;
    const other = await found(async (path) => path.replace('afd-lens.config.yaml', 'other.yaml'));
    assert.equal(other?.path, join(folder, 'afd-lens.config.yaml'));
    assert.equal(other?.layers[0]?.thresholds.minGainPercent, 7);
    const hidden = await found(async (path) => (path.startsWith(folder) ? undefined : path));
    assert.notEqual(hidden?.path, join(folder, 'afd-lens.config.yaml'));
    const failed = await found(async (path) => {
      if (path.startsWith(folder)) throw new Error('gone');
      return path;
    });
    assert.deepEqual(failed?.problem, { message: 'The file gone.', line: 1 });
  });
});
