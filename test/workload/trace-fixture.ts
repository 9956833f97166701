import assert from 'node:assert/strict';
import { join } from 'node:path';
import { addRequest, emptyGroup } from '../../server/src/workload/errors/group-sums';
import { workloadErrors } from '../../server/src/workload/errors/workload-errors';
import { type ReadTraceOptions, readTrace } from '../../server/src/workload/read-trace';
import { momentsOf } from '../../server/src/workload/request-moments';
import { independentError } from '../../server/src/workload/theta-estimate';
import { type SkippedRows, TraceError, type TraceSummary } from '../../server/src/workload/trace-summary';

export function fixture(name: string): string {
  return join(process.cwd(), 'test/fixtures/traces', name);
}

/** The requests of most fixtures; sums by hand: P 300, D 30, D^2 500, PD 5000, P^2 D 900 000, P D^2 90 000, D^3 9000. */
export const TWO: readonly (readonly [number, number])[] = [
  [100, 10],
  [200, 20],
];
export const THREE: readonly (readonly [number, number])[] = [...TWO, [300, 30]];

/** A summary of these requests, in no order and without arrivals. */
export function summaryOf(
  requests: readonly (readonly [number, number])[],
  more: Partial<TraceSummary> = {},
): TraceSummary {
  const moments = momentsOf(requests);
  const groups = requests.map(([prefill, decode]) => {
    const group = emptyGroup();
    addRequest(group, prefill, decode);
    return group;
  });
  const theta = independentError(moments);
  return {
    format: 'test',
    moments,
    largestRequest: requests.reduce((most, [prefill, decode]) => Math.max(most, prefill + decode), 0),
    largestLine: 1,
    skipped: { failed: 0, malformed: 0, zeroDecode: 0 },
    errors: workloadErrors(
      { scattered: groups, blocks: undefined, conversations: undefined },
      { requests: moments.n, theta },
    ),
    drift: undefined,
    periods: [],
    dominant: undefined,
    spanSeconds: undefined,
    lastArrival: undefined,
    unorderedArrivals: 0,
    mixedZones: false,
    requestRate: undefined,
    ...more,
  };
}

interface Expected {
  readonly format: string;
  readonly requests: readonly (readonly [number, number])[];
  readonly skipped?: Partial<SkippedRows>;
  readonly span?: number;
}

/** Reads a fixture and compares everything that a summary says. */
export async function assertTrace(name: string, expected: Expected, options: ReadTraceOptions = {}): Promise<void> {
  assertSummary(await readTrace({ path: fixture(name) }, options), expected);
}

export function assertSummary(summary: TraceSummary, { format, requests, skipped, span }: Expected): void {
  assert.equal(summary.format, format);
  assert.deepEqual(summary.moments, momentsOf(requests));
  assert.deepEqual(summary.skipped, { failed: 0, malformed: 0, zeroDecode: 0, ...skipped });
  if (span === undefined) assert.equal(summary.spanSeconds, undefined);
  else assert.ok(Math.abs(summary.spanSeconds! - span) < 1e-6, `span ${summary.spanSeconds}, expected ${span}`);
}

/** What to expect of a message, without and with the names of columns. */
interface TwoMessages {
  readonly plain: RegExp;
  readonly withNames: RegExp;
}

/** Reads text and expects a TraceError with this message, without names of columns or with some, and line. */
export async function assertTraceError(
  source: { path: string } | string,
  message: RegExp | TwoMessages,
  line?: number,
  options: ReadTraceOptions = {},
): Promise<void> {
  const input = typeof source === 'string' ? { name: 'test', text: source } : source;
  await assert.rejects(readTrace(input, options), (error) => {
    assert.ok(error instanceof TraceError, String(error instanceof Error ? error.stack : error));
    const { plain, withNames } = message instanceof RegExp ? { plain: message, withNames: undefined } : message;
    assert.match(error.message, plain);
    assert.match(error.message, /[.?]$/);
    if (withNames === undefined) assert.equal(error.withNames, undefined);
    else assert.match(error.withNames ?? '', withNames);
    assert.equal(error.line, line);
    return true;
  });
}

export async function readText(text: string, options: ReadTraceOptions = {}): Promise<TraceSummary> {
  return readTrace({ name: 'test', text }, options);
}
