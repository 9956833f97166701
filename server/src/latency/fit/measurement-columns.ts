import { areColumnNames } from '../../text/column-names';
import { formatCounted, quote } from '../../text/format';
import { measurementError } from './measurements';

/** What a column holds. */
export type ColumnRole =
  | 'stage'
  | 'tokens'
  | 'requests'
  | 'context'
  | 'attentionWorkers'
  | 'ffnWorkers'
  | 'microbatches'
  | 'time'
  | 'throughput';

/** Where what is; positions count from 0. */
export interface ColumnLayout {
  readonly kind: 'stages' | 'sweep';
  readonly positions: ReadonlyMap<ColumnRole, number>;
  /** Milliseconds in one of the time column's unit; undefined without that column. */
  readonly millisecondsPerUnit: number | undefined;
  /** Whether `requests` are those of one microbatch, in a sweep. */
  readonly requestsOfOneMicrobatch: boolean;
  readonly ignored: readonly string[];
}

/** Names of columns in the form of `folded`. */
const names: Readonly<Record<Exclude<ColumnRole, 'time' | 'throughput'>, RegExp>> = {
  stage: /^(?:stage|phase)$/,
  tokens: /^(?:kv_)?tokens?(?:_read)?$|^(?:kv_)?token_load$|^kv_tokens_per_attention_worker$/,
  requests: /^(?:num_)?(?:requests?|reqs|rows|batch)(?:_per_(?:attention_)?(?:worker|gpu|rank))?$|^batch_size$/,
  context: /^(?:context|ctx|sequence|seq)(?:_(?:tokens|length|len))?$|^kv_tokens_per_request$/,
  attentionWorkers: /^(?:num_)?(?:attention|attn)(?:_(?:workers?|gpus?|ranks?))?$/,
  ffnWorkers: /^(?:num_)?(?:ffn|moe|experts?)(?:_(?:workers?|gpus?|ranks?))?$/,
  microbatches: /^(?:num_)?(?:micro_?batches|ubatches|m)$/,
};
const throughputName = /^(?:(?:tokens?|tok)_(?:per_)?(?:second|sec|s)|throughput|tps)_(?:per_)?(?:worker|gpu|rank)$/;
const microbatchName = /^batch_size$|_per_microbatch$/;

const stem = '(?:(?:mean|avg|median|wall|decode|stage)_)*(?:step|cycle|stage|time|latency|duration|elapsed|tpot|itl)';
const timeName = new RegExp(`^(?:${stem}(?:_time|_latency)?_(?:in_)?)?([a-z]+)$`);
const timeWithoutUnit = new RegExp(`^${stem}(?:_time|_latency)?$`);
const unitNames: Readonly<Record<string, number>> = Object.fromEntries(
  [
    [1000, ['s', 'sec', 'secs', 'second', 'seconds']],
    [1, ['ms', 'msec', 'millis', 'millisecond', 'milliseconds']],
    [1e-3, ['us', 'usec', 'micros', 'microsecond', 'microseconds']],
    [1e-6, ['ns', 'nsec', 'nanos', 'nanosecond', 'nanoseconds']],
  ].flatMap(([size, words]) => (words as readonly string[]).map((word) => [word, size as number])),
);

const neededForStages = '`stage`, `tokens` or `requests`, and a time such as `time_ms` or `seconds`';
const neededForSweep =
  '`context_tokens`, `attention_workers`, `ffn_workers`, `requests_per_attention_worker`, `microbatches`, and `step_ms` or `tokens_per_second_per_worker`';

/** What the columns of a table hold. Throws MeasurementError where something needed is missing or stated twice. */
export function columnLayout(header: readonly string[], firstRow: readonly string[]): ColumnLayout {
  const positions = new Map<ColumnRole, number>();
  const ignored: string[] = [];
  for (const [position, name] of header.entries()) {
    const role = roleOf(folded(name));
    const before = role && positions.get(role);
    if (role === undefined) ignored.push(name);
    else if (before === undefined) positions.set(role, position);
    else throw statedTwice(role, header[before]!, name);
  }
  const unitless = ignored.find((name) => timeWithoutUnit.test(folded(name)));
  if (unitless !== undefined && !positions.has('time')) {
    throw measurementError(
      `${quote(unitless)} does not say its unit; name the column ${quote(`${unitless}_ms`)}, say.`,
    );
  }
  const found = positions.size >= 2 || areColumnNames(header, firstRow) ? listed(header) : counted(header);
  const kind = kindOf(found, positions);
  if (!isComplete(kind, positions)) throw lacking(kind, found);
  const requests = positions.get('requests');
  return {
    kind,
    positions,
    millisecondsPerUnit: unitOf(folded(header[positions.get('time') ?? -1] ?? '')),
    requestsOfOneMicrobatch: requests !== undefined && microbatchName.test(folded(header[requests]!)),
    ignored,
  };
}

/** In lower case, words joined by underscores: `stepTime (ms)` is `step_time_ms`. */
function folded(name: string): string {
  return name
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll(/[µμ]/g, 'u')
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_|_$/g, '');
}

function roleOf(name: string): ColumnRole | undefined {
  if (throughputName.test(name)) return 'throughput';
  if (unitOf(name) !== undefined) return 'time';
  const plain = name.replace(/_per_microbatch$/, '');
  const found = Object.entries(names).find(([, pattern]) => pattern.test(plain));
  return found && (found[0] as ColumnRole);
}

/** Milliseconds in one of the unit that a column of times names. */
function unitOf(name: string): number | undefined {
  const unit = timeName.exec(name)?.[1];
  return unit === undefined ? undefined : unitNames[unit];
}

function kindOf(found: string, positions: ReadonlyMap<ColumnRole, number>): 'stages' | 'sweep' {
  if (positions.has('stage')) return 'stages';
  if (positions.has('attentionWorkers') || positions.has('ffnWorkers')) return 'sweep';
  throw measurementError(
    `The columns say neither stage timings (${neededForStages}) nor a sweep of whole steps (${neededForSweep}); found ${found}.`,
  );
}

function isComplete(kind: 'stages' | 'sweep', positions: ReadonlyMap<ColumnRole, number>): boolean {
  const has = (role: ColumnRole): boolean => positions.has(role);
  if (kind === 'stages') return (has('tokens') || has('requests')) && has('time');
  const needed = ['context', 'attentionWorkers', 'ffnWorkers', 'requests', 'microbatches'] as const;
  return needed.every(has) && (has('time') || has('throughput'));
}

function lacking(kind: 'stages' | 'sweep', found: string): Error {
  const [what, needed] =
    kind === 'stages' ? ['Stage timings', neededForStages] : ['A sweep of whole steps', neededForSweep];
  return measurementError(`${what} need columns for ${needed}; found ${found}.`);
}

function statedTwice(role: ColumnRole, first: string, second: string): Error {
  return role === 'time'
    ? measurementError(
        `Two columns hold times, ${quote(first)} and ${quote(second)}; keep one, so that there is one unit.`,
      )
    : measurementError(`Two columns hold the same, ${quote(first)} and ${quote(second)}; keep one.`);
}

function listed(header: readonly string[]): string {
  const shown = header.slice(0, 12).map(quote).join(', ');
  return header.length > 12 ? `${shown} and ${header.length - 12} more` : shown;
}

/** What is said of a file that may be anything but a table of measurements. */
function counted(header: readonly string[]): string {
  return `${formatCounted(header.length, 'field')} in the first line, not above numbers`;
}
