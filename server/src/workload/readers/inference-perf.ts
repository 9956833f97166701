import { finiteNumber, isError, isObject, type JsonFormat, valueAt } from './json-format';

/** inference-perf's per_request_lifecycle_metrics.json: an array with one request per element. */
export const INFERENCE_PERF: JsonFormat = {
  name: 'inference-perf request metrics',
  recognises: ({ info }) =>
    isObject(info) && ('request_metrics' in info || 'response_metrics' in info || 'input_tokens' in info),
  read: (value, collector, lineOf) => {
    const line = (): number => lineOf([]);
    if (isError(value.error)) return collector.failed(line, 'the request reports an error');
    const { info } = value;
    collector.request(line, {
      prefill: valueAt(info, 'request_metrics', 'text', 'input_tokens') ?? valueAt(info, 'input_tokens'),
      decode: valueAt(info, 'response_metrics', 'output_tokens') ?? valueAt(info, 'output_tokens'),
      prefillName: 'info.request_metrics.text.input_tokens',
      decodeName: 'info.response_metrics.output_tokens',
      seconds: finiteNumber(value.start_time),
    });
  },
};
