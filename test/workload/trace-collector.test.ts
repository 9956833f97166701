import assert from 'node:assert/strict';
import { readTrace } from '../../server/src/workload/read-trace';
import { TraceCollector } from '../../server/src/workload/trace-collector';
import { seededRandom } from './seeded-random';

const read = (text: string) => readTrace({ name: 'test', text });
const azure = (rows: readonly string[]) => read(`TIMESTAMP,ContextTokens,GeneratedTokens\n${rows.join('\n')}\n`);

/** Which grouping tells the error of a trace of 60 conversations with ten requests each, mixed with each other. */
async function groupedBy(line: (id: number, turn: number, prefill: number, decode: number) => string, header = '') {
  const random = seededRandom(9);
  const levels = Array.from({ length: 60 }, () => 100 + Math.floor(4000 * random() ** 3));
  const lines = Array.from({ length: 600 }, (_, index) => {
    const id = (index * 7) % 60;
    return line(id, Math.floor(index / 60), levels[id]! + Math.floor(20 * random()), 50 + Math.floor(10 * random()));
  });
  return (await read(`${header}${lines.join('\n')}\n`)).errors!.by;
}

describe('trace-collector', () => {
  it('knows the last arrival of dates, and not of a clock that starts by itself', async () => {
    const { lastArrival } = await azure([
      '2023-11-16 18:00:00,10,5',
      '2023-11-16 19:30:00.5,10,5',
      '2023-11-16 18:10:00,10,5',
    ]);
    assert.equal(lastArrival, Date.UTC(2023, 10, 16, 19, 30) / 1000 + 0.5);
    const own = await read('arrived_at,num_prefill_tokens,num_decode_tokens\n1,10,5\n900000,10,5\n');
    assert.equal(own.lastArrival, undefined);
  });

  it('counts arrivals that are out of order', async () => {
    const rows = [
      '2023-11-16 18:00:05,10,5',
      '2023-11-16 18:00:01,10,5',
      '2023-11-16 18:00:02,10,5',
      '2023-11-16 18:00:09,10,5',
    ];
    assert.equal((await azure(rows)).unorderedArrivals, 2);
    assert.equal((await azure(rows.toSorted())).unorderedArrivals, 0);
  });

  it('mixes no dates with a zone and without one, but any with zones', async () => {
    const mixed = await azure(['2023-11-16 18:00:00+02:00,10,5', '2023-11-16 18:00:01,10,5']);
    assert.deepEqual(
      [mixed.mixedZones, mixed.spanSeconds, mixed.lastArrival, mixed.requestRate],
      [true, undefined, undefined, undefined],
    );
    const zoned = await azure(['2023-11-16 18:00:00+02:00,10,5', '2023-11-16 16:00:05Z,10,5']);
    assert.deepEqual([zoned.mixedZones, zoned.spanSeconds], [false, 5]);
    const lines = ['2023-11-16T18:00:00Z', '2023-11-16T18:00:00'].map((TIMESTAMP) =>
      JSON.stringify({ TIMESTAMP, ContextTokens: 10, GeneratedTokens: 5 }),
    );
    assert.equal((await read(`${lines.join('\n')}\n`)).mixedZones, true);
  });

  it('knows the longest request, and the one that decides theta, by their lines', async () => {
    const rows = Array.from({ length: 60 }, (_, index) => `2023-11-16 18:00:${String(index).padStart(2, '0')},100,50`);
    rows[29] = '2023-11-16 18:00:29,90000,1';
    rows[39] = '2023-11-16 18:00:39,10,40000';
    const { largestRequest, largestLine, dominant } = await azure(rows);
    assert.deepEqual([largestRequest, largestLine, dominant!.line, dominant!.decode], [90_001, 31, 41, 40_000]);
  });

  it('knows conversations by the names that formats have for them', async () => {
    const json = (keys: (id: number, turn: number) => object) => (id: number, turn: number, p: number, d: number) =>
      JSON.stringify({ ...keys(id, turn), ...lengths(p, d) });
    const lengths = (p: number, d: number) => ({ input_length: p, output_length: d });
    const chained = json((id, turn) => ({
      chat_id: turn * 60 + id,
      parent_chat_id: turn === 0 ? -1 : (turn - 1) * 60 + id,
      timestamp: turn * 60 + id,
    }));
    assert.equal(await groupedBy(chained), 'conversations');
    const burst = 'Timestamp,Session ID,Model,Request tokens,Response tokens,Total tokens,Log Type\n';
    assert.equal(
      await groupedBy((id, turn, p, d) => `${turn * 60 + id},${id},m,${p},${d},${p + d},c`, burst),
      'conversations',
    );
    const vidur = 'num_prefill_tokens,num_decode_tokens,session_id\n';
    assert.equal(await groupedBy((id, _, p, d) => `${p},${d},s${id}`, vidur), 'conversations');
    assert.equal(
      await groupedBy((id, _, p, d) =>
        JSON.stringify({ session_id: `s${id}`, sub_requests: [{ input_toks: p, output_toks: d }] }),
      ),
      'conversations',
    );
    const weka = (id: number, _: number, p: number, d: number) =>
      JSON.stringify({ id: `t${id}`, requests: [{ t: 0, in: p, out: d }] });
    assert.equal(await groupedBy(weka), 'conversations');
    const aiperf = (id: number, _: number, p: number, d: number) =>
      JSON.stringify({
        metadata: { conversation_id: `c${id}` },
        metrics: {
          input_sequence_length: { value: p, unit: 'tokens' },
          output_sequence_length: { value: d, unit: 'tokens' },
        },
      });
    assert.equal(await groupedBy(aiperf), 'conversations');
    const span = (id: number, _: number, p: number, d: number) =>
      JSON.stringify({
        spans: [
          {
            attributes: {
              'gen_ai.usage.input_tokens': p,
              'gen_ai.usage.output_tokens': d,
              'gen_ai.conversation.id': `c${id}`,
            },
          },
        ],
      });
    assert.equal(await groupedBy(span), 'conversations');
    assert.notEqual(
      await groupedBy((_, __, p, d) => `${p},${d}`, 'num_prefill_tokens,num_decode_tokens\n'),
      'conversations',
    );
  });

  it('has an error for any number of requests, equal ones included, that is a number', () => {
    for (const count of [1, 2, 3, 50]) {
      const collector = new TraceCollector();
      for (let index = 0; index < count; index++)
        collector.request(index, { prefill: 10, decode: 1, prefillName: 'p', decodeName: 'd', seconds: 5 });
      const { errors, drift, periods } = collector.summary('test');
      assert.ok(count === 1 ? errors === undefined : errors!.theta === 1 / Math.sqrt(count) && errors!.by === 'alike');
      assert.deepEqual([drift, periods], [undefined, []]);
    }
  });
});
