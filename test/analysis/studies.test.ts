import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analyzeSettled } from '../../server/src/analysis/analyze-settled';
import { InputStore } from '../../server/src/analysis/input-store';
import { type ReadScheduled, Studies } from '../../server/src/analysis/studies';
import { defaultFileSettings } from '../../server/src/configuration/file-settings';
import type { ScheduledTrace } from '../../server/src/evaluation/inputs';
import { onlineRequests } from '../../server/src/evaluation/scheduling-requests';
import { scheduleStudy } from '../../server/src/scheduling/schedule-study';
import type { RequestList } from '../../server/src/workload/request-list';
import { TraceLoader } from '../../server/src/workload/trace-loader';
import { realWorker } from '../background/workers';
import { arrivingTrace, mixedStream, scheduled } from '../evaluation/arriving';

const stream = mixedStream(1500, 2.1);
const list: RequestList = {
  prefill: Float64Array.from(stream.requests, ([prefill]) => prefill),
  decode: Float64Array.from(stream.requests, ([, decode]) => decode),
  arrivalSeconds: Float64Array.from(stream.seconds),
};
const trace: ScheduledTrace = {
  reference: 't.csv',
  columns: undefined,
  read: arrivingTrace(stream),
  stepSeconds: 0.2,
  stretch: 4,
};
const question = {
  kvTokens: 16_492,
  mode: 'online',
  policies: ['fcfs', 'svf'],
  predictionNoise: 0,
  seed: 1,
  ageingSteps: undefined,
  stepTime: undefined,
} as const;

function watched(workerPath?: string) {
  const logged: string[] = [];
  const studies = new Studies({
    workerPath,
    log: (message, error) => logged.push(`${message}: ${(error as Error).message}`),
  });
  let reads = 0;
  const read: ReadScheduled = async () => {
    reads++;
    return { kind: 'ready', summary: trace.read.summary, list };
  };
  return { studies, logged, read, reads: () => reads };
}

describe('studies', () => {
  for (const [place, workerPath] of [
    ['in this thread', undefined],
    ['in the worker', realWorker],
  ] as const) {
    it(`schedule the requests of a trace as they come to one worker, ${place}`, async () => {
      const { studies, read, reads } = watched(workerPath);
      assert.deepEqual(studies.schedule(trace, question, read), { kind: 'computing' });
      await studies.settled();
      // 4 workers share the requests: of one a gap is four times as long.
      const requests = onlineRequests(list, 0.05);
      assert.equal(requests[1]!.arrival, ((stream.seconds[1]! - stream.seconds[0]!) * 4) / 0.2);
      assert.deepEqual(studies.schedule(trace, question, read), {
        kind: 'ready',
        value: scheduleStudy({ ...question, requests }),
      });
      assert.equal(reads(), 1);
      studies.dispose();
    });
  }

  it('take a changed trace, rate, step or cache for another question, and nothing else', async () => {
    const { studies, read, reads } = watched();
    const again = () => structuredClone(trace);
    studies.schedule(again(), question, read);
    studies.schedule(again(), { ...question }, read);
    await studies.settled();
    assert.equal(reads(), 1);
    const { summary } = trace.read;
    const others: readonly ScheduledTrace[] = [
      { ...trace, read: { ...trace.read, modifiedMs: 1 } },
      { ...trace, read: { ...trace.read, path: '/srv/other.csv' } },
      { ...trace, read: { ...trace.read, summary: { ...summary, requestRate: 1 } } },
      { ...trace, columns: { prefill: 'a', decode: 'b' } },
      { ...trace, stretch: 8 },
      { ...trace, stepSeconds: 0.3 },
    ];
    for (const other of others) assert.equal(studies.schedule(other, question, read).kind, 'computing');
    assert.equal(studies.schedule(trace, { ...question, kvTokens: 20_000 }, read).kind, 'computing');
    await studies.settled();
    assert.equal(reads(), 1 + others.length + 1);
    studies.dispose();
  });

  it('fail where the requests cannot be read, once', async () => {
    const { studies, logged } = watched();
    const read: ReadScheduled = async () => ({ kind: 'missing' });
    studies.schedule(trace, question, read);
    await studies.settled();
    const why = 'the requests of /srv/trace.csv cannot be read';
    assert.deepEqual(studies.schedule(trace, question, read), { kind: 'failed', why });
    assert.deepEqual(logged, [`a schedule failed: ${why}`]);
    studies.dispose();
  });

  it('end quietly with whoever asked, be it while requests are read', async () => {
    const { studies, logged } = watched();
    let hand: (outcome: Awaited<ReturnType<ReadScheduled>>) => void = () => {};
    let aborted = false;
    const read: ReadScheduled = (_, __, signal) => {
      signal.addEventListener('abort', () => {
        aborted = true;
      });
      return new Promise((resolve) => {
        hand = resolve;
      });
    };
    studies.schedule(trace, question, read);
    studies.dispose();
    hand({ kind: 'ready', summary: trace.read.summary, list });
    await new Promise(setImmediate);
    await studies.settled();
    assert.deepEqual([aborted, logged], [true, []]);
  });

  it('are waited for where an analysis is to be settled', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'afd-lens-settled-'));
    const rows = stream.requests.map(
      ([prefill, decode], at) =>
        `${new Date(1000 * stream.seconds[at]!).toISOString().slice(0, -1)},${prefill},${decode}`,
    );
    writeFileSync(join(folder, 't.csv'), `TIMESTAMP,ContextTokens,GeneratedTokens\n${rows.join('\n')}\n`);
    writeFileSync(
      join(folder, 'p.yaml'),
      'apiVersion: afd-lens/v1\nkind: LatencyProfile\nmetadata: { name: p }\ntimeUnit: ms\ncalibration: measured\nattention: { alpha: 0.00165, beta: 50 }\nffn: { alpha: 0.083, beta: 100 }\ncommunication: { alpha: 0.022, beta: 20 }\n',
    );
    const said = async (): Promise<readonly string[]> => {
      const { studies } = watched();
      const store = new InputStore({ loader: new TraceLoader({ workerPath: undefined }), studies });
      const text = scheduled().replace('p.yaml', './p.yaml');
      const base = { kind: 'folder', path: folder } as const;
      const analysis = await analyzeSettled({ text, base, settings: defaultFileSettings }, store, assert.fail);
      assert.deepEqual([analysis.loading, analysis.computing], [false, false]);
      store.dispose();
      studies.dispose();
      return analysis.documents.flatMap(({ findings }) => findings.map(({ code }) => code));
    };
    assert.ok((await said()).includes('AFD611'));
    rmSync(folder, { recursive: true });
    assert.ok(!(await said()).includes('AFD611'));
  });
});
