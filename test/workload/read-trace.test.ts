// Also tests: workload/readers/json-document, workload/trace-collector, workload/trace-head
import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { readTrace } from '../../server/src/workload/read-trace';
import { momentsOf } from '../../server/src/workload/request-moments';
import { TraceError, type TraceSummary } from '../../server/src/workload/trace-summary';
import { assertSummary, assertTraceError, fixture, readText, THREE } from './trace-fixture';

const TABLE = 'prompt_size,token_size\n100,10\n200,20\n300,30\n';

describe('reading a trace', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'afd-lens-trace-'));
  });

  after(() => rmSync(folder, { recursive: true }));

  function written(name: string, content: string | Buffer): { path: string } {
    const path = join(folder, name);
    writeFileSync(path, content);
    return { path };
  }

  function manyRows(rows: number): string {
    return `prompt_size,token_size\n${'100,10\n'.repeat(rows)}`;
  }

  it('tells formats by content, whatever the name, compressed or not', async () => {
    const expected = { format: 'splitwise-sim trace', requests: THREE };
    assertSummary(await readTrace(written('a.jsonl', TABLE)), expected);
    assertSummary(await readTrace(written('b.csv', gzipSync(TABLE))), expected);
    const parts = [gzipSync(TABLE.slice(0, 40)), gzipSync(TABLE.slice(40))];
    assertSummary(await readTrace(written('two-members.gz', Buffer.concat(parts))), expected);
    const lines = THREE.map(([p, d]) => JSON.stringify({ input_length: p, output_length: d })).join('\n');
    assertSummary(await readTrace(written('c.csv', gzipSync(lines))), { format: 'Mooncake trace', requests: THREE });
  });

  it('reads rows across chunk borders, quoted or not', async () => {
    const rows = Array.from({ length: 60_000 }, (_, index) => [index % 9973, 1 + (index % 317)] as const);
    const text = (quote: string): string =>
      ['a,prompt_size,token_size', ...rows.map(([p, d], i) => `${quote}ü${i}${quote},${p},${d}`)].join('\r\n');
    const expected = momentsOf(rows);
    assert.deepEqual((await readTrace(written('plain.csv', text('')))).moments, expected);
    assert.deepEqual((await readTrace(written('quoted.csv', text('"')))).moments, expected);
    const lateQuote = text('').replace(/ü50000/, '"ü,50000"');
    assert.deepEqual((await readTrace(written('late.csv', lateQuote))).moments, expected);
  });

  it('reports progress up to the end', async () => {
    const shares: number[] = [];
    await readTrace(written('progress.csv', manyRows(200_000)), { onProgress: (share) => shares.push(share) });
    assert.ok(shares.length > 3);
    assert.deepEqual(
      shares,
      shares.toSorted((a, b) => a - b),
    );
    assert.equal(shares.at(-1), 1);
  });

  for (const [kind, content] of [
    ['a table', manyRows(2_000_000)],
    ['quoted rows', manyRows(2_000_000).replace('100', '"100"')],
    ['JSON Lines', '{"input_length":1,"output_length":1}\n'.repeat(400_000)],
    ['gzip', gzipSync(manyRows(2_000_000))],
  ] as const) {
    it(`stops ${kind} when aborted, with the reason`, async () => {
      const controller = new AbortController();
      const reason = new Error('enough');
      let progress = 0;
      const reading = readTrace(written('abort', content), {
        signal: controller.signal,
        onProgress: (share) => {
          progress = share;
          controller.abort(reason);
        },
      });
      await assert.rejects(reading, (error) => error === reason);
      assert.ok(progress < 1 || kind === 'gzip');
    });
  }

  it('stops text in memory, and does not start when already aborted', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort('later'), 1);
    await assert.rejects(readText(manyRows(1_000_000), { signal: controller.signal }), (error) => error === 'later');
    await assert.rejects(readText(TABLE, { signal: AbortSignal.abort('before') }), (error) => error === 'before');
  });

  it('meets every damaged file with a summary or a TraceError', async () => {
    const files = readdirSync(fixture('')).map((name) => readFileSync(fixture(name)));
    const damage = fc.record({
      file: fc.nat(files.length - 1),
      cut: fc.double({ min: 0, max: 1, noNaN: true }),
      edits: fc.array(fc.tuple(fc.nat(), fc.constantFrom(...Buffer.from('"{}[],;:\n\r\t 0-x\\N'))), { maxLength: 4 }),
      compressed: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(damage, async ({ file, cut, edits, compressed }) => {
        const original = files[file]!;
        const bytes = Buffer.from(original.subarray(0, Math.ceil(original.length * (1 - cut ** 4))));
        for (const [at, byte] of edits) if (bytes.length > 0) bytes[at % bytes.length] = byte;
        const source = written('damaged', compressed ? gzipSync(bytes) : bytes);
        const result = await readTrace(source).catch((error: unknown) => error);
        if (result instanceof TraceError) assert.match(result.message, /[.?]$/);
        else if (result instanceof Error) throw result;
        else assert.ok((result as TraceSummary).moments.sumD > 0);
      }),
      { numRuns: 500 },
    );
  });

  describe('refuses', () => {
    it('an empty file, and blank lines', async () => {
      await assertTraceError('', /is empty: the file has no bytes/);
      await assertTraceError('\n \n\r\n', /is empty: the file has only blank lines/);
      await assertTraceError('\n'.repeat(200_000), /is empty: the file has only blank lines/);
      await assertTraceError(written('empty.gz', gzipSync('')), /is empty/);
    });

    it('binary data', async () => {
      await assertTraceError(written('nul', Buffer.from('a,b\0c\n')), /not UTF-8 text but binary/);
      await assertTraceError(written('latin1', Buffer.from('größe,b\n1,2\n', 'latin1')), /not UTF-8 text/);
      await assertTraceError(
        written('utf16', Buffer.from(`\uFEFF${TABLE}`, 'utf16le')),
        /UTF-16 text; save it as UTF-8/,
      );
      await assertTraceError(written('parquet', Buffer.from('PAR1\x15\x04')), /Parquet file; export it/);
      await assertTraceError(written('zip', Buffer.from('PK\x03\x04....')), /zip archive; decompress it/);
    });

    it('UTF-8 that is merely cut at the end of the first look', async () => {
      const text = `prompt_size,token_size,${'x'.repeat(1000)}üüüü\n100,10,a\n`;
      assert.equal((await readText(text)).moments.n, 1);
    });

    it('paths that lead to no file', async () => {
      await assertTraceError({ path: join(folder, 'nowhere') }, /does not exist/);
      await assertTraceError({ path: join(folder, 'a.jsonl', 'below') }, /does not exist/);
      await assertTraceError({ path: folder }, /is a directory; name one file/);
    });

    it('a file without read permission', async function () {
      if (process.platform === 'win32') return this.skip();
      const source = written('secret.csv', TABLE);
      chmodSync(source.path, 0o000);
      const isRoot = process.geteuid?.() === 0;
      if (isRoot) process.seteuid?.(65534);
      try {
        await assertTraceError(source, /permission denied/);
      } finally {
        if (isRoot) process.seteuid?.(0);
      }
    });

    it('damaged gzip', async () => {
      const good = gzipSync(manyRows(100_000));
      await assertTraceError(written('cut.gz', good.subarray(0, good.length / 2)), /ends too early: it was cut off/);
      const garbage = Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0]), Buffer.from('garbage'.repeat(9))]);
      await assertTraceError(written('garbage.gz', garbage), /starts like gzip but its contents are damaged/);
      await assertTraceError(written('tiny.gz', Buffer.from([0x1f, 0x8b])), /ends too early/);
      await assertTraceError(written('binary.gz', gzipSync(Buffer.from([0, 1, 2, 3]))), /binary data/);
    });

    it('text that is known not to be a trace', async () => {
      await assertTraceError({ path: fixture('git-lfs.csv') }, /Git LFS pointer.*git lfs pull/, 1);
      await assertTraceError({ path: fixture('prometheus.txt') }, /Prometheus scrape/, 1);
      await assertTraceError({ path: fixture('vllm.log') }, /text log of the server.*--save-detailed/, 1);
      await assertTraceError('<!DOCTYPE html><html></html>', /web page/, 1);
    });

    it('lines over 64 MB', async () => {
      const long = Buffer.alloc(65 * 1024 * 1024, 0x31);
      const table = Buffer.concat([Buffer.from(TABLE), long]);
      await assertTraceError(written('long.csv', table), /Line 5 is longer than 64 MB/, 5);
      const json = Buffer.concat([Buffer.from('{"input_length":1,"output_length":1}\n{"a":"'), long]);
      await assertTraceError(written('long.jsonl', json), /Line 2 is longer than 64 MB/, 2);
      const open = Buffer.concat([Buffer.from(`${TABLE}"`), Buffer.from('1,2\n'.repeat(17 * 1024 * 1024))]);
      await assertTraceError(written('open.csv', open), /longer than 64 MB; is a double quote not closed/, 5);
    });

    it('JSON documents over 512 MB, without reading them to the end', async () => {
      const chunk = Buffer.alloc(1024 * 1024, 0x20);
      const bomb = gzipSync(Buffer.concat([Buffer.from('['), ...Array.from({ length: 500 }, () => chunk)]), {
        level: 1,
      });
      await assertTraceError(written('big.json.gz', bomb), /larger than 512 MB.*JSON Lines/);
    });

    it('broken JSON, at its line', async () => {
      await assertTraceError('[\n {"input_length": 1,\n', /starts in line 1 is not complete/, 1);
      await assertTraceError('[\n {"input_length": 1, oops}\n]', /not valid JSON near line 2/, 2);
      await assertTraceError('[]', /holds no requests/);
    });
  });
});
