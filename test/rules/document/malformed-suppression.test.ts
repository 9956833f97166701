import { malformedSuppression } from '../../../server/src/rules/document/malformed-suppression';
import { deployment } from '../../analysis/analysed';
import { good } from '../base-texts';
import { describeRule } from '../describe-rule';

describeRule(malformedSuppression, {
  reports: [
    {
      title: 'a suppression without codes',
      text: `# afd-lens: ignore\n${deployment(good)}`,
      expected: [
        'warning',
        '# afd-lens: ignore',
        'A suppression must name the rules it is for: `# afd-lens: ignore AFD101 -- reason`.',
      ],
    },
  ],
  silent: [
    { title: 'a suppression that names a rule', text: `# afd-lens: ignore AFD101 -- measured\n${deployment(good)}` },
  ],
});
