import { ArrivalClock } from '../arrival-time';
import { isError, isObject, type JsonFormat, nameOf, valueAt } from './json-format';

const NANOSECONDS = new ArrivalClock('ns');

/** AIPerf's profile_export.jsonl: metrics with units, one request per line. */
export const AIPERF: JsonFormat = {
  name: 'AIPerf profile',
  recognises: ({ metrics, metadata }) =>
    isObject(metrics) && (valueAt(metrics, 'input_sequence_length', 'value') !== undefined || isObject(metadata)),
  read: (value, collector, lineOf) => {
    const line = (): number => lineOf([]);
    if (isError(value.error) || valueAt(value, 'metrics', 'error_isl') !== undefined) {
      return collector.failed(line, 'the request reports an error');
    }
    collector.request(line, {
      prefill: valueAt(value, 'metrics', 'input_sequence_length', 'value'),
      decode: valueAt(value, 'metrics', 'output_sequence_length', 'value'),
      prefillName: 'metrics.input_sequence_length',
      decodeName: 'metrics.output_sequence_length',
      seconds: NANOSECONDS.seconds(valueAt(value, 'metadata', 'request_start_ns')),
      conversation: nameOf(valueAt(value, 'metadata', 'conversation_id')),
    });
  },
};
