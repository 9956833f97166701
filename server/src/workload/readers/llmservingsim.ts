import { ArrivalClock } from '../arrival-time';
import type { TraceCollector } from '../trace-collector';
import { isObject, type JsonFormat, type JsonObject, nameOf } from './json-format';

const NANOSECONDS = new ArrivalClock('ns');
const SECONDS = new ArrivalClock('s');

/** LLMServingSim: flat requests, or agentic sessions with their requests under `sub_requests`; a file may mix both. */
export const LLM_SERVING_SIM: JsonFormat = {
  name: 'LLMServingSim workload',
  recognises: (value) =>
    ('input_toks' in value && 'output_toks' in value) ||
    (Array.isArray(value.sub_requests) && value.sub_requests.some((entry) => isObject(entry) && 'input_toks' in entry)),
  read: (value, collector, lineOf) => {
    const conversation = nameOf(value.session_id);
    if (!Array.isArray(value.sub_requests)) return request(value, conversation, () => lineOf([]), collector);
    collector.arrival(arrivalOf(value));
    value.sub_requests.forEach((entry: unknown, index) => {
      const line = (): number => lineOf(['sub_requests', index]);
      if (isObject(entry)) request(entry, conversation, line, collector);
      else collector.malformed(line, 'an entry of sub_requests is not an object');
    });
  },
};

function request(
  value: JsonObject,
  conversation: string | undefined,
  line: () => number,
  collector: TraceCollector,
): void {
  collector.request(line, {
    prefill: value.input_toks,
    decode: value.output_toks,
    prefillName: 'input_toks',
    decodeName: 'output_toks',
    seconds: arrivalOf(value),
    conversation,
  });
}

function arrivalOf(value: JsonObject): number | undefined {
  return NANOSECONDS.seconds(value.arrival_time_ns) ?? SECONDS.seconds(value.arrival_time);
}
