import { TraceError } from '../trace-summary';
import { isObject, type JsonFormat, type JsonObject, valueAt } from './json-format';

/** Reports that are recognised but cannot give theta; each says why and what to use instead. */
export const UNUSABLE_JSON: readonly JsonFormat[] = [
  refusal(
    'inference-perf server metrics',
    (value) => isInferencePerfSummary(value) && valueAt(value, 'successes', 'latency') === undefined,
    'The trace is a summary of server metrics (inference-perf, Prometheus), with means only; theta also needs how lengths spread and go together. Use per_request_lifecycle_metrics.json of the same run.',
  ),
  refusal(
    'inference-perf summary',
    isInferencePerfSummary,
    'The trace is an inference-perf summary, with means and percentiles of each length alone; theta needs the two lengths of each request. Use per_request_lifecycle_metrics.json of the same run (report.request_lifecycle.per_request: true).',
  ),
  refusal(
    'ServeGen data set',
    (value) => {
      const windows = Object.entries(value);
      return windows.length > 0 && windows.every(([key, entry]) => /^\d+$/.test(key) && isServeGenWindow(entry));
    },
    'The trace is a ServeGen data set, which keeps the distributions of prefill and decode lengths separately; theta needs them together. Generate requests from it and give those, or give the means and variances as statistics.',
  ),
];

function refusal(name: string, recognises: (value: JsonObject) => boolean, message: string): JsonFormat {
  return {
    name,
    recognises,
    read: (_value, _collector, lineOf) => {
      throw new TraceError(message, lineOf([]));
    },
  };
}

function isInferencePerfSummary({ successes, load_summary, failures }: JsonObject): boolean {
  return isObject(successes) && (load_summary !== undefined || failures !== undefined);
}

function isServeGenWindow(entry: unknown): boolean {
  return isObject(entry) && typeof entry.output_tokens === 'string' && entry.output_tokens.startsWith('{');
}
