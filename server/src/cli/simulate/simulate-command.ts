import { type Command, InvalidArgumentError, Option } from 'commander';
import { mostRatio } from '../../simulation/scenario-problem';
import type { SimulationOptions } from '../../sweep/simulate-sweep';
import type { CommandContext, RunCommand } from '../command-context';
import { wholeNumber } from '../option-values';
import { documentOption, formatOption, type TextOrJson } from '../shared-options';
import { runSimulate, type SimulateArguments } from './simulate';

/** The options as commander reads them. */
interface SimulateOptionValues {
  readonly format: TextOrJson;
  readonly ratios?: SimulationOptions['range'];
  readonly microbatches?: number;
  readonly requests?: number;
  readonly replications?: number;
  readonly seed?: number;
  readonly start?: SimulationOptions['start'];
  readonly replay: boolean;
  readonly document?: number;
}

/** `simulate FILE` */
export function addSimulate(
  program: Command,
  context: CommandContext,
  run: RunCommand<SimulateArguments> = runSimulate,
): void {
  program
    .command('simulate')
    .description("every ratio simulated with the deployment's requests, beside the prediction")
    .argument('<file>', 'one manifest')
    .allowExcessArguments(false)
    .addOption(formatOption())
    .option('--ratios <low..high>', '(default: 1..32, or wider where the deployment lies outside)', ratioRange)
    .option('--microbatches <n>', "instead of the manifest's", wholeNumber())
    .option('--requests <n>', 'per attention worker (default: 20 per slot, at least 1,000)', wholeNumber())
    .option('--replications <n>', '(default: 3)', wholeNumber())
    .option('--seed <n>', '(default: 1)', wholeNumber(0))
    .addOption(
      new Option('--start <start>', 'running for long already, or with fresh requests only').choices([
        'stationary',
        'cold',
      ]),
    )
    .option('--replay', "the trace's requests in their order, not drawn at random", false)
    .addOption(documentOption())
    .action(async (file: string, values: SimulateOptionValues) =>
      context.exit(await run(toArguments(file, values), context)),
    );
}

function toArguments(file: string, values: SimulateOptionValues): SimulateArguments {
  const { format, microbatches, document, ratios, requests, replications, seed, start, replay } = values;
  const options = { range: ratios, requestsPerWorker: requests, replications, seed, start, replay };
  return { file, format, microbatches, document, options };
}

function ratioRange(text: string): SimulationOptions['range'] {
  const match = /^(\d+)(?:\.\.(\d+))?$/.exec(text);
  const [low, high] = [Number(match?.[1]), Number(match?.[2] ?? match?.[1])];
  if (!match) throw new InvalidArgumentError('Give LOW..HIGH, for instance 1..32.');
  if (low < 1 || high > mostRatio) throw new InvalidArgumentError(`Ratios are from 1 to ${mostRatio}.`);
  if (low > high) throw new InvalidArgumentError('The first must not be larger than the second.');
  return { low, high };
}
