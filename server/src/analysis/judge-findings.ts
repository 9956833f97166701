import { readSuppressions, type Suppression } from '../manifest/suppressions';
import { ruleCodes } from '../rules/catalogue';
import { malformedSuppression } from '../rules/malformed-suppression';
import type { Finding, Subject } from '../rules/rule';
import { unusedSuppression } from '../rules/unused-suppression';
import type { AnalysisSettings, JudgedFinding } from './analysis';
import { suppressionFix } from './suppression-fix';

/** Findings of one document reported at most; the rest would be the same mistake again. */
const findingLimit = 100;

/**
 * Applies severities and suppressions to a document's findings, adds what is wrong with the suppressions themselves,
 * and gives every finding that may be suppressed a fix that does so.
 */
export function judge(
  subject: Subject,
  findings: readonly Finding[],
  wellFormed: boolean,
  settings: AnalysisSettings,
): readonly JudgedFinding[] {
  const suppressions = wellFormed ? readSuppressions(subject.text, subject.root, subject.extent) : [];
  const judged = findings.map((finding) => ({ ...finding, suppressed: suppressedBy(finding, suppressions) }));
  const aboutSuppressions = suppressions.flatMap((suppression) => [
    ...malformedSuppression.report(suppression, ruleCodes),
    ...unusedReport(subject, suppression, findings),
  ]);
  return [...judged, ...aboutSuppressions.map((finding) => ({ ...finding, suppressed: undefined }))]
    .flatMap((finding): JudgedFinding[] => {
      const severity = settings.rules[finding.code];
      if (severity === 'off') return [];
      const fixes = () => [...finding.fixes(), ...suppressionFix(subject, finding)];
      return [{ ...finding, severity: severity ?? finding.severity, fixes: finding.suppressed ? () => [] : fixes }];
    })
    .sort((a, b) => a.range.start - b.range.start)
    .slice(0, findingLimit);
}

function suppressedBy({ code, range }: Finding, suppressions: readonly Suppression[]): JudgedFinding['suppressed'] {
  const match = suppressions.find((suppression) => covers(suppression, code, range.start));
  return match && { reason: match.reason };
}

function covers({ codes, scope }: Suppression, code: string, at: number): boolean {
  return scope.start <= at && at <= scope.end && codes.some((entry) => entry.code === code);
}

/** Whether a suppression is needed is known only when everything it could suppress was looked at. */
function unusedReport(
  { text, evaluation }: Subject,
  suppression: Suppression,
  findings: readonly Finding[],
): readonly Finding[] {
  if (evaluation?.loading) return [];
  const decidable = (code: string) => !/^AFD[12]/.test(code) || evaluation?.status === 'evaluated';
  const unused = suppression.codes
    .map(({ code }) => code)
    .filter((code) => ruleCodes.includes(code) && decidable(code))
    .filter(
      (code) => !findings.some((finding) => finding.code === code && covers(suppression, code, finding.range.start)),
    );
  return unused.length > 0 ? [unusedSuppression.report(text, suppression, unused)] : [];
}
