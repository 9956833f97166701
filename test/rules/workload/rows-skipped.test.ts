import { rowsSkipped } from '../../../server/src/rules/workload/rows-skipped';
import { traced, traceInputs } from '../base-texts';
import { describeRule } from '../describe-rule';

describeRule(rowsSkipped, {
  reports: [
    {
      title: 'malformed rows',
      text: traced,
      inputs: traceInputs({ skipped: { failed: 0, malformed: 2, zeroDecode: 1 } }),
      expected: ['info', 't.csv', '3 rows of the trace not used: 2 malformed, 1 without decode steps.'],
    },
    {
      title: 'one malformed row',
      text: traced,
      inputs: traceInputs({ skipped: { failed: 0, malformed: 1, zeroDecode: 0 } }),
      expected: ['info', 't.csv', '1 row of the trace not used: 1 malformed.'],
    },
    {
      title: 'failed rows only',
      text: traced,
      inputs: traceInputs({ skipped: { failed: 1, malformed: 0, zeroDecode: 0 } }),
      expected: ['hint', 't.csv', '1 row of the trace not used: 1 failed.'],
    },
  ],
  silent: [{ title: 'every row used', text: traced, inputs: traceInputs() }],
});
