import type { FileSettings } from '../../configuration/file-settings';
import type { Suppression } from '../../manifest/suppressions';
import { ruleCodes } from '../../rules/catalogue';
import { malformedSuppression } from '../../rules/document/malformed-suppression';
import { unusedSuppression } from '../../rules/document/unused-suppression';
import type { Finding, Subject } from '../../rules/rule';
import type { FileFinding, SuppressedBy } from '../analysis';
import { suppressionFix } from './suppression-fix';

/** Findings of one document reported at most; the rest would be the same mistake again. */
const findingLimit = 100;

/** A finding that is judged but not yet placed in its file. */
export type JudgedFinding = Finding & Pick<FileFinding, 'path' | 'suppressed'>;

/** One deployment of a document, and what rules say about it. */
export interface Checked {
  readonly subject: Subject;
  readonly findings: readonly Finding[];
}

/** What a comment at the top of the file means for one of its documents. */
export interface TopOfFile {
  /** The comments at the top of the file, for the documents behind the first. */
  readonly inherited: readonly Suppression[];
  /** For the first document: codes that a later document needs, or may need once more is known. */
  readonly neededElsewhere: ReadonlySet<string>;
}

/**
 * Applies severities and suppressions to the findings of a document's deployments, adds to the first what is wrong with
 * the suppressions themselves, and gives every finding that may be suppressed a fix that does so.
 */
export function judge(
  parts: readonly Checked[],
  suppressions: readonly Suppression[],
  { inherited, neededElsewhere }: TopOfFile,
  settings: FileSettings,
): readonly (readonly JudgedFinding[])[] {
  const aboutSuppressions = suppressions.flatMap((suppression) => [
    ...malformedSuppression.report(suppression, ruleCodes),
    ...unusedReport(parts, suppression, suppression.reach === 'file' ? neededElsewhere : new Set()),
  ]);
  return parts.map(({ subject, findings }, index) => {
    const comments = findings.map(
      (finding) => [finding, byComment(finding, suppressions) ?? byComment(finding, inherited, true)] as const,
    );
    const added = index === 0 ? aboutSuppressions.map((finding) => [finding, undefined] as const) : [];
    return [...comments, ...added]
      .flatMap(([finding, comment]): readonly JudgedFinding[] => {
        const path = subject.pathAt(finding.range.start);
        const fixes = () => [...finding.fixes(), ...suppressionFix(subject, finding)];
        return judgeOne({ ...finding, path, fixes }, comment, settings);
      })
      .sort((a, b) => a.range.start - b.range.start)
      .slice(0, findingLimit);
  });
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

/** The codes of `suppressions` that a document's findings need, or may need once all of it can be evaluated. */
export function neededCodes(parts: readonly Checked[], suppressions: readonly Suppression[]): readonly string[] {
  return suppressions
    .flatMap(({ codes }) => codes.map(({ code }) => code))
    .filter((code) =>
      parts.some(
        ({ subject, findings }) =>
          (subject.deployment !== undefined && !isDecidable(subject, code)) ||
          findings.some((finding) => finding.code === code),
      ),
    );
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
function isDecidable({ evaluation, requestOrder, loading, computing }: Subject, code: string): boolean {
  if (loading || (computing && /^AFD6/.test(code))) return false;
  if (/^AFD60[12]/.test(code)) return evaluation?.strategy.comparison?.kind === 'ready';
  if (/^AFD61[12]/.test(code) && requestOrder?.schedule.kind === 'failed') return false;
  return !/^AFD[126]/.test(code) || evaluation?.status === 'evaluated';
}

function unusedReport(
  parts: readonly Checked[],
  suppression: Suppression,
  neededElsewhere: ReadonlySet<string>,
): readonly Finding[] {
  const subjects = parts.map(({ subject }) => subject);
  if (subjects.some(({ loading }) => loading)) return [];
  const unused = suppression.codes
    .map(({ code }) => code)
    .filter((code) => ruleCodes.includes(code) && !neededElsewhere.has(code))
    .filter((code) => subjects.every((subject) => isDecidable(subject, code)))
    .filter(
      (code) =>
        !parts.some(({ findings }) =>
          findings.some((finding) => finding.code === code && covers(suppression, code, finding.range.start)),
        ),
    );
  return unused.length > 0 ? [unusedSuppression.report(subjects[0]!, suppression, unused)] : [];
}
