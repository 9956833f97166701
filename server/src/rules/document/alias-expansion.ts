import { finding, type Rule } from '../rule';

export const aliasExpansion: Rule = {
  code: 'AFD308',
  title: 'Aliases expand without measure',
  severity: 'error',
  check({ yamlProblems }) {
    return yamlProblems
      .filter(({ kind }) => kind === 'alias-expansion')
      .map(({ message, range }) => finding(aliasExpansion, range, message));
  },
};
