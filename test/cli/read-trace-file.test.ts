import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTraceFile } from '../../server/src/cli/read-trace-file';
import { TraceLoader } from '../../server/src/workload/trace-loader';

async function read(file: string, signal = new AbortController().signal) {
  const errors: string[] = [];
  const loader = new TraceLoader();
  const reading = await readTraceFile(loader, file, undefined, (line) => errors.push(line), signal);
  loader.dispose();
  return { reading, errors };
}

describe('read-trace-file', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'afd-trace-'));
  });
  after(() => rmSync(folder, { recursive: true }));
  const file = (name: string, content: string | Buffer): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };

  it('gives the summary and says nothing', async () => {
    const { reading, errors } = await read('examples/traces/chat.csv');
    assert.ok('summary' in reading);
    assert.deepEqual([reading.summary.moments.n, errors], [4000, []]);
  });

  const unusable: readonly [string, () => string, RegExp][] = [
    ['missing', () => join(folder, 'none.csv'), /none\.csv: no such file$/],
    ['a folder', () => folder, /: The trace is a directory; name one file in it\.$/],
    ['empty', () => file('empty.csv', ''), /empty\.csv: The trace is empty: the file has no bytes\.$/],
    ['binary', () => file('x.bin', Buffer.from([1, 0, 2])), /x\.bin: The trace is not UTF-8 text but binary data;/],
    [
      'in Latin-1',
      () => file('l.csv', Buffer.from('caf\xe9,b\n1,2\n', 'latin1')),
      /l\.csv: The trace is not UTF-8 text/,
    ],
    ['in UTF-16', () => file('u.csv', Buffer.from('\uFEFFa,b\n', 'utf16le')), /u\.csv: The trace is UTF-16 text; save/],
    ['cut off', () => file('c.json', '[{"prompt_tokens": 1,\n'), /c\.json:1: The JSON value .* is not complete/],
    [
      'of unknown columns',
      () => file('u.csv', 'a\u001b[31m,b\n1,2\n'),
      /u\.csv:1: The columns of the trace are not known: a \[31m, b\. /,
    ],
    [
      'of columns that an option can name',
      () => file('c.csv', 'in,out\n1,2\n'),
      /c\.csv:1: The columns of the trace are not known: in, out\. Say .* with '--columns prefill=…,decode=…'\.$/,
    ],
    [
      'without a request',
      () => file('n.csv', 'ContextTokens,GeneratedTokens\n1,0\n'),
      /n\.csv:2: .* no usable request/,
    ],
  ];
  for (const [title, path, expected] of unusable) {
    it(`says in one line why a trace cannot be used: ${title}`, async () => {
      const { reading, errors } = await read(path());
      assert.deepEqual([reading, errors.length], [{ status: 2 }, 1]);
      assert.match(errors[0]!, expected);
      assert.doesNotMatch(errors[0]!, /\n/);
    });
  }

  it('ends with status 130 and without a word when interrupted', async () => {
    const { reading, errors } = await read('examples/traces/chat.csv', AbortSignal.abort(new Error('Interrupted.')));
    assert.deepEqual([reading, errors], [{ status: 130 }, []]);
  });
});
