import { notEvaluated } from '../../../server/src/rules/sizing/not-evaluated';
import { deployment } from '../../analysis/analysed';
import { good } from '../base-texts';
import { bare, under } from '../configured';
import { describeRule } from '../describe-rule';

describeRule(notEvaluated, {
  reports: [
    {
      title: 'no workload',
      text: deployment(good).replace(/ {2}workload.*\n/, ''),
      expected: ['info', 'spec', 'Not evaluated: `spec.workload` is missing: a request trace, or statistics of one.'],
    },
    {
      title: 'a template',
      text: deployment('{ workers: {{ .x }}, batchSize: 256 }'),
      expected: [
        'hint',
        '{{ .x }}',
        'Not evaluated: `attention.workers` is filled in by a template; pipe what is rendered into `afd-lens check -`.',
      ],
    },
    {
      title: 'a templated kind',
      text: 'kind: {{ .kind }}\n',
      expected: [
        'hint',
        '{{ .kind }}',
        'Not evaluated: `kind` is filled in by a template; pipe what is rendered into `afd-lens check -`.',
      ],
    },
    {
      title: 'a workload that the configuration gives, where a template may write another one',
      text: bare.replace('spec:\n', 'spec:\n  {{- include "workload" . | nindent 2 }}\n'),
      settings: under('workload: { trace: traces/chat.csv }\nlatencyProfile: ascend-910c-deepseek-v3\n'),
      expected: ['info', 'spec', 'Not evaluated: `spec.workload` is missing: a request trace, or statistics of one.'],
    },
  ],
  silent: [{ title: 'nothing missing', text: deployment(good) }],
});
