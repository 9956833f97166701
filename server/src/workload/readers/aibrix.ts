import { ArrivalClock } from '../arrival-time';
import { isObject, type JsonFormat } from './json-format';

const PREFILL = 'Prompt Length';
const DECODE = 'Output Length';
const CLOCK = new ArrivalClock('ms');

/** AIBrix workloads: an arrival instant per line with the requests that arrive then. */
export const AIBRIX: JsonFormat = {
  name: 'AIBrix workload',
  recognises: ({ requests, timestamp }) =>
    Array.isArray(requests) &&
    (requests.length === 0 ? timestamp !== undefined : requests.some((entry) => isObject(entry) && PREFILL in entry)),
  read: ({ requests, timestamp }, collector, lineOf) => {
    if (!Array.isArray(requests)) return collector.malformed(() => lineOf([]), 'requests is missing');
    const seconds = CLOCK.seconds(timestamp);
    for (const [index, entry] of requests.entries()) {
      const line = (): number => lineOf(['requests', index]);
      if (!isObject(entry)) {
        collector.malformed(line, 'an entry of requests is not an object');
        continue;
      }
      const lengths = { prefill: entry[PREFILL], decode: entry[DECODE], prefillName: PREFILL, decodeName: DECODE };
      collector.request(line, { ...lengths, seconds });
    }
  },
};
