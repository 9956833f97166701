import type { TraceCollector } from '../trace-collector';
import { finiteNumber, isObject, type JsonFormat, type LineOf, nameOf } from './json-format';
import type { JsonPath } from './json-text';

/** WEKA conversations: requests with `in` and `out` tokens; a subagent entry nests its own requests. */
export const WEKA_CONVERSATION: JsonFormat = {
  name: 'WEKA conversation',
  isRun: true,
  recognises: ({ requests }) =>
    Array.isArray(requests) &&
    requests.some((entry) => isObject(entry) && (('in' in entry && 'out' in entry) || Array.isArray(entry.requests))),
  read: ({ requests, id }, collector, lineOf) => {
    if (Array.isArray(requests))
      readRequests({ entries: requests, path: ['requests'], id: nameOf(id) }, collector, lineOf);
    else collector.malformed(() => lineOf([]), 'requests is missing');
  },
};

/** Requests of a conversation, or of one of its subagents. */
interface Part {
  readonly entries: readonly unknown[];
  readonly path: JsonPath;
  readonly id: string | undefined;
}

function readRequests({ entries, path, id }: Part, collector: TraceCollector, lineOf: LineOf): void {
  // Inside a subagent, t counts from the subagent's own start.
  const hasArrivals = path.length === 1;
  for (const [index, entry] of entries.entries()) {
    const here = [...path, index];
    const line = (): number => lineOf(here);
    if (!isObject(entry)) {
      collector.malformed(line, 'an entry of requests is not an object');
    } else if (Array.isArray(entry.requests)) {
      readRequests({ entries: entry.requests, path: [...here, 'requests'], id }, collector, lineOf);
    } else {
      const lengths = { prefill: entry.in, decode: entry.out, prefillName: 'in', decodeName: 'out' };
      collector.request(line, {
        ...lengths,
        seconds: hasArrivals ? finiteNumber(entry.t) : undefined,
        conversation: id,
      });
    }
  }
}
