import { type Command, InvalidArgumentError } from 'commander';
import type { CommandContext, RunCommand } from '../command-context';
import { wholeNumber, workerCount } from '../option-values';
import { documentOption, formatOption } from '../shared-options';
import { type PlanArguments, runPlan } from './plan';

/** The options as commander reads them. */
type PlanOptionValues = Omit<PlanArguments, 'file' | 'options'> & PlanArguments['options'];

/** Largest number of workers that is searched. */
const mostPlannedWorkers = 16_384;

/** As many microbatches as a manifest may state. */
const mostMicrobatches = 64;

/** `plan FILE` */
export function addPlan(program: Command, context: CommandContext, run: RunCommand<PlanArguments> = runPlan): void {
  program
    .command('plan')
    .description('the best pools, bundles, microbatches and batch size for so many workers')
    .argument('<file>', 'one manifest')
    .allowExcessArguments(false)
    .requiredOption('--workers <n>', 'workers of either kind together', workerCount(mostPlannedWorkers))
    .option('--node-size <k>', 'pools are whole nodes of so many workers', wholeNumber())
    .option('--microbatches <list>', "numbers to choose from (default: the engine's, else 1,2,3,4)", microbatchList)
    .option('--any-ffn', 'also FFN counts that do not divide the routed experts', false)
    .addOption(documentOption())
    .addOption(formatOption())
    .action(async (file: string, { format, document, ...options }: PlanOptionValues) =>
      context.exit(await run({ file, format, document, options }, context)),
    );
}

function microbatchList(text: string): readonly number[] {
  const counts = text.split(',').map((part) => wholeNumber()(part.trim()));
  if (counts.some((count) => count > mostMicrobatches)) {
    throw new InvalidArgumentError(`Microbatches are from 1 to ${mostMicrobatches}.`);
  }
  return [...new Set(counts)].sort((a, b) => a - b);
}
