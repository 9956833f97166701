import { assertTrace, THREE, TWO } from '../trace-fixture';

describe('LLMServingSim', () => {
  it('flat and agentic lines in one file', () =>
    assertTrace('llmservingsim.jsonl', { format: 'LLMServingSim workload', requests: THREE, span: 2.5 }));

  it('measured requests, with arrivals in seconds', () =>
    assertTrace('llmservingsim-bench.jsonl', { format: 'LLMServingSim workload', requests: TWO, span: 2.5 }));
});
