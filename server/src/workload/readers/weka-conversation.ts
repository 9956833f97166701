import type { TraceCollector } from '../trace-collector';
import { finiteNumber, isObject, type JsonFormat, type LineOf } from './json-format';
import type { JsonPath } from './json-text';

/** WEKA conversations: requests with `in` and `out` tokens; a subagent entry nests its own requests. */
export const WEKA_CONVERSATION: JsonFormat = {
  name: 'WEKA conversation',
  isRun: true,
  recognises: ({ requests }) =>
    Array.isArray(requests) &&
    requests.some((entry) => isObject(entry) && (('in' in entry && 'out' in entry) || Array.isArray(entry.requests))),
  read: ({ requests }, collector, lineOf) => {
    if (Array.isArray(requests)) readRequests(requests, ['requests'], collector, lineOf);
    else collector.malformed(() => lineOf([]), 'requests is missing');
  },
};

function readRequests(entries: readonly unknown[], path: JsonPath, collector: TraceCollector, lineOf: LineOf): void {
  // Inside a subagent, t counts from the subagent's own start.
  const hasArrivals = path.length === 1;
  for (const [index, entry] of entries.entries()) {
    const here = [...path, index];
    const line = (): number => lineOf(here);
    if (!isObject(entry)) {
      collector.malformed(line, 'an entry of requests is not an object');
    } else if (Array.isArray(entry.requests)) {
      readRequests(entry.requests, [...here, 'requests'], collector, lineOf);
    } else {
      const lengths = { prefill: entry.in, decode: entry.out, prefillName: 'in', decodeName: 'out' };
      collector.request(line, { ...lengths, seconds: hasArrivals ? finiteNumber(entry.t) : undefined });
    }
  }
}
