import { duplicateKey } from '../../../server/src/rules/document/duplicate-key';
import { deployment } from '../../analysis/analysed';
import { describeRule } from '../describe-rule';

describeRule(duplicateKey, {
  reports: [
    {
      title: 'a key given twice',
      text: deployment('{ workers: 4, workers: 5, batchSize: 256 }'),
      expected: ['error', 'workers', '`workers` is given twice in this map; keep one.'],
    },
  ],
  silent: [
    { title: 'a key in two maps', text: deployment('{ workers: 4, batchSize: 256 }', '{ workers: 5 }') },
    { title: 'broken text, which AFD301 reports', text: deployment('{ workers: 4') },
  ],
});
