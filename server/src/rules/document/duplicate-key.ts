import { finding, type Rule } from '../rule';

export const duplicateKey: Rule = {
  code: 'AFD307',
  title: 'Key given twice',
  severity: 'error',
  check({ yamlProblems }) {
    return yamlProblems
      .filter(({ kind }) => kind === 'duplicate-key')
      .map(({ message, range }) => finding(duplicateKey, range, message));
  },
};
