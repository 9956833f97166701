// Also tests: workload/readers/quoted-rows, workload/readers/table-layout, workload/readers/table-rows
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { momentsOf } from '../../../server/src/workload/request-moments';
import { assertSummary, assertTrace, assertTraceError, fixture, readText, THREE, TWO } from '../trace-fixture';

describe('delimited tables: formats', () => {
  it('Azure 2023 and 2024', () =>
    assertTrace('azure.csv', { format: 'Azure LLM inference trace', requests: THREE, span: 2.5 }));

  it('Azure 2025, multimodal', () =>
    assertTrace('azure-multimodal.csv', { format: 'Azure LLM inference trace (multimodal)', requests: TWO, span: 2 }));

  it('BurstGPT, where no response is a failure', () =>
    assertTrace('burstgpt.csv', {
      format: 'BurstGPT',
      requests: [
        [100, 10],
        [300, 30],
      ],
      span: 113,
      skipped: { failed: 1, first: { line: 3, reason: 'Response tokens is 0, which marks a failed request' } },
    }));

  it('Vidur, with decimals', () =>
    assertTrace('vidur.csv', { format: 'Vidur request lengths', requests: THREE, span: 4.25 }));

  it('etalon, with a byte order mark and no times', () =>
    assertTrace('etalon.csv', { format: 'Vidur request lengths', requests: TWO }));

  it('splitwise-sim', () =>
    assertTrace('splitwise-sim.csv', { format: 'splitwise-sim trace', requests: TWO, span: 2 }));

  it('tabs', () => assertTrace('tabs.tsv', { format: 'Vidur request lengths', requests: TWO }));

  it('any header with a mapping, semicolons and quotes', () =>
    assertTrace(
      'custom-semicolon.csv',
      { format: 'custom columns', requests: TWO },
      { columns: { prefill: 'tokens in', decode: 'tokens out' } },
    ));

  it('a mapping that names the columns of a known format keeps what is known', () =>
    assertTrace(
      'burstgpt.csv',
      {
        format: 'BurstGPT',
        requests: [
          [100, 10],
          [300, 30],
        ],
        span: 113,
        skipped: { failed: 1, first: { line: 3, reason: 'Response tokens is 0, which marks a failed request' } },
      },
      { columns: { prefill: 'request tokens', decode: 'response tokens' } },
    ));

  it('a mapping overrides what is recognised', async () => {
    const summary = await readText('ContextTokens,GeneratedTokens,x\n5,6,7\n', {
      columns: { prefill: 'x', decode: 'GeneratedTokens' },
    });
    assertSummary(summary, { format: 'custom columns', requests: [[7, 6]] });
  });
});

describe('delimited tables: rows', () => {
  it('counts what it skips and says the first', () =>
    assertTrace('skips.csv', {
      format: 'Vidur request lengths',
      requests: [
        [100, 10],
        [200, 20],
        [0, 1],
      ],
      skipped: { malformed: 6, zeroDecode: 1, first: { line: 4, reason: 'num_prefill_tokens is empty' } },
    }));

  it('counts lines alike in quoted and plain files', async () => {
    const rows = 'a,prompt_size,token_size\r\nx,1,2\r\n\r\ny,3,oops\r\nz,5,6\r\n';
    const quoted = rows.replace('x,', '"x\r\n""q""\r\n",').replace('y,', '"y",');
    assert.equal((await readText(rows)).skipped.first?.line, 4);
    assert.equal((await readText(quoted)).skipped.first?.line, 6);
    assert.equal((await readText(quoted)).skipped.first?.reason, 'token_size is text, not a whole number of tokens');
  });

  it('shows values in the encoding of the file', async () => {
    const { skipped } = await readText('größe,prompt_size,token_size\nüber,1,2\nüber,„3“,4\n');
    assert.equal(skipped.first?.reason, 'prompt_size is text, not a whole number of tokens');
  });

  it('reads old Macintosh line ends', async () => {
    assertSummary(await readText('prompt_size,token_size\r100,10\r200,20'), {
      format: 'splitwise-sim trace',
      requests: TWO,
    });
  });

  it('is told nothing by a header with spaces and other case', async () => {
    assertSummary(await readText(' Prompt_Size , TOKEN_SIZE \n 100 , 10 \n200,20\n'), {
      format: 'splitwise-sim trace',
      requests: TWO,
    });
  });
});

