import { type Command, Option } from 'commander';
import { type LocatedFinding, locatedFindings } from '../analysis/analysis';
import { quote } from '../text/format';
import { explainDeployment } from '../wording/derivation';
import { renderMarkdown, renderText } from '../wording/explanation';
import { type AnalysedFile, FileAnalyzer } from './analyze-file';
import type { CommandContext, Output } from './command-context';
import { explainRules, rulePages, splitTargets } from './explain-rule';
import { explanationJson } from './explanation-json';
import { lineAndColumn } from './line-and-column';

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
  else out(explained.map((entry) => explainText(entry, format, nowMs)).join('\n'));
  return analyzer.problems.length > 0 ? 2 : 0;
}

function explainText({ file, text, analysis }: AnalysedFile, format: 'text' | 'markdown', nowMs: number): string {
  const render = format === 'markdown' ? renderMarkdown : renderText;
  const parts = analysis.documents.flatMap(({ deployment, evaluation }) => {
    if (!deployment || !evaluation) return [];
    const title = quote(deployment.name ?? file);
    const body = render(explainDeployment(deployment, evaluation, nowMs));
    return [format === 'markdown' ? `# ${title}\n\n${body}\n` : `${title.replaceAll('`', '')} (${file})\n\n${body}\n`];
  });
  const findings = locatedFindings(analysis).map((located) => findingLine(file, text, located, format));
  if (parts.length === 0 && findings.length === 0) return `${file}: no AFD deployment in this file\n`;
  return [...parts, ...(findings.length > 0 ? [`${findings.join('\n')}\n`] : [])].join('\n');
}

function findingLine(
  file: string,
  text: string,
  { finding, start }: LocatedFinding,
  format: 'text' | 'markdown',
): string {
  const { line, column } = lineAndColumn(text, start + finding.range.start);
  const message = format === 'markdown' ? finding.message : finding.message.replaceAll('`', "'");
  return `${format === 'markdown' ? '- ' : ''}${file}:${line}:${column} ${finding.severity} ${finding.code} ${message}`;
}
