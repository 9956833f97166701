import { assertTrace, THREE } from '../trace-fixture';

describe('WEKA conversations', () => {
  it('requests of subagents too, but not their times', () =>
    assertTrace('weka.json', {
      format: 'WEKA conversation',
      requests: THREE,
      span: 12.5,
      skipped: { zeroDecode: 1, first: { line: 28, reason: 'out is 0, so the request never decoded' } },
    }));
});
