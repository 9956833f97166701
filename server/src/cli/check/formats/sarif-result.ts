import type { Fix, PhysicalLocation, Region, Result, Suppression } from 'sarif';
import type { SuppressedBy } from '../../../analysis/analysis';
import type { Span } from '../../../report/line-and-column';
import type { ReportedFinding, ReportedFix } from '../check-report';
import { repositoryUri } from './addresses';
import { plainMessage } from './finding-text';
import { sarifLevels } from './sarif-rules';
import { onFirstLine, type SourceText } from './source-text';
import { visible } from './visible-text';

/** What a finding is written with. */
export interface SarifResultContext {
  readonly source: SourceText | undefined;
  /** Place of its rule among the run's rules. */
  readonly ruleIndex: number | undefined;
  /** How many findings of the same fingerprint there are in the file up to this one. */
  readonly occurrence: number;
  /** Whether the run says of every result if it is suppressed; it says so of all or of none. */
  readonly withSuppressions: boolean;
}

/** A finding as a SARIF result, at exactly one place. */
export function sarifResult(finding: ReportedFinding, context: SarifResultContext): Result {
  const { code, severity, repositoryFile, fingerprint, related, fixes, suppressed } = finding;
  const { source, ruleIndex, occurrence, withSuppressions } = context;
  const at = (span: Span): PhysicalLocation => ({
    artifactLocation: artifact(repositoryFile),
    region: region(span, source),
  });
  const applicable = fixes.filter(({ edits }) => edits.length > 0);
  return {
    ruleId: code,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: sarifLevels[severity],
    message: { text: messageText(finding) },
    locations: [{ physicalLocation: at(finding) }],
    partialFingerprints: {
      // GitHub tells alerts apart by this one alone.
      primaryLocationLineHash: `${fingerprint}:${occurrence}`,
      'afdLens/v1': fingerprint,
    },
    ...(related.length > 0
      ? {
          relatedLocations: related.map((place, i) => ({
            id: i + 1,
            message: { text: withoutPlaceholders(plainMessage(place.message)) },
            physicalLocation: at(place),
          })),
        }
      : {}),
    ...(applicable.length > 0 ? { fixes: applicable.map((fix) => sarifFix(fix, repositoryFile)) } : {}),
    ...(withSuppressions ? { suppressions: suppressed ? [suppression(suppressed)] : [] } : {}),
  };
}

/** The message, and behind it what belongs to it, each sentence a link to its place. */
function messageText({ message, related }: ReportedFinding): string {
  const links = related.map((place, i) => `[${plainMessage(place.message).replaceAll(/[\\[\]]/g, '\\$&')}](${i + 1})`);
  // What only looks like a link is taken apart.
  const text = plainMessage(message).replaceAll('](', '] (');
  return withoutPlaceholders([text, ...links].join(' '));
}

/** `{0}` stands for an argument in SARIF, unless its braces are doubled. */
function withoutPlaceholders(text: string): string {
  return text.replaceAll(/\{(\d+)\}/g, '{{$1}}');
}

function artifact(repositoryFile: string) {
  return { uri: repositoryUri(repositoryFile), uriBaseId: '%SRCROOT%' };
}

/** One line, so that GitHub shows it when this line is in the pull request. */
function region(span: Span, source: SourceText | undefined): Region {
  const { line, column, endColumn } = onFirstLine(span, source);
  return { startLine: line, startColumn: column, endLine: line, endColumn };
}

function sarifFix({ title, edits }: ReportedFix, repositoryFile: string): Fix {
  return {
    description: { text: withoutPlaceholders(plainMessage(title)) },
    artifactChanges: [
      {
        artifactLocation: artifact(repositoryFile),
        replacements: edits.map(({ start, end, newText }) => ({
          deletedRegion: {
            startLine: start.line,
            startColumn: start.column,
            endLine: end.line,
            endColumn: end.column,
          },
          ...(newText === '' ? {} : { insertedContent: { text: newText } }),
        })),
      },
    ],
  };
}

function suppression({ by, reason }: SuppressedBy): Suppression {
  return {
    kind: by === 'comment' ? 'inSource' : 'external',
    status: 'accepted',
    ...(reason?.trim() ? { justification: visible(reason) } : {}),
  };
}
