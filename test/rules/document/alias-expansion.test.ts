import { aliasExpansion } from '../../../server/src/rules/document/alias-expansion';
import { header } from '../../analysis/analysed';
import { describeRule } from '../describe-rule';

describeRule(aliasExpansion, {
  reports: [
    {
      title: 'an alias of itself',
      text: `${header}spec: &s { attention: *s }\n`,
      expected: ['error', 'a', 'The alias *s refers to a value that contains it.'],
    },
  ],
  silent: [
    { title: 'broken text, which AFD301 reports', text: `${header}spec: { attention: {\n` },
    { title: 'an alias of another value', text: `${header}spec: { attention: &pool { workers: 4 }, ffn: *pool }\n` },
  ],
});
