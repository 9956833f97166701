import { type FileFinding, findingsIn } from '../../analysis/analysis';
import { type Fix, isWithinFile } from '../../rules/rule';
import { applyEdits, type FileRange, type TextEdit } from '../../text/text-range';
import type { AnalysedPath } from '../analyze-file';

/** One fix may make another possible, and only so many findings of a document are reported at once. */
const roundLimit = 100;

/** A file after its fixes, and what was done to it. */
export interface FixedFile {
  readonly analysed: AnalysedPath;
  /** The titles of the fixes, in the order they were applied. */
  readonly applied: readonly string[];
}

/**
 * The file with the preferred fix of every finding applied, and analysed anew. Fixes that would touch the same text, or
 * do not go together, come one after the other, each computed on the text that the one before left.
 */
export async function applyFixes(
  analysed: AnalysedPath,
  analyzeAgain: (text: string) => Promise<AnalysedPath>,
): Promise<FixedFile> {
  const applied: string[] = [];
  // Fixes that undo each other would go on for ever.
  const seen = new Set([analysed.text]);
  let current = analysed;
  for (let round = 0; round < roundLimit; round++) {
    const fixes = compatibleFixes(current);
    // Two misspelt keys may both mean the same third one.
    const next =
      (await withFixes(current, fixes, analyzeAgain)) ?? (await withFixes(current, fixes.slice(0, 1), analyzeAgain));
    if (!next || seen.has(next.analysed.text)) break;
    applied.push(...next.applied);
    seen.add(next.analysed.text);
    current = next.analysed;
  }
  return { analysed: current, applied };
}

/** The file after fixes; undefined where there are none, or where they break what was whole. */
async function withFixes(
  current: AnalysedPath,
  fixes: readonly Fix<FileRange>[],
  analyzeAgain: (text: string) => Promise<AnalysedPath>,
): Promise<FixedFile | undefined> {
  if (fixes.length === 0) return undefined;
  const edits = fixes.flatMap((fix) => fix.edits);
  const analysed = await analyzeAgain(applyEdits(current.text, edits));
  if (brokenDocuments(analysed) > brokenDocuments(current)) return undefined;
  return { analysed, applied: fixes.map(({ title }) => title) };
}

/** How many preferred fixes are left that also edit other files; a file by itself cannot be given them. */
export function fixesAcrossFiles({ analysis }: AnalysedPath): number {
  const fixes = findingsIn(analysis).flatMap((finding) => preferredFix(finding) ?? []);
  return fixes.filter((fix) => !isWithinFile(fix)).length;
}

function preferredFix(finding: FileFinding): Fix<FileRange> | undefined {
  return finding.fixes().find(({ preferred }) => preferred);
}

/** The preferred fixes within the file that touch each a text of their own. */
function compatibleFixes({ analysis }: AnalysedPath): readonly Fix<FileRange>[] {
  const chosen: Fix<FileRange>[] = [];
  for (const finding of findingsIn(analysis)) {
    const fix = preferredFix(finding);
    if (!fix || !isWithinFile(fix)) continue;
    const taken = chosen.flatMap((other) => other.edits);
    if (!fix.edits.some((edit) => taken.some((other) => meet(edit, other)))) chosen.push(fix);
  }
  return chosen;
}

function brokenDocuments({ analysis }: AnalysedPath): number {
  return analysis.documents.filter(({ wellFormed }) => !wellFormed).length;
}

/** Touching counts: which of two insertions at one place comes first would be arbitrary. */
function meet({ range: a }: TextEdit, { range: b }: TextEdit): boolean {
  return a.start <= b.end && b.start <= a.end;
}
