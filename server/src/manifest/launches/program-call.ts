import type { MappedText } from '../../text/mapped-text';
import type { TextRange } from '../../text/text-range';
import type { TreeMap } from '../../yaml/yaml-tree';
import type { Carrier, Environment } from '../carriers/process';
import type { LaunchDialect } from '../dialects/dialects';
import { defaultPolicyAt } from '../scheduler-facts';
import type { Launch, LaunchOptions, Stated, Unresolved } from './launch';
import { byDefault, integer, placeOf, type SettingPlace, scalarOf, stated, word } from './stated';

/** One program that a process starts, with what it is given. */
export interface ProgramCall {
  readonly carrier: Carrier;
  /** With the variables of the shell that starts it. */
  readonly environment: Environment;
  /** The program, or the first option where options are all there is. */
  readonly site: TextRange;
  /** Words that belong to no option: the program, its subcommand, the model. */
  readonly positional: readonly MappedText[];
  readonly options: LaunchOptions;
  /** What may hold further options, such as `"$@"`: then nobody knows that an option is absent. */
  readonly open: Unresolved | undefined;
  /** The options as the file groups them, where it gives them as keys. */
  readonly keys: TreeMap | undefined;
}

/**
 * The calls that a setting in the environment is meant for: of those that see the same values of these variables the one
 * with the most words, since every `sleep` of a script sees them too.
 */
export function mainCalls(calls: readonly ProgramCall[], variables: readonly string[]): readonly ProgramCall[] {
  const main = new Map<string, ProgramCall>();
  for (const call of calls) {
    const seen = variables.map((name) => call.environment.get(name)?.text ?? '').join('\n');
    const other = main.get(seen);
    if (!other || wordsOf(call) > wordsOf(other)) main.set(seen, call);
  }
  return [...main.values()];
}

function wordsOf({ positional, options }: ProgramCall): number {
  return positional.length + options.size;
}

/** A launch of which nothing is known yet but where it comes from. */
export function emptyLaunch(dialect: LaunchDialect, call: ProgramCall): Launch {
  const { carrier, environment, site, options, open } = call;
  return {
    dialect,
    file: undefined,
    carrier,
    environment,
    site,
    options,
    open,
    settings: undefined,
    problems: [],
    role: undefined,
    pool: undefined,
    connector: undefined,
    host: undefined,
    port: undefined,
    attentionRanks: undefined,
    ffnRanks: undefined,
    dataParallel: undefined,
    tensorParallel: undefined,
    prefillContextParallel: undefined,
    maxNumSeqs: undefined,
    maxNumBatchedTokens: undefined,
    microbatches: undefined,
    model: undefined,
    schedulingPolicy: undefined,
  };
}

/** The place of an environment variable's value. */
export function variablePlace(
  { environment }: Pick<ProgramCall, 'environment'>,
  name: string,
): SettingPlace | undefined {
  const text = environment.get(name);
  if (text === undefined) return undefined;
  const node = scalarOf(text);
  return { keyRange: node.range, node };
}

/** The order in which requests are admitted, as an option names it; without it, first come first served. */
export function policyOption(
  { options, open, site }: Pick<ProgramCall, 'options' | 'open' | 'site'>,
  name: string,
): Stated<string> {
  if (options.has(name)) return stated(placeOf(options.get(name)), word);
  return open ?? defaultPolicyAt(site);
}

/** A count that an option gives; without it the engine's default, unless something may hold further options. */
export function countOption(
  { options, open, site }: Pick<ProgramCall, 'options' | 'open' | 'site'>,
  name: string,
  fallback?: number,
): Stated<number> {
  if (options.has(name)) return stated(placeOf(options.get(name)), integer);
  return open ?? (fallback === undefined ? undefined : byDefault(fallback, site));
}
