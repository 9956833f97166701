import { invalidYaml } from '../../../server/src/rules/document/invalid-yaml';
import { deployment } from '../../analysis/analysed';
import { describeRule } from '../describe-rule';

describeRule(invalidYaml, {
  reports: [
    {
      title: 'broken text',
      text: deployment('{ workers: 4'),
      expected: ['error', 'f', 'Not valid YAML: a closing `}` is missing.'],
    },
  ],
  silent: [
    { title: 'a text in order', text: deployment('{ workers: 4 }') },
    { title: 'a key given twice, which AFD307 reports', text: deployment('{ workers: 4, workers: 5 }') },
  ],
});
