import type { TraceCollector } from '../trace-collector';
import { type ColumnMapping, TraceError, type TraceSummary } from '../trace-summary';
import { AIBRIX } from './aibrix';
import { AIPERF } from './aiperf';
import { BENCH_SERVE } from './bench-serve';
import { firstNames } from './flat-formats';
import { fieldOf, flatObjectFormat } from './flat-objects';
import { GUIDELLM } from './guidellm';
import { INFERENCE_PERF } from './inference-perf';
import { isObject, type JsonFormat, type JsonObject, type LineOf } from './json-format';
import { LLM_SERVING_SIM } from './llmservingsim';
import { OTEL_SPANS } from './otel-spans';
import { hasKeyNames, hiddenNames } from './unknown-text';
import { UNUSABLE_JSON } from './unusable-json';
import { WEKA_CONVERSATION } from './weka-conversation';

/** How many objects without the keys of any format may come before the first that has them. */
const PATIENCE = 100;

const FORMATS: readonly JsonFormat[] = [
  LLM_SERVING_SIM,
  AIBRIX,
  WEKA_CONVERSATION,
  BENCH_SERVE,
  GUIDELLM,
  INFERENCE_PERF,
  AIPERF,
  OTEL_SPANS,
  ...UNUSABLE_JSON,
];

/** Takes the values of a JSON trace in order, settles its format by the first it knows, and reads all of them by it. */
export class JsonRequests {
  readonly collector: TraceCollector;
  private readonly columns: ColumnMapping | undefined;
  private format: JsonFormat | undefined;
  private waiting: { readonly value: JsonObject; readonly lineOf: LineOf }[] = [];
  private objects = 0;

  constructor(columns: ColumnMapping | undefined, collector: TraceCollector) {
    this.columns = columns;
    this.collector = collector;
  }

  /** One line, element or document. Throws TraceError for formats that are known to be of no use. */
  push(value: unknown, lineOf: LineOf): void {
    if (!isObject(value)) {
      this.collector.malformed(() => lineOf([]), 'it is not a JSON object');
      return;
    }
    this.objects += 1;
    if (this.format === undefined) this.settle(value, lineOf);
    else this.format.read(value, this.collector, lineOf);
  }

  private settle(value: JsonObject, lineOf: LineOf): void {
    this.waiting.push({ value, lineOf });
    this.format = jsonFormatOf(value, this.columns);
    if (this.format !== undefined) this.readWaiting(this.format);
    else if (this.waiting.length >= PATIENCE) throw this.unknown();
  }

  /** Throws TraceError when no request was usable. */
  summary(): TraceSummary {
    const format = this.format;
    if (format === undefined) {
      if (this.waiting.length > 0) throw this.unknown();
      return this.collector.summary('JSON');
    }
    if (format.isRun && this.objects > 1) this.collector.forgetArrivals();
    return this.collector.summary(format.name, format.whyEmpty);
  }

  private readWaiting(format: JsonFormat): void {
    for (const { value, lineOf } of this.waiting) format.read(value, this.collector, lineOf);
    this.waiting = [];
  }

  private unknown(): TraceError {
    const { value, lineOf } = this.waiting[0]!;
    const keys = Object.keys(value);
    const areNames = hasKeyNames(value);
    if (this.columns !== undefined) {
      const { prefill, decode } = this.columns;
      const missing = [prefill, decode].filter((key) => fieldOf(value, key) === undefined).join(' and ');
      const lack = `The objects of the trace have no key ${missing}`;
      const withNames = `${lack}; their keys are ${firstNames(keys)}.`;
      return new TraceError(`${lack}.`, lineOf([]), areNames ? withNames : undefined);
    }
    if (!areNames) {
      return new TraceError(
        `The trace is JSON, but its first object, of ${keys.length === 1 ? 'one key' : `${keys.length} keys`}, is no request with two lengths. Give one request per line.`,
        lineOf([]),
      );
    }
    const advice =
      'Say which hold the lengths with `columns: { prefill: …, decode: … }`, or give one request per line.';
    return new TraceError(
      `The keys of the trace are not known: its first object has ${keys.length}, ${hiddenNames}. ${advice}`,
      lineOf([]),
      `The keys of the trace are not known: ${firstNames(keys)}. ${advice}`,
    );
  }
}

/** The format of an object, by its keys alone; a mapping overrides recognition. */
export function jsonFormatOf(value: JsonObject, columns: ColumnMapping | undefined): JsonFormat | undefined {
  if (columns !== undefined) return flatObjectFormat(value, columns);
  return FORMATS.find((format) => format.recognises(value)) ?? flatObjectFormat(value, undefined);
}