describe('delimited tables: any rows', () => {
  const field = fc.oneof(
    fc.string({ unit: fc.constantFrom('a', 'ü', '7', ' ', ',', ';', '"', '\n', '\r\n', '😀'), maxLength: 8 }),
    fc.constant(''),
  );
  const length = fc.oneof(
    fc.nat(5000).map(String),
    fc.nat(5000).map((value) => `${value}.0`),
    fc.constantFrom('', 'x', '-1', '0', '2.5'),
  );
  const table = fc.record({
    rows: fc.array(fc.tuple(field, length, field, length), { minLength: 1, maxLength: 30 }),
    eol: fc.constantFrom('\n', '\r\n'),
    mark: fc.boolean(),
    finalNewline: fc.boolean(),
    delimiter: fc.constantFrom(',', ';', '\t'),
    quoteAlways: fc.boolean(),
  });

  /** A naive oracle: it never parses, because it knows the fields before they were written. */
  function expected(rows: readonly (readonly string[])[]) {
    const value = (text: string): number => (text === '' ? Number.NaN : Number(text));
    const isLength = (count: number): boolean => Number.isInteger(count) && count >= 0;
    const lengths = rows.map(([, prefill, , decode]) => [value(prefill!), value(decode!)] as const);
    const good = lengths.filter(([prefill, decode]) => isLength(prefill) && isLength(decode));
    return {
      requests: good.filter(([, decode]) => decode > 0),
      zeroDecode: good.filter(([, decode]) => decode === 0).length,
      malformed: lengths.length - good.length,
    };
  }

  it('equal what was written', async () => {
    await fc.assert(
      fc.asyncProperty(table, async ({ rows, eol, mark, finalNewline, delimiter, quoteAlways }) => {
        const written = (text: string): string =>
          quoteAlways || /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
        const lines = [['note', 'prompt_size', 'other', 'token_size'], ...rows].map((row) =>
          row.map(written).join(delimiter),
        );
        const text = `${mark ? '\uFEFF' : ''}${lines.join(eol)}${finalNewline ? eol : ''}`;
        const { requests, zeroDecode, malformed } = expected(rows);
        if (requests.length === 0) return;
        const summary = await readText(text);
        assert.deepEqual(summary.moments, momentsOf(requests));
        assert.equal(summary.skipped.zeroDecode, zeroDecode);
        assert.equal(summary.skipped.malformed, malformed);
        if (zeroDecode + malformed > 0) assert.equal(summary.skipped.first?.line, firstBadLine(rows, eol));
      }),
      { numRuns: 300 },
    );
  });

  function firstBadLine(rows: readonly (readonly string[])[], eol: string): number {
    let line = 2;
    for (const row of rows) {
      if (expected([row]).requests.length === 0) return line;
      line += 1 + row.join('').split(/\r\n|\n/).length - 1;
    }
    return eol.length === 0 ? 0 : line;
  }
});

describe('delimited tables: errors', () => {
  const known = 'prompt_size,token_size';

  it('an unknown header lists the columns and what to write', () =>
    assertTraceError(
      'time,in,out\n1,2,3\n',
      {
        plain:
          /columns of the trace are not known: it has 3, whose names are shown only for .*\. Say .*columns: \{ prefill/,
        withNames: /columns of the trace are not known: time, in, out\. .*columns: \{ prefill/,
      },
      1,
    ));

  it('many columns are listed in part', () =>
    assertTraceError(
      [(i: number) => `c${i}`, String]
        .map((cell) => `${Array.from({ length: 40 }, (_, i) => cell(i)).join(',')}\n`)
        .join(''),
      { plain: /it has 40, whose names/, withNames: /c11 and 28 more/ },
      1,
    ));

  it('a header without rows that tell whether it is one', () =>
    assertTraceError(
      'time,in,out\n',
      /no table of requests: it is text of 1 line \(12 bytes\) with 3 fields in line 1/,
      1,
    ));

  it('a mapped column that is not there', () =>
    assertTraceError(
      'time,in,out\n1,2,3\n',
      { plain: /no column tokens among its 3\./, withNames: /no column tokens; its columns are time, in, out/ },
      1,
      { columns: { prefill: 'in', decode: 'tokens' } },
    ));

  it('one column for both lengths', () =>
    assertTraceError('a,b\n1,2\n', /names a for both/, 1, { columns: { prefill: 'a', decode: 'a' } }));

  it('two columns of one name', () =>
    assertTraceError(`${known},token_size\n1,2,3\n`, /two columns named token_size/, 1));

  it('a header without rows', () => assertTraceError(`\n${known}\n\n`, /a header in line 2 but no rows/));

  it('no header', () => assertTraceError('100,10\n200,20\n', /no header line \(its first line holds 2 values\)/, 1));

  it('text that is no table', () => assertTraceError('hello world\n', /neither JSON nor a table/, 1));

  it('no usable row', () =>
    assertTraceError(
      `${known}\nx,1\n2,0\n`,
      /no usable request: all 2 rows were skipped, the first at line 2 because prompt_size is text/,
      2,
    ));

  it('one row, unusable', () => assertTraceError(`${known}\n2,0\n`, /its only row was skipped at line 2/, 2));

  it('a quote that is not closed', () =>
    assertTraceError(`${known}\n1,2\n"3,4\n5,6\n`, /row at line 3 is still open where the table ends/, 3));

  it('ServeGen arrival rates', () =>
    assertTraceError({ path: fixture('servegen-trace.csv') }, /ServeGen arrival-rate file/, 1));
});
