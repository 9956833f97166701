import type { FileSettings } from '../configuration/file-settings';
import { readSuppressions, type Suppression } from '../manifest/suppressions';
import { ruleCodes } from '../rules/catalogue';
import { malformedSuppression } from '../rules/malformed-suppression';
import type { Finding, Subject } from '../rules/rule';
import { unusedSuppression } from '../rules/unused-suppression';
import { pathAt } from '../yaml/yaml-tree';
import type { JudgedFinding, SuppressedBy } from './analysis';
import { suppressionFix } from './suppression-fix';

/** Findings of one document reported at most; the rest would be the same mistake again. */
const findingLimit = 100;

/** What a comment at the top of the file means for one of its documents. */
export interface TopOfFile {
  /** The comments at the top of the file, for the documents behind the first. */
  readonly inherited: readonly Suppression[];
  /** For the first document: codes that a later document needs, or may need once more is known. */
  readonly neededElsewhere: ReadonlySet<string>;
}

/** The suppressions of a document whose syntax is whole. */
export function suppressionsOf({ text, root, extent }: Subject, wellFormed: boolean): readonly Suppression[] {
  return wellFormed ? readSuppressions(text, root, extent) : [];
}

/**
 * Applies severities and suppressions to a document's findings, adds what is wrong with the suppressions themselves,
 * and gives every finding that may be suppressed a fix that does so.
 */
export function judge(
  subject: Subject,
  findings: readonly Finding[],
  suppressions: readonly Suppression[],
  { inherited, neededElsewhere }: TopOfFile,
  settings: FileSettings,
): readonly JudgedFinding[] {
  const comments = findings.map(
    (finding) => [finding, byComment(finding, suppressions) ?? byComment(finding, inherited, true)] as const,
  );
  const aboutSuppressions = suppressions.flatMap((suppression) => [
    ...malformedSuppression.report(suppression, ruleCodes),
    ...unusedReport(subject, suppression, findings, suppression.reach === 'file' ? neededElsewhere : new Set()),
  ]);
  return [...comments, ...aboutSuppressions.map((finding) => [finding, undefined] as const)]
    .flatMap(([finding, comment]): readonly JudgedFinding[] => {
      const path = pathAt(subject.root, finding.range.start);
      const fixes = () => [...finding.fixes(), ...suppressionFix(subject, finding)];
      return judgeOne({ ...finding, path, fixes }, comment, settings);
    })
    .sort((a, b) => a.range.start - b.range.start)
    .slice(0, findingLimit);
}

/** Findings about the file as a whole, by the project's settings. */
export function judgeFile(findings: readonly Finding[], settings: FileSettings): readonly JudgedFinding[] {
  return findings.flatMap((finding) => judgeOne({ ...finding, path: '' }, undefined, settings));
}

/** The finding with its severity and what silences it; none where its rule is off. */
function judgeOne(
  finding: Omit<JudgedFinding, 'suppressed'>,
  comment: SuppressedBy | undefined,
  settings: FileSettings,
): readonly JudgedFinding[] {
  const severity = settings.rules[finding.code] ?? finding.severity;
  if (severity === 'off') return [];
  const suppressed = comment ?? byIgnores(finding, settings);
  return [{ ...finding, severity, suppressed, fixes: suppressed ? () => [] : finding.fixes }];
}

/** The codes of `suppressions` that this document's findings need, or may need once all of it can be evaluated. */
export function neededCodes(
  subject: Subject,
  findings: readonly Finding[],
  suppressions: readonly Suppression[],
): readonly string[] {
  return suppressions
    .flatMap(({ codes }) => codes.map(({ code }) => code))
    .filter((code) => {
      const undecided = subject.deployment !== undefined && !isDecidable(subject, code);
      return undecided || findings.some((finding) => finding.code === code);
    });
}

function byComment(
  { code, range }: Finding,
  suppressions: readonly Suppression[],
  everywhere = false,
): SuppressedBy | undefined {
  const match = suppressions.find((suppression) =>
    everywhere ? names(suppression, code) : covers(suppression, code, range.start),
  );
  return match && { by: 'comment', reason: match.reason };
}

function byIgnores(
  { code, path }: Pick<JudgedFinding, 'code' | 'path'>,
  { ignores }: FileSettings,
): SuppressedBy | undefined {
  const match = ignores.find(
    ({ rule, path: place }) =>
      rule === code &&
      (place === undefined || path === place || path.startsWith(`${place}.`) || path.startsWith(`${place}[`)),
  );
  return match && { by: 'ignores', reason: match.reason };
}

function names({ codes }: Suppression, code: string): boolean {
  return codes.some((entry) => entry.code === code);
}

function covers(suppression: Suppression, code: string, at: number): boolean {
  const { scope } = suppression;
  return scope.start <= at && at <= scope.end && names(suppression, code);
}

/** Whether a suppression is needed is known only when everything it could suppress was looked at. */
function isDecidable({ evaluation, loading }: Subject, code: string): boolean {
  if (loading) return false;
  return !/^AFD[12]/.test(code) || evaluation?.status === 'evaluated';
}

function unusedReport(
  subject: Subject,
  suppression: Suppression,
  findings: readonly Finding[],
  neededElsewhere: ReadonlySet<string>,
): readonly Finding[] {
  if (subject.loading) return [];
  const unused = suppression.codes
    .map(({ code }) => code)
    .filter((code) => ruleCodes.includes(code) && isDecidable(subject, code) && !neededElsewhere.has(code))
    .filter(
      (code) => !findings.some((finding) => finding.code === code && covers(suppression, code, finding.range.start)),
    );
  return unused.length > 0 ? [unusedSuppression.report(subject.text, suppression, unused)] : [];
}
