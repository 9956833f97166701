import { TraceError } from './trace-summary';

/** What a file must start with to be judged: enough for any header line, and for a first look at JSON. */
const HEAD_BYTES = 64 * 1024;
const TEXT_CHECK_BYTES = 1024;

/** The longest line that is read into memory. */
export const MAX_LINE_BYTES = 64 * 1024 * 1024;

/** Whether the bytes of `LookAhead.head` are all that the trace has. */
export function isWholeTrace(head: Buffer): boolean {
  return head.length < HEAD_BYTES;
}

/** Bytes with a look-ahead: what was looked at is delivered again. */
export class LookAhead implements AsyncIterable<Buffer> {
  private readonly source: AsyncGenerator<Buffer>;
  private readonly seen: Buffer[] = [];
  private length = 0;
  private hasEnded = false;

  constructor(source: AsyncGenerator<Buffer>) {
    this.source = source;
  }

  /** True when everything has been seen. */
  get ended(): boolean {
    return this.hasEnded;
  }

  /** The first bytes: `HEAD_BYTES` or more, less only when the trace is shorter. */
  async head(): Promise<Buffer> {
    while (this.length < HEAD_BYTES && (await this.more())) {}
    return this.joined();
  }

  /** The first bytes up to and including the first line feed after `start`, or up to `MAX_LINE_BYTES`, or the end. */
  async line(start: number): Promise<Buffer> {
    let searched = start;
    for (;;) {
      if (this.indexOfLineFeed(searched) >= 0 || this.length > MAX_LINE_BYTES) break;
      searched = this.length;
      if (!(await this.more())) break;
    }
    return this.joined();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    yield* this.seen.splice(0);
    yield* this.source;
  }

  async close(): Promise<void> {
    await this.source.return(undefined);
  }

  private async more(): Promise<boolean> {
    const next = await this.source.next();
    if (next.done) {
      this.hasEnded = true;
      return false;
    }
    this.seen.push(next.value);
    this.length += next.value.length;
    return true;
  }

  /** Looks only into the last chunk: earlier ones were searched when they were last. */
  private indexOfLineFeed(from: number): number {
    const last = this.seen.at(-1);
    if (last === undefined) return -1;
    const base = this.length - last.length;
    const index = last.indexOf(0x0a, Math.max(0, from - base));
    return index < 0 ? -1 : base + index;
  }

  private joined(): Buffer {
    if (this.seen.length > 1) this.seen.splice(0, this.seen.length, Buffer.concat(this.seen));
    return this.seen[0] ?? Buffer.alloc(0);
  }
}

/** Refuses what is not UTF-8 text, or is text that is known not to be a trace. Throws TraceError. */
export function checkReadable(head: Buffer): void {
  if (head.length === 0) throw new TraceError('The trace is empty: the file has no bytes.');
  const container = CONTAINERS.find(({ magic }) => head.subarray(0, magic.length).equals(magic));
  if (container !== undefined) throw new TraceError(container.message);
  const start = head.subarray(0, TEXT_CHECK_BYTES);
  if (start.includes(0) || !isUtf8(start, head.length > TEXT_CHECK_BYTES)) {
    throw new TraceError(
      'The trace is not UTF-8 text but binary data; give a CSV, JSON or JSON Lines file, or one of these as .gz.',
    );
  }
  const text = start.toString('utf8').replace(/^\uFEFF/, '');
  if (text.trim() === '' && head.length <= TEXT_CHECK_BYTES) {
    throw new TraceError('The trace is empty: the file has only blank lines.');
  }
  const stranger = STRANGERS.find(({ pattern }) => pattern.test(text));
  if (stranger !== undefined) throw new TraceError(stranger.message, 1);
}

function isUtf8(bytes: Buffer, cut: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: cut });
    return true;
  } catch {
    return false;
  }
}

const OTHER_COMPRESSION = 'decompress it, or compress it as .gz, which is read directly.';
const UTF16 = 'The trace is UTF-16 text; save it as UTF-8.';

const CONTAINERS: readonly { readonly magic: Buffer; readonly message: string }[] = [
  { magic: Buffer.from([0xff, 0xfe]), message: UTF16 },
  { magic: Buffer.from([0xfe, 0xff]), message: UTF16 },
  { magic: Buffer.from('PAR1'), message: 'The trace is a Parquet file; export it as CSV or JSON Lines.' },
  { magic: Buffer.from('PK\x03\x04'), message: `The trace is a zip archive; ${OTHER_COMPRESSION}` },
  {
    magic: Buffer.from([0x28, 0xb5, 0x2f, 0xfd]),
    message: `The trace is compressed with Zstandard; ${OTHER_COMPRESSION}`,
  },
  { magic: Buffer.from('BZh'), message: `The trace is compressed with bzip2; ${OTHER_COMPRESSION}` },
  {
    magic: Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a]),
    message: `The trace is compressed with xz; ${OTHER_COMPRESSION}`,
  },
];

const STRANGERS: readonly { readonly pattern: RegExp; readonly message: string }[] = [
  {
    pattern: /^version https:\/\/git-lfs\.github\.com\/spec\//,
    message: 'The trace is a Git LFS pointer, not the data itself; run git lfs pull to fetch it.',
  },
  {
    pattern: /^\s*<(?:!doctype|html|\?xml)/i,
    message: 'The trace is a web page, not data; download the raw file.',
  },
  {
    pattern: /^# (?:HELP|TYPE) /,
    message:
      'The trace is a Prometheus scrape: its histograms hold prefill and decode lengths separately, and theta needs them together. Give a request trace, or the means and variances as statistics.',
  },
  {
    pattern: /^(?:\(\w+[^)]*pid=\d+\)\s*)?(?:INFO|WARNING|ERROR|DEBUG)\b.*(?:\.py:\d+\]|vllm)/,
    message:
      'The trace is a text log of the server, which does not hold the output length of each request. Use vllm bench serve --save-result --save-detailed, exported spans, or a request table.',
  },
];
