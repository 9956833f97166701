import type { Suppression } from '../../manifest/suppressions';
import { closest } from '../../text/closest';
import { quote } from '../../text/format';
import { type Finding, finding, type Rule } from '../rule';

export const malformedSuppression: Omit<Rule, 'check'> & {
  report(suppression: Suppression, ruleCodes: readonly string[]): readonly Finding[];
} = {
  code: 'AFD901',
  title: 'Malformed suppression',
  severity: 'warning',
  report({ range, codes }, ruleCodes) {
    if (codes.length === 0) {
      return [
        finding(
          malformedSuppression,
          range,
          'A suppression must name the rules it is for: `# afd-lens: ignore AFD101 -- reason`.',
        ),
      ];
    }
    return codes
      .filter(({ code }) => !ruleCodes.includes(code))
      .map(({ code, range: place }) => {
        const suggestion = closest(code, ruleCodes);
        const advice = suggestion ? `; did you mean ${quote(suggestion)}?` : '; codes look like `AFD101`.';
        return finding(malformedSuppression, place, `Unknown rule ${quote(code)}${advice}`);
      });
  },
};
