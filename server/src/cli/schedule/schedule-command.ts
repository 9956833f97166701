import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Pools } from '../../provisioning/cycle/operating-point';
import { type PolicyName, policyNames } from '../../scheduling/policies';
import type { SchedulingQuestion } from '../../scheduling/study';
import { closest } from '../../text/closest';
import { mostTokens, readTokenCount } from '../../text/token-count';
import type { ColumnMapping } from '../../workload/trace-summary';
import { type CommandContext, type RunCommand, UsageError } from '../command-context';
import { duration, someText, wholeNumber } from '../option-values';
import { columnsOption, forceOption, formatOption, plotOption, type TextOrJson } from '../shared-options';
import { runSchedule, type ScheduleArguments, type StepSource } from './schedule';

/** The options as commander reads them. */
interface ScheduleOptionValues {
  readonly kvTokens: number;
  readonly policy: readonly PolicyName[];
  readonly mode: SchedulingQuestion['mode'];
  readonly requests?: number;
  readonly stepTime?: number;
  readonly profile?: string;
  readonly pools?: Pools;
  readonly microbatches?: number;
  readonly predictionNoise: number;
  readonly ageing?: number;
  readonly seed: number;
  readonly columns?: ColumnMapping;
  readonly format: TextOrJson;
  readonly plot?: string;
  readonly force: boolean;
}

/** Those that need no search. */
const quickPolicies: readonly PolicyName[] = ['fcfs', 'sf', 'spf', 'total', 'svf', 'sorted-f'];

/** As the simulation takes where nobody says. */
const defaultMicrobatches = 3;

/** `schedule TRACE` */
export function addSchedule(
  program: Command,
  context: CommandContext,
  run: RunCommand<ScheduleArguments> = runSchedule,
): void {
  program
    .command('schedule')
    .description('the order in which requests are best admitted to the KV cache')
    .argument('<trace>', 'one request trace')
    .allowExcessArguments(false)
    .requiredOption('--kv-tokens <m>', 'that the KV cache holds: 500000, 500k, 1.2M', tokens)
    .option('--policy <list>', `of ${policyNames.join(', ')}, or all`, policyList, quickPolicies)
    .addOption(
      new Option('--mode <mode>', 'all requests at once, or each when it arrives')
        .choices(['burst', 'online'])
        .default('burst'),
    )
    .option('--requests <n>', 'the first n of the trace', wholeNumber())
    .option('--step-time <time>', 'of one decode step, such as 40ms', duration)
    .option('--profile <id|path>', 'latency profile in seconds, for the time of each step', someText)
    .option('--pools <xA:yF>', 'with --profile, for instance 9A:1F; the trace is what one attention worker gets', pools)
    .option('--microbatches <n>', `with --profile (default: ${defaultMicrobatches})`, wholeNumber())
    .option('--prediction-noise <sigma>', 'of the logarithm of predicted decode lengths', notNegative, 0)
    .option('--ageing <steps>', 'a request that waited for so long goes first', wholeNumber())
    .option('--seed <n>', 'of the prediction noise', wholeNumber(0), 1)
    .addOption(columnsOption())
    .addOption(formatOption())
    .addOption(plotOption('mean and p99 of each policy'))
    .addOption(forceOption())
    .action(async (file: string, values: ScheduleOptionValues) =>
      context.exit(await run(toArguments(file, values), context)),
    );
}

/** Throws a UsageError for options that contradict each other. */
function toArguments(file: string, values: ScheduleOptionValues): ScheduleArguments {
  const { policy, ageing, stepTime, profile, pools, microbatches, requests, columns, plot, ...rest } = values;
  const step = stepSource(values);
  return { file, ...rest, policies: policy, requests, step, ageingSteps: ageing, columns, plot };
}

function stepSource({ stepTime, profile, pools, microbatches }: ScheduleOptionValues): StepSource | undefined {
  if (stepTime !== undefined && profile !== undefined) {
    throw new UsageError('--step-time and --profile both say how long a step takes; give one of them');
  }
  if (profile === undefined) {
    const alone = pools ? '--pools' : microbatches === undefined ? undefined : '--microbatches';
    if (alone) throw new UsageError(`${alone} says nothing without --profile; add it`);
    return stepTime === undefined ? undefined : { kind: 'time', seconds: stepTime };
  }
  if (pools === undefined) throw new UsageError('--profile needs --pools, for instance --pools 9A:1F');
  return { kind: 'profile', profile, pools, microbatches: microbatches ?? defaultMicrobatches };
}

function tokens(text: string): number {
  const value = readTokenCount(text);
  if (value === undefined) {
    throw new InvalidArgumentError('Give a whole number of tokens from 1, such as 500000, 500k or 1.2M.');
  }
  if (value > mostTokens) throw new InvalidArgumentError('Give at most 1,000,000M tokens.');
  return value;
}

function policyList(text: string): readonly PolicyName[] {
  if (text.trim() === 'all') return policyNames;
  const names = text.split(',').map((part) => policyName(part.trim()));
  return policyNames.filter((name) => names.includes(name));
}

function policyName(text: string): PolicyName {
  const found = policyNames.find((name) => name === text.toLowerCase());
  if (found) return found;
  const near = closest(text, policyNames);
  const meant = near === undefined ? `There are ${policyNames.join(', ')} and all.` : `Did you mean ${near}?`;
  throw new InvalidArgumentError(`No policy is called '${text}'. ${meant}`);
}

function pools(text: string): Pools {
  const match = /^(\d+)A:(\d+)F$/i.exec(text);
  const [attention, ffn] = [Number(match?.[1]), Number(match?.[2])];
  if (!(attention >= 1 && ffn >= 1)) throw new InvalidArgumentError('Give both pools, for instance 9A:1F.');
  return { attention, ffn };
}

function notNegative(text: string): number {
  const value = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (!(value <= 10)) throw new InvalidArgumentError('Give a number from 0 to 10.');
  return value;
}
