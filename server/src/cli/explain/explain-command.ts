import { type Command, Option } from 'commander';
import type { CommandContext, RunCommand } from '../command-context';
import { type ExplainArguments, explainFormats, runExplain } from './explain';

/** `explain FILE...`, `explain CODE...` */
export function addExplain(
  program: Command,
  context: CommandContext,
  run: RunCommand<ExplainArguments> = runExplain,
): void {
  program
    .command('explain')
    .description('the derivation of every deployment in the files, or the pages of rules')
    .argument('<file...>', 'manifests, or codes of rules such as AFD101')
    .addOption(new Option('--format <format>').choices(explainFormats).default('text'))
    .action(async (targets: readonly string[], { format }: Pick<ExplainArguments, 'format'>) =>
      context.exit(await run({ targets, format }, context)),
    );
}
