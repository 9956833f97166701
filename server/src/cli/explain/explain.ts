import { type Command, Option } from 'commander';
import type { AnalysedFile } from '../../analysis/analysis';
import { explanationJson } from '../../report/explanation-json';
import { explanationText } from '../../report/explanation-text';
import { FileAnalyzer } from '../analyze-file';
import type { CommandContext, Output } from '../command-context';
import { explainRules, rulePages, splitTargets } from './explain-rule';

const formats = ['text', 'markdown', 'json'] as const;
type ExplainFormat = (typeof formats)[number];

/** `explain FILE...`, `explain CODE...` */
export function addExplain(program: Command, context: CommandContext, pages: string = rulePages): void {
  program
    .command('explain')
    .description('the derivation of every deployment in the files, or the pages of rules')
    .argument('<file...>', 'manifests, or codes of rules such as AFD101')
    .addOption(new Option('--format <format>').choices(formats).default('text'))
    .action(async (targets: readonly string[], { format }: { format: ExplainFormat }) => {
      const { codes, files } = splitTargets(targets, format);
      const ofRules = codes.length > 0 ? await explainRules(codes, format, context, pages) : 0;
      const ofFiles = files.length > 0 ? await explainFiles(files, format, context) : 0;
      context.exit(Math.max(ofRules, ofFiles));
    });
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
