import { type Command, Option } from 'commander';
import type { ColumnMapping } from '../../workload/trace-summary';
import type { CommandContext, RunCommand } from '../command-context';
import { columnsOption } from '../shared-options';
import { runWorkload, type WorkloadArguments, workloadFormats } from './workload';

/** The options as commander reads them. */
interface WorkloadOptionValues {
  readonly format: WorkloadArguments['format'];
  readonly columns?: ColumnMapping;
}

/** `workload TRACE` */
export function addWorkload(
  program: Command,
  context: CommandContext,
  run: RunCommand<WorkloadArguments> = runWorkload,
): void {
  program
    .command('workload')
    .description('what a request trace says: theta, nu, and how certain they are')
    .argument('<trace>', 'one request trace')
    .allowExcessArguments(false)
    .addOption(columnsOption())
    .addOption(
      new Option('--format <format>', 'yaml: statistics for a manifest').choices(workloadFormats).default('text'),
    )
    .action(async (file: string, { format, columns }: WorkloadOptionValues) =>
      context.exit(await run({ file, format, columns }, context)),
    );
}
