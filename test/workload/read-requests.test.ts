import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { readRequests } from '../../server/src/workload/read-requests';
import { readTrace } from '../../server/src/workload/read-trace';
import type { KeepRequests, RequestList } from '../../server/src/workload/request-list';
import { momentsOf } from '../../server/src/workload/request-moments';
import { TraceError } from '../../server/src/workload/trace-summary';
import { seededRandom } from './seeded-random';
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

  it('keeps arrivals of the requests that count, in the order of the trace, and how often they come', async () => {
    // The third never decodes, the fourth is malformed, the fifth has no time: five requests count, and five arrivals.
    const text =
      'num_prefill_tokens,num_decode_tokens,arrived_at\n10,2,9.5\n11,3,1.5\n12,0,3\n13,x,4\n14,4,\n15,5,2\n16,6,11.5\n';
    const { summary, list } = await readRequests({ name: 'test', text }, { keep: { kind: 'first', limit: 4 } });
    assert.deepEqual(list.arrivalSeconds, Float64Array.of(9.5, 1.5, Number.NaN, 2));
    assert.equal(summary.spanSeconds, 10);
    assert.equal(summary.requestRate, (5 * (1 - 1 / 5)) / 10);
  });

  it('has no rate where all arrive at once, and no arrivals where runs with clocks of their own are joined', async () => {
    const once = 'num_prefill_tokens,num_decode_tokens,arrived_at\n10,2,5\n11,3,5\n';
    const { summary, list } = await readRequests({ name: 'test', text: once }, { keep: ALL[0]! });
    assert.deepEqual([summary.spanSeconds, summary.requestRate], [0, undefined]);
    assert.deepEqual(list.arrivalSeconds, Float64Array.of(5, 5));
    const joined = await readRequests({ path: fixture('vllm-appended.json') }, { keep: ALL[0]! });
    assert.deepEqual([joined.summary.requestRate, joined.list.arrivalSeconds], [undefined, undefined]);
    assert.ok(joined.list.decode.length > 1);
  });

  it('estimates the rate of a Poisson stream without bias', async () => {
    const [rate, count, runs] = [4, 12, 3000];
    const uniform = seededRandom(5);
    let sum = 0;
    for (let run = 0; run < runs; run++) {
      let at = 0;
      const lines = Array.from({ length: count }, () => {
        at -= Math.log(1 - uniform()) / rate;
        return `1,1,${at}`;
      });
      const text = `num_prefill_tokens,num_decode_tokens,arrived_at\n${lines.join('\n')}`;
      sum += 1 / (await readRequests({ name: 'test', text }, { keep: ALL[0]! })).summary.requestRate!;
    }
    // Of the mean gap; five standard errors of runs (count - 1) exponential gaps.
    assert.ok(Math.abs((sum / runs) * rate - 1) < 5 / Math.sqrt(runs * (count - 1)));
  });

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
