import { TraceError } from '../trace-summary';
import { finiteNumber, isObject, type JsonFormat, type JsonObject, listAt, valueAt } from './json-format';

/** GuideLLM reports: the successful requests of every benchmark. */
export const GUIDELLM: JsonFormat = {
  name: 'GuideLLM report',
  isRun: true,
  recognises: ({ benchmarks }) =>
    Array.isArray(benchmarks) &&
    benchmarks.some((entry) => isObject(entry) && ('metrics' in entry || 'requests' in entry)),
  read: (value, collector, lineOf) => {
    const benchmarks = listAt(value, 'benchmarks');
    if (benchmarks.every((benchmark) => listAt(benchmark, 'requests', 'successful').length === 0)) {
      throw new TraceError(whyWithoutRequests(benchmarks), lineOf(['benchmarks']));
    }
    benchmarks.forEach((benchmark, index) => {
      const path = ['benchmarks', index, 'requests'] as const;
      for (const status of ['errored', 'incomplete'] as const) {
        listAt(benchmark, 'requests', status).forEach((_, entry) => {
          collector.failed(() => lineOf([...path, status, entry]), `the request is listed as ${status}`);
        });
      }
      listAt(benchmark, 'requests', 'successful').forEach((request, entry) => {
        const line = (): number => lineOf([...path, 'successful', entry]);
        if (isObject(request)) collector.request(line, lengthsOf(request));
        else collector.malformed(line, 'an entry of requests.successful is not an object');
      });
    });
  },
};

function lengthsOf(request: JsonObject) {
  return {
    prefill: totalTokens(valueAt(request, 'input_metrics')) ?? request.prompt_tokens,
    decode: totalTokens(valueAt(request, 'output_metrics')) ?? request.output_tokens,
    prefillName: 'prompt_tokens',
    decodeName: 'output_tokens',
    seconds: finiteNumber(request.start_time) ?? finiteNumber(request.request_start_time),
  };
}

/** All modalities where the report counts them together, else the text. */
function totalTokens(usage: unknown): unknown {
  return valueAt(usage, 'total_tokens') ?? valueAt(usage, 'text_tokens') ?? undefined;
}

/** Sums over the successful requests that the report's summaries imply. */
interface SummarySums {
  readonly n: number;
  readonly sumP: number;
  readonly sumD: number;
  readonly sumD2: number;
  readonly sumPD: number;
}

function whyWithoutRequests(benchmarks: readonly unknown[]): string {
  const sums = benchmarks.map(summarySums).filter((entry) => entry !== undefined);
  const lists = 'The GuideLLM report lists no successful requests';
  if (sums.length === 0) return `${lists}; run it again so that the report keeps its requests.`;
  const total = sums.reduce((a, b) => ({
    n: a.n + b.n,
    sumP: a.sumP + b.sumP,
    sumD: a.sumD + b.sumD,
    sumD2: a.sumD2 + b.sumD2,
    sumPD: a.sumPD + b.sumPD,
  }));
  const shown = Object.entries(total).map(([key, value]) => `${key}: ${Number(value.toPrecision(12))}`);
  return `${lists}, but its prompt, output and total token counts give theta exactly: replace the trace by statistics: { ${shown.join(', ')} }.`;
}

/** Cov(P, D) = (Var(P + D) - Var P - Var D) / 2, with the variances of prompt, output and total token counts. */
function summarySums(benchmark: unknown): SummarySums | undefined {
  const [prefill, decode, total] = ['prompt_token_count', 'output_token_count', 'total_token_count'].map((name) => {
    const summary = valueAt(benchmark, 'metrics', name, 'successful');
    const count = finiteNumber(valueAt(summary, 'count'));
    const mean = finiteNumber(valueAt(summary, 'mean'));
    const variance = finiteNumber(valueAt(summary, 'variance'));
    return count === undefined || mean === undefined || variance === undefined ? undefined : { count, mean, variance };
  });
  if (prefill === undefined || decode === undefined || total === undefined) return undefined;
  const n = decode.count;
  if (!(n >= 1) || prefill.count !== n || total.count !== n || decode.mean < 1) return undefined;
  const covariance = (total.variance - prefill.variance - decode.variance) / 2;
  return {
    n,
    sumP: n * prefill.mean,
    sumD: n * decode.mean,
    sumD2: n * (decode.variance + decode.mean ** 2),
    sumPD: n * (covariance + prefill.mean * decode.mean),
  };
}
