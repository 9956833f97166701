import { finding, type Rule } from '../rule';

export const invalidConfiguration: Rule = {
  code: 'AFD311',
  title: 'Configuration not usable',
  severity: 'warning',
  check({ deployment, configurationProblem }) {
    if (!deployment || configurationProblem === undefined) return [];
    return [finding(invalidConfiguration, deployment.lensRange, shortened(configurationProblem))];
  },
};

/** Messages stay on one line of an editor; the configuration itself shows the rest. */
function shortened(message: string): string {
  return message.length <= 120 ? message : `${message.slice(0, 119)}…`;
}
