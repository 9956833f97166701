import { traceUnusable } from '../../../server/src/rules/workload/trace-unusable';
import { filesOf } from '../../analysis/analysed';
import { own, traced, traceInputs } from '../base-texts';
import { describeRule } from '../describe-rule';

const failed = (message: string, line?: number) => ({ kind: 'failed', path: '/srv/t.csv', message, line }) as const;

const withoutRows = { kind: 'failed', path: '/srv/x', message: 'It has no rows.', line: 7 } as const;

describeRule(traceUnusable, {
  reports: [
    {
      title: 'an unusable trace',
      text: traced,
      inputs: filesOf({ 't.csv': failed('No column of prompt lengths.', 1) }),
      expected: ['error', 't.csv', 'No column of prompt lengths.'],
    },
    {
      title: 'a trace in which no line is to blame',
      text: traced,
      inputs: filesOf({ 't.csv': failed('It is empty.') }),
      expected: ['error', 't.csv', 'It is empty.'],
    },
    {
      title: 'a line named already',
      text: traced,
      inputs: filesOf({ 't.csv': failed('Line 3 is cut off', 3) }),
      expected: ['error', 't.csv', 'Line 3 is cut off.'],
    },
    {
      title: 'what is asked, with one mark at its end',
      text: traced,
      inputs: filesOf({ 't.csv': failed('It is not complete; was the file cut off?', 9) }),
      expected: ['error', 't.csv', 'It is not complete; was the file cut off (line 9)?'],
    },
    {
      title: 'a trace of a configuration that cannot be used',
      text: 'workload: { trace: t.csv }\n',
      inputs: filesOf({ 't.csv': withoutRows }),
      fileKind: 'configuration',
      expected: ['error', 't.csv', 'It has no rows (line 7).'],
    },
  ],
  silent: [
    { title: 'a usable trace', text: traced, inputs: traceInputs() },
    {
      title: 'an unusable profile, which AFD306 reports',
      text: own(),
      inputs: filesOf({}, { 'p.yaml': { ...failed('It has no rows.'), path: '/srv/p.yaml' } }),
    },
  ],
});
