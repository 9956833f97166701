import type { Command } from 'commander';
import type { ColumnMapping } from '../../workload/trace-summary';
import type { CommandContext, RunCommand } from '../command-context';
import { someText, wholeNumber } from '../option-values';
import { columnsOption } from '../shared-options';
import { type InitArguments, runInit } from './init';

/** The options as commander reads them. */
interface InitOptionValues {
  readonly attention: number;
  readonly ffn: number;
  readonly batchSize?: number;
  readonly microbatches?: number;
  readonly latencyProfile?: string;
  readonly name?: string;
  readonly columns?: ColumnMapping;
  readonly output: string;
}

/** `init TRACE` */
export function addInit(program: Command, context: CommandContext, run: RunCommand<InitArguments> = runInit): void {
  program
    .command('init')
    .description('a first manifest, from a request trace and the sizes of the two pools')
    .argument('<trace>', 'one request trace')
    .allowExcessArguments(false)
    .requiredOption('--attention <n>', 'attention workers', wholeNumber())
    .requiredOption('--ffn <n>', 'FFN workers', wholeNumber())
    .option('--batch-size <n>', 'requests per attention worker in one microbatch', wholeNumber())
    .option('--microbatches <n>', 'in flight at once', wholeNumber())
    .option('--latency-profile <id|path>', 'a built-in profile, or a profile file', someText)
    .option('--name <name>', 'of the deployment', someText)
    .addOption(columnsOption())
    .option('--output <file>', 'a new file, or - for standard output', someText, 'afd.yaml')
    .action(async (trace: string, values: InitOptionValues) =>
      context.exit(await run(toArguments(trace, values), context)),
    );
}

function toArguments(trace: string, values: InitOptionValues): InitArguments {
  const { attention, ffn, batchSize, microbatches, latencyProfile, name, columns, output } = values;
  return { trace, attention, ffn, batchSize, microbatches, latencyProfile, name, columns, output };
}
