import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { readRequests } from '../../server/src/workload/read-requests';
import { readTrace } from '../../server/src/workload/read-trace';
import type { KeepRequests, RequestList } from '../../server/src/workload/request-list';
import { momentsOf } from '../../server/src/workload/request-moments';
import { TraceError } from '../../server/src/workload/trace-summary';
import { fixture } from './trace-fixture';

const ALL: readonly KeepRequests[] = [
  { kind: 'first', limit: 1e6 },
  { kind: 'sample', limit: 1e6, seed: 3 },
];
const mappings = new Map([
  ['custom.jsonl', { prefill: 'usage.in', decode: 'usage.out' }],
  ['custom-semicolon.csv', { prefill: 'tokens in', decode: 'tokens out' }],
]);

function pairs({ prefill, decode }: RequestList): (readonly [number, number])[] {
  assert.equal(prefill.length, decode.length);
  return Array.from(prefill, (p, index) => [p, decode[index]!] as const);
}

describe('reading the requests of a trace', () => {
  for (const name of readdirSync(fixture(''))) {
    it(`keeps what counts in the moments, or fails as reading the trace does: ${name}`, async () => {
      const columns = mappings.get(name);
      const source = { path: fixture(name) };
      const expected = await readTrace(source, { columns }).catch((error: unknown) => error);
      assert.ok(columns === undefined || !(expected instanceof Error));
      for (const keep of ALL) {
        const read = await readRequests(source, { columns, keep }).catch((error: unknown) => error);
        if (expected instanceof TraceError) {
          assert.deepEqual(read, expected);
          continue;
        }
        const { summary, list } = read as Awaited<ReturnType<typeof readRequests>>;
        assert.deepEqual(summary, expected);
        assert.deepEqual(momentsOf(pairs(list)), summary.moments);
      }
    });
  }

  const rows = Array.from({ length: 60_000 }, (_, index) => [index % 9973, index % 317] as const);
  const table = `prompt_size,token_size\n${rows.map(([p, d]) => `${p},${d}\n`).join('')}`;
  for (const [title, text] of [
    ['a plain table', table],
    ['a quoted table', table.replace('1,1', '"1",1')],
    ['JSON Lines', rows.map(([p, d]) => `${JSON.stringify({ prompt_size: p, token_size: d })}\n`).join('')],
    ['an array', JSON.stringify(rows.map(([p, d]) => ({ prompt_size: p, token_size: d })))],
  ] as const) {
    it(`keeps the order of the trace across chunk borders, and skips what is skipped: ${title}`, async () => {
      const used = rows.filter(([, d]) => d > 0);
      for (const keep of [...ALL, { kind: 'first', limit: 12_345 } as const]) {
        const { summary, list } = await readRequests({ name: 'test', text }, { keep });
        assert.deepEqual(pairs(list), used.slice(0, keep.limit));
        assert.equal(summary.moments.n, used.length);
        assert.equal(summary.skipped.zeroDecode, rows.length - used.length);
      }
    });
  }

  it('samples a trace that has more requests than wanted', async () => {
    const read = (seed: number) =>
      readRequests({ name: 'test', text: table }, { keep: { kind: 'sample', limit: 2000, seed } });
    const [{ summary, list }, again, other] = [await read(1), await read(1), await read(2)];
    assert.equal(list.decode.length, 2000);
    assert.deepEqual(again.list, list);
    assert.notDeepEqual(other.list, list);
    assert.deepEqual(other.summary, summary);
    const { n, sumD, sumD2 } = summary.moments;
    const mean = list.decode.reduce((sum, d) => sum + d, 0) / 2000;
    const reach = 4 * Math.sqrt((sumD2 / n - (sumD / n) ** 2) / 2000);
    assert.ok(Math.abs(mean - sumD / n) < reach);
  });

  it('stops when aborted, with the reason', async () => {
    const controller = new AbortController();
    const reading = readRequests(
      { name: 'test', text: table },
      { keep: ALL[0]!, signal: controller.signal, onProgress: () => controller.abort('enough') },
    );
    await assert.rejects(reading, (error) => error === 'enough');
  });
});
