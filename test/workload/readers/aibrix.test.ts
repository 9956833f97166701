// Also tests: workload/readers/json-format
import { assertTrace, assertTraceError, THREE } from '../trace-fixture';

describe('AIBrix', () => {
  it('several requests a line, empty lines of the schedule too', () =>
    assertTrace('aibrix.jsonl', { format: 'AIBrix workload', requests: THREE, span: 1 }));

  it('a schedule without any request', () =>
    assertTraceError('{"timestamp": 0, "requests": []}\n', /recognised \(AIBrix workload\) but holds no requests/));
});
