// Also tests: workload/readers/json-requests
import assert from 'node:assert/strict';
import { momentsOf } from '../../../server/src/workload/request-moments';
import { assertSummary, assertTraceError, readText, TWO } from '../trace-fixture';

const line = (prefill: number, decode: number): string =>
  JSON.stringify({ input_length: prefill, output_length: decode, hash_ids: [1, 2] });

describe('JSON Lines', () => {
  it('a byte order mark, blank lines, CRLF and no final line end', async () => {
    const text = `\uFEFF\r\n${line(100, 10)}\r\n\r\n${line(200, 20)}`;
    assertSummary(await readText(text), { format: 'Mooncake trace', requests: TWO });
  });

  it('counts broken lines, the first and the last too', async () => {
    const text = `{"input_length": 5, "outp\n${line(100, 10)}\n[1]\n${line(200, 20)}\n{"input_le`;
    assertSummary(await readText(text), {
      format: 'Mooncake trace',
      requests: TWO,
      skipped: { malformed: 3, first: { line: 1, reason: 'the line is not valid JSON' } },
    });
  });

  it('passes over a line of metadata before the requests', async () => {
    const text = `{"source": "x"}\n${line(100, 10)}\n${line(200, 20)}\n`;
    assertSummary(await readText(text), {
      format: 'Mooncake trace',
      requests: TWO,
      skipped: { malformed: 1, first: { line: 1, reason: 'input_length is missing' } },
    });
  });

  it('lines longer than any chunk', async () => {
    const long = JSON.stringify({
      input_length: 100,
      output_length: 10,
      hash_ids: Array.from({ length: 300_000 }, (_, i) => i),
    });
    const text = `${long}\n${line(200, 20)}\n`;
    assert.deepEqual((await readText(text)).moments, momentsOf(TWO));
  });

  it('a single line is a trace too', async () => {
    assertSummary(await readText(line(100, 10)), { format: 'Mooncake trace', requests: [[100, 10]] });
  });

  it('lengths that are not numbers', () =>
    assertTraceError('{"input_length": "many", "output_length": 1}\n', /input_length is text/, 1));
});
