import { type Command, InvalidArgumentError, Option } from 'commander';
import { mostRatio } from '../../simulation/scenario-problem';
import type { SimulationOptions } from '../../sweep/simulate-sweep';
import { type CommandContext, wholeNumber } from '../command-context';

/** What the command line asks of a simulation. */
export interface SimulateArguments {
  readonly file: string;
  readonly format: 'text' | 'json';
  readonly microbatches: number | undefined;
  /** From 1. */
  readonly document: number | undefined;
  readonly options: SimulationOptions;
}

/** The options as commander reads them. */
interface SimulateOptionValues {
  readonly format: 'text' | 'json';
  readonly ratios?: SimulationOptions['range'];
  readonly microbatches?: number;
  readonly requests?: number;
  readonly replications?: number;
  readonly seed?: number;
  readonly start?: SimulationOptions['start'];
  readonly replay: boolean;
  readonly document?: number;
}

/** `simulate FILE`; `run` returns the exit status. */
export function addSimulate(
  program: Command,
  context: CommandContext,
  run: (asked: SimulateArguments) => Promise<number>,
): void {
  program
    .command('simulate')
    .description("every ratio simulated with the deployment's requests, beside the prediction")
    .argument('<file>', 'one manifest')
    .allowExcessArguments(false)
    .addOption(new Option('--format <format>').choices(['text', 'json']).default('text'))
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
    .option('--document <n>', 'only the Nth document of the file', wholeNumber())
    .action(async (file: string, values: SimulateOptionValues) => context.exit(await run(toArguments(file, values))));
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
