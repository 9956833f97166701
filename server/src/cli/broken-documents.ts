import type { AnalysedFile } from '../analysis/analysis';
import { lineAndColumn } from '../report/line-and-column';

/** For each document that is not valid YAML the place and the first thing wrong with it; `document`: only that, from 1. */
export function brokenDocuments({ file, text, analysis }: AnalysedFile, document?: number): readonly string[] {
  return analysis.documents.flatMap(({ wellFormed, findings, start, index }) => {
    if (wellFormed || (document !== undefined && index !== document - 1)) return [];
    const first = findings.find(({ severity }) => severity === 'error');
    const { line, column } = lineAndColumn(text, start + (first?.range.start ?? 0));
    // A configuration may have switched off the rule that says what is wrong.
    const what = first?.message.replaceAll('`', "'") ?? 'The document is not valid YAML.';
    return [`${file}:${line}:${column} ${what}`];
  });
}
