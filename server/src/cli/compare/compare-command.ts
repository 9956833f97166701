import type { Command } from 'commander';
import type { CommandContext, RunCommand } from '../command-context';
import { duration, workerCount } from '../option-values';
import { documentOption, forceOption, formatOption, plotOption, type TextOrJson } from '../shared-options';
import { type CompareArguments, mostComparedDevices, runCompare } from './compare';

/** The options as commander reads them. */
interface CompareOptionValues {
  readonly workers?: number;
  readonly ttft?: number;
  readonly tpot?: number;
  readonly format: TextOrJson;
  readonly document?: number;
  readonly plot?: string;
  readonly force: boolean;
}

/** `compare FILE` */
export function addCompare(
  program: Command,
  context: CommandContext,
  run: RunCommand<CompareArguments> = runCompare,
): void {
  program
    .command('compare')
    .description('whether AFD pays: aggregated and prefill/decode serving, with and without it')
    .argument('<file>', 'one manifest')
    .allowExcessArguments(false)
    .option('--workers <n>', "devices all together, instead of the manifest's", workerCount(mostComparedDevices))
    .option('--ttft <time>', "longest time to first token, such as 500ms, instead of the manifest's", duration)
    .option('--tpot <time>', "longest time per output token, such as 15ms, instead of the manifest's", duration)
    .addOption(documentOption())
    .addOption(formatOption())
    .addOption(plotOption('throughput against tokens/s per user'))
    .addOption(forceOption())
    .action(async (file: string, values: CompareOptionValues) =>
      context.exit(await run(toArguments(file, values), context)),
    );
}

function toArguments(file: string, values: CompareOptionValues): CompareArguments {
  const { workers, ttft, tpot, format, document, plot, force } = values;
  return { file, format, document, plot, force, options: { devices: workers, ttft, tpot } };
}
