import type { FileSettings } from '../../configuration/file-settings';
import type { Suppression } from '../../manifest/suppressions';
import type { TextRange } from '../../text/text-range';
import type { DocumentContent, FileReference } from '../analysis';
import { type Checked, type JudgedFinding, judge, neededCodes, type TopOfFile } from './judge-findings';

/** A document, or one of its deployments, without its place in the file: every range is an offset into its text. */
export interface UnplacedDocument {
  readonly content: DocumentContent;
  /** The parts of the text that are this document; all of it but in files that are kept whole. */
  readonly extents: readonly TextRange[];
  readonly findings: readonly JudgedFinding[];
  readonly references: readonly FileReference<TextRange>[];
}

/** What is known of a document, or of one of its deployments, before its findings are judged. */
export interface CheckedPart extends Checked, Omit<UnplacedDocument, 'findings'> {}

/**
 * A document that rules have looked at; its findings are judged once all documents of the file are. A manifest has one
 * part, the launches of a file as many as there are deployments.
 */
export interface CheckedDocument {
  readonly parts: readonly CheckedPart[];
  readonly suppressions: readonly Suppression[];
  /** The last result, and what of the file's top it was judged with. */
  judged: { readonly topOfFile: string; readonly units: readonly UnplacedDocument[] } | undefined;
}

/** The units of each document with their findings judged; a comment at the top of the file counts for all of them. */
export function judgeDocuments(
  documents: readonly CheckedDocument[],
  settings: FileSettings,
): readonly (readonly UnplacedDocument[])[] {
  const [first, ...others] = documents;
  if (!first) return [];
  const inherited = first.suppressions.filter(({ reach }) => reach === 'file');
  const neededElsewhere = new Set(
    inherited.length === 0 ? [] : others.flatMap(({ parts }) => neededCodes(parts, inherited)),
  );
  return [
    judgeOnce(first, { inherited: [], neededElsewhere }, settings),
    ...others.map((document) => judgeOnce(document, { inherited, neededElsewhere: new Set() }, settings)),
  ];
}

/** Judges a document, or gives the result of the last time if nothing it depends on changed. */
function judgeOnce(
  document: CheckedDocument,
  topOfFile: TopOfFile,
  settings: FileSettings,
): readonly UnplacedDocument[] {
  const { parts, suppressions, judged } = document;
  const key = JSON.stringify([
    topOfFile.inherited.map(({ codes, reason }) => [codes.map(({ code }) => code), reason]),
    [...topOfFile.neededElsewhere],
  ]);
  if (judged?.topOfFile === key) return judged.units;
  const findings = judge(parts, suppressions, topOfFile, settings);
  const units = parts.map(({ content, extents, references }, index) => {
    return { content, extents, references, findings: findings[index]! };
  });
  document.judged = { topOfFile: key, units };
  return units;
}
