import { unknownKey } from '../../../server/src/rules/document/unknown-key';
import { deployment } from '../../analysis/analysed';
import { describeRule } from '../describe-rule';

describeRule(unknownKey, {
  reports: [
    {
      title: 'an unknown key',
      text: deployment('{ workers: 4, batchsize: 256 }'),
      expected: ['warning', 'batchsize', 'Unknown key `batchsize` in `attention`; did you mean `batchSize`?'],
    },
    {
      title: 'a rule that nobody has, at its key',
      text: 'rules: { AFD100: off }\n',
      fileKind: 'configuration',
      expected: ['warning', 'AFD100', 'Unknown rule `AFD100`; did you mean `AFD101`?'],
    },
  ],
  silent: [
    {
      title: 'a key where any may stand',
      text: deployment('{ workers: 4, batchSize: 256 }').replace(
        'spec:',
        'metadata: { labels: { batchsize: large } }\nspec:',
      ),
    },
  ],
});
