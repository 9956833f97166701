import { type Command, Option } from 'commander';
import type { CommandContext, RunCommand } from '../command-context';
import { allowedRootOption } from '../shared-options';
import { type DiffArguments, diffFormats, runDiff } from './diff';

/** The options as commander reads them. */
interface DiffOptionValues {
  readonly base: string;
  readonly format: DiffArguments['format'];
  readonly allowedRoot?: readonly string[];
  readonly exitCode: boolean;
  readonly output?: string;
}

/** `diff PATHS... --base REV|FILE` */
export function addDiff(program: Command, context: CommandContext, run: RunCommand<DiffArguments> = runDiff): void {
  program
    .command('diff')
    .description('what changed of each deployment since a git revision, or against other files')
    .argument('[path...]', 'manifests, folders and patterns (default: .)')
    .requiredOption('--base <rev|path>', 'a git revision, REV... for where a branch left it, or a file or folder')
    .addOption(new Option('--format <format>').choices(diffFormats).default('text'))
    .addOption(allowedRootOption())
    .option('--exit-code', 'end with status 1 when something changed', false)
    .option('--output <file>', 'write there instead of to standard output')
    .action(async (paths: readonly string[], { output, allowedRoot: allowedRoots = [], ...values }: DiffOptionValues) =>
      context.exit(await run({ paths: paths.length > 0 ? paths : ['.'], output, allowedRoots, ...values }, context)),
    );
}
