import { type Command, InvalidArgumentError, Option } from 'commander';
import type { StrategyOptions } from '../../evaluation/strategy-question';
import { formatCount } from '../../text/format';
import { type CommandContext, wholeNumber } from '../command-context';
import { duration } from '../duration-option';
import { plotFile } from '../result-file';

/** What the command line asks of a comparison of serving strategies. */
export interface CompareArguments {
  readonly file: string;
  readonly format: 'text' | 'json';
  /** From 1. */
  readonly document: number | undefined;
  readonly plot: string | undefined;
  readonly force: boolean;
  readonly options: StrategyOptions;
}

/** The options as commander reads them. */
interface CompareOptionValues {
  readonly workers?: number;
  readonly ttft?: number;
  readonly tpot?: number;
  readonly format: 'text' | 'json';
  readonly document?: number;
  readonly plot?: string;
  readonly force: boolean;
}

/** Most devices that are compared: these take about a minute. */
export const mostComparedDevices = 4096;

/** `compare FILE`; `run` returns the exit status. */
export function addCompare(
  program: Command,
  context: CommandContext,
  run: (asked: CompareArguments) => Promise<number>,
): void {
  program
    .command('compare')
    .description('whether AFD pays: aggregated and prefill/decode serving, with and without it')
    .argument('<file>', 'one manifest')
    .allowExcessArguments(false)
    .option('--workers <n>', "devices all together, instead of the manifest's", workerCount)
    .option('--ttft <time>', "longest time to first token, such as 500ms, instead of the manifest's", duration)
    .option('--tpot <time>', "longest time per output token, such as 15ms, instead of the manifest's", duration)
    .option('--document <n>', 'only the Nth document of the file', wholeNumber())
    .addOption(new Option('--format <format>').choices(['text', 'json']).default('text'))
    .option('--plot <file>', 'throughput against tokens/s per user: a new .svg or .html file', plotFile)
    .option('--force', 'write over files that exist', false)
    .action(async (file: string, values: CompareOptionValues) => context.exit(await run(toArguments(file, values))));
}

function toArguments(file: string, values: CompareOptionValues): CompareArguments {
  const { workers, ttft, tpot, format, document, plot, force } = values;
  return { file, format, document, plot, force, options: { devices: workers, ttft, tpot } };
}

function workerCount(text: string): number {
  const count = wholeNumber(2)(text);
  if (count > mostComparedDevices) {
    throw new InvalidArgumentError(`Give at most ${formatCount(mostComparedDevices)} workers.`);
  }
  return count;
}
