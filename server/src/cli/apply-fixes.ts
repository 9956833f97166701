import { locatedFindings } from '../analysis/analysis';
import { applyEdits, type TextEdit } from '../yaml/text-range';
import type { AnalysedPath } from './analyze-file';

/** One fix may make another possible, and only so many findings of a document are reported at once. */
const roundLimit = 100;

/** A file after its fixes, and what was done to it. */
export interface FixedFile {
  readonly analysed: AnalysedPath;
  /** The titles of the fixes, in the order they were applied. */
  readonly applied: readonly string[];
}

/**
 * The file with the preferred fix of every finding applied, and analysed anew. Fixes that would touch the same text
 * come one after the other, each computed on the text that the one before left.
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
    const { edits, titles } = compatibleFixes(current);
    const text = applyEdits(current.text, edits);
    if (edits.length === 0 || seen.has(text)) break;
    const next = await analyzeAgain(text);
    // Each fix was checked alone; should they not go together, the text stays as it was.
    if (brokenDocuments(next) > brokenDocuments(current)) break;
    applied.push(...titles);
    seen.add(text);
    current = next;
  }
  return { analysed: current, applied };
}

function compatibleFixes({ analysis }: AnalysedPath): {
  readonly edits: readonly TextEdit[];
  readonly titles: readonly string[];
} {
  const edits: TextEdit[] = [];
  const titles: string[] = [];
  for (const { finding, start } of locatedFindings(analysis)) {
    const fix = finding.fixes().find(({ preferred }) => preferred);
    const moved = fix?.edits.map(({ range, newText }) => ({
      range: { start: start + range.start, end: start + range.end },
      newText,
    }));
    if (!fix || !moved || moved.some((edit) => edits.some((other) => overlap(edit, other)))) continue;
    edits.push(...moved);
    titles.push(fix.title);
  }
  return { edits, titles };
}

function brokenDocuments({ analysis }: AnalysedPath): number {
  return analysis.documents.filter(({ wellFormed }) => !wellFormed).length;
}

/** Touching counts: which of two insertions at one place comes first would be arbitrary. */
function overlap({ range: a }: TextEdit, { range: b }: TextEdit): boolean {
  return a.start <= b.end && b.start <= a.end;
}
