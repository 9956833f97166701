import { type Command, InvalidArgumentError, Option } from 'commander';
import type { PlanOptions } from '../../evaluation/plan-deployment';
import { formatCount } from '../../text/format';
import { type CommandContext, wholeNumber } from '../command-context';

/** What the command line asks of a joint choice. */
export interface PlanArguments {
  readonly file: string;
  readonly format: 'text' | 'json';
  /** From 1. */
  readonly document: number | undefined;
  readonly options: PlanOptions;
}

/** The options as commander reads them. */
interface PlanOptionValues {
  readonly workers: number;
  readonly format: 'text' | 'json';
  readonly nodeSize?: number;
  readonly microbatches?: readonly number[];
  readonly anyFfn: boolean;
  readonly document?: number;
}

/** Largest number of workers that is searched. */
const mostPlannedWorkers = 16_384;

/** As many microbatches as a manifest may state. */
const mostMicrobatches = 64;

/** `plan FILE`; `run` returns the exit status. */
export function addPlan(
  program: Command,
  context: CommandContext,
  run: (asked: PlanArguments) => Promise<number>,
): void {
  program
    .command('plan')
    .description('the best pools, bundles, microbatches and batch size for so many workers')
    .argument('<file>', 'one manifest')
    .allowExcessArguments(false)
    .requiredOption('--workers <n>', 'workers of either kind together', workerCount)
    .option('--node-size <k>', 'pools are whole nodes of so many workers', wholeNumber())
    .option('--microbatches <list>', "numbers to choose from (default: the engine's, else 1,2,3,4)", microbatchList)
    .option('--any-ffn', 'also FFN counts that do not divide the routed experts', false)
    .option('--document <n>', 'only the Nth document of the file', wholeNumber())
    .addOption(new Option('--format <format>').choices(['text', 'json']).default('text'))
    .action(async (file: string, values: PlanOptionValues) => {
      const { format, document, ...options } = values;
      context.exit(await run({ file, format, document, options }));
    });
}

function workerCount(text: string): number {
  const count = wholeNumber(2)(text);
  if (count > mostPlannedWorkers)
    throw new InvalidArgumentError(`Give at most ${formatCount(mostPlannedWorkers)} workers.`);
  return count;
}

function microbatchList(text: string): readonly number[] {
  const counts = text.split(',').map((part) => wholeNumber()(part.trim()));
  if (counts.some((count) => count > mostMicrobatches)) {
    throw new InvalidArgumentError(`Microbatches are from 1 to ${mostMicrobatches}.`);
  }
  return [...new Set(counts)].sort((a, b) => a - b);
}
