import type { AnalysedFile } from '../../analysis/analysis';
import { explanationJson } from '../../report/explanation-json';
import { explanationText } from '../../report/explanation-text';
import { FileAnalyzer } from '../analyze-file';
import type { Output } from '../command-context';
import { explainRules, rulePages, splitTargets } from './explain-rule';

export const explainFormats = ['text', 'markdown', 'json'] as const;
type ExplainFormat = (typeof explainFormats)[number];

/** What the command line asks to be explained. */
export interface ExplainArguments {
  /** Manifests and codes of rules. */
  readonly targets: readonly string[];
  readonly format: ExplainFormat;
}

/** Writes the pages of rules, then the derivations of files; returns the exit status. */
export async function runExplain(
  { targets, format }: ExplainArguments,
  output: Output,
  pages: string = rulePages,
): Promise<number> {
  const { codes, files } = splitTargets(targets, format);
  const ofRules = codes.length > 0 ? await explainRules(codes, format, output, pages) : 0;
  const ofFiles = files.length > 0 ? await explainFiles(files, format, output) : 0;
  return Math.max(ofRules, ofFiles);
}

/** Explains every deployment of the files; files that cannot be read are reported and make the status 2. */
async function explainFiles(files: readonly string[], format: ExplainFormat, { out, error }: Output): Promise<number> {
  const analyzer = new FileAnalyzer(error);
  const explained: AnalysedFile[] = [];
  for (const file of files) {
    const analysed = await analyzer.analyze(file);
    if (analysed) explained.push(analysed);
  }
  analyzer.dispose();
  const nowMs = Date.now();
  if (format === 'json') out(`${JSON.stringify(explanationJson(explained), null, 2)}\n`);
  else out(explained.map((entry) => explanationText(entry, format, nowMs)).join('\n'));
  return analyzer.problems.length > 0 ? 2 : 0;
}
