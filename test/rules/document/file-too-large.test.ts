import { fileTooLarge, manifestSizeLimit } from '../../../server/src/rules/document/file-too-large';
import { describeRule } from '../describe-rule';

describeRule(fileTooLarge, {
  reports: [
    {
      title: 'a huge file',
      text: `#${' '.repeat(manifestSizeLimit)}`,
      expected: [
        'warning',
        '#',
        'Not analysed: the file has 1,000,001 characters, the most read are 1,000,000; split it.',
      ],
    },
  ],
  silent: [{ title: 'a file at the limit', text: `#${' '.repeat(manifestSizeLimit - 1)}` }],
});
