import { parseArgs } from 'node:util';
import { mostRatio } from '../simulation/scenario-problem';
import type { SimulationOptions } from '../sweep/simulate-sweep';

export const simulateUsage = `  afd-lens simulate FILE     every ratio simulated with the deployment's requests, beside the prediction
      --format text|json            (default: text)
      --ratios LOW..HIGH            (default: 1..32, or wider where the deployment lies outside)
      --microbatches N              instead of the manifest's
      --requests N                  per attention worker (default: 20 per slot, at least 1,000)
      --replications N              (default: 3)
      --seed N                      (default: 1)
      --start stationary|cold       running for long already, or with fresh requests only
      --replay                      the trace's requests in their order, not drawn at random
      --document N                  only the Nth document of the file
`;

/** What the command line asks of a simulation. */
export interface SimulateArguments {
  readonly file: string;
  readonly format: 'text' | 'json';
  readonly microbatches: number | undefined;
  /** From 1. */
  readonly document: number | undefined;
  readonly options: SimulationOptions;
}

/** A command line that cannot be run: one sentence without its full stop. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The arguments after `simulate`. Throws UsageError, or parseArgs' own error for unknown options. */
export function parseSimulateArguments(args: readonly string[]): SimulateArguments {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      format: { ...text, default: 'text' },
      ratios: text,
      microbatches: text,
      requests: text,
      replications: text,
      seed: text,
      start: text,
      replay: { type: 'boolean', default: false },
      document: text,
    },
  });
  const [file, ...more] = positionals;
  if (file === undefined) throw new UsageError('simulate needs a file');
  if (more.length > 0) throw new UsageError('simulate takes one file at a time');
  const { format, start } = values;
  if (format !== 'text' && format !== 'json') throw new UsageError(`unknown format '${format}'; known: text, json`);
  if (start !== undefined && start !== 'stationary' && start !== 'cold') {
    throw new UsageError(`unknown start '${start}'; known: stationary, cold`);
  }
  return {
    file,
    format,
    microbatches: count('microbatches', values.microbatches),
    document: count('document', values.document),
    options: {
      range: ratioRange(values.ratios),
      requestsPerWorker: count('requests', values.requests),
      replications: count('replications', values.replications),
      seed: count('seed', values.seed, 0),
      start,
      replay: values.replay,
    },
  };
}

function count(name: string, text: string | undefined, least = 1): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < least) {
    throw new UsageError(`--${name} is '${text}'; give a whole number from ${least}`);
  }
  return value;
}

function ratioRange(text: string | undefined): SimulationOptions['range'] {
  if (text === undefined) return undefined;
  const match = /^(\d+)(?:\.\.(\d+))?$/.exec(text);
  const [low, high] = [Number(match?.[1]), Number(match?.[2] ?? match?.[1])];
  if (!match) throw new UsageError(`--ratios is '${text}'; give LOW..HIGH, for instance 1..32`);
  if (low < 1 || high > mostRatio) throw new UsageError(`--ratios is '${text}'; ratios are from 1 to ${mostRatio}`);
  if (low > high) throw new UsageError(`--ratios is '${text}'; the first must not be larger than the second`);
  return { low, high };
}
