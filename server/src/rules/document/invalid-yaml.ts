import { finding, type Rule } from '../rule';

export const invalidYaml: Rule = {
  code: 'AFD301',
  title: 'Not valid YAML',
  severity: 'error',
  check({ yamlProblems }) {
    return yamlProblems
      .filter(({ kind }) => kind === 'syntax')
      .map(({ message, range }) => finding(invalidYaml, range, message));
  },
};
