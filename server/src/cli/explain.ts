import { type Command, Option } from 'commander';
import type { AnalysedFile } from '../analysis/analysis';
import { InputStore } from '../analysis/input-store';
import { readFailure } from '../analysis/read-manifest';
import { explanationJson } from '../report/explanation-json';
import { explanationText } from '../report/explanation-text';
import { TraceLoader } from '../workload/trace-loader';
import { analyzeFile } from './analyze-file';
import type { CommandContext, Output } from './command-context';

const formats = ['text', 'markdown', 'json'] as const;
type ExplainFormat = (typeof formats)[number];

/** `explain FILE...` */
export function addExplain(program: Command, context: CommandContext): void {
  program
    .command('explain')
    .description('the derivation of every deployment in the files')
    .argument('<file...>', 'manifests')
    .addOption(new Option('--format <format>').choices(formats).default('text'))
    .action(async (files: readonly string[], { format }: { format: ExplainFormat }) =>
      context.exit(await explainFiles(files, format, context)),
    );
}

/** Explains every deployment of the files; files that cannot be read are reported and make the status 2. */
async function explainFiles(files: readonly string[], format: ExplainFormat, { out, error }: Output): Promise<number> {
  const store = new InputStore({ loader: new TraceLoader({ workerPath: undefined }) });
  const explained: AnalysedFile[] = [];
  let status = 0;
  for (const file of files) {
    try {
      explained.push(await analyzeFile(file, store, error));
    } catch (reason) {
      error(`${file}: ${readFailure(reason)}`);
      status = 2;
    }
  }
  store.dispose();
  const nowMs = Date.now();
  if (format === 'json') out(`${JSON.stringify(explanationJson(explained), null, 2)}\n`);
  else out(explained.map((entry) => explanationText(entry, format, nowMs)).join('\n'));
  return status;
}
