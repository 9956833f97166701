import { basename, resolve } from 'node:path';
import { isCarrierName } from '../../analysis/our-share';
import { baselineName } from '../../configuration/baseline';
import { UsageError } from '../command-context';
import type { FormatName } from './formats/report-formats';

/** One output of a run. */
export interface ReportTarget {
  readonly format: FormatName;
  /** A file; undefined for standard output. */
  readonly file: string | undefined;
}

/** A `--format` and an `--output` as they are put together while the command line is read. */
export interface OutputPair {
  format?: FormatName;
  file?: string;
}

/** Adds one half of a pair: the other half of the last one if that still lacks it, else the first of a new one. */
export function addToPairs(pairs: OutputPair[], half: { format: FormatName } | { file: string }): void {
  const last = pairs.at(-1);
  const fits = last && ('format' in half ? last.format === undefined : last.file === undefined);
  if (fits) Object.assign(last, half);
  else pairs.push({ ...half });
}

/**
 * The outputs asked for; `pretty` to standard output where none is. Throws UsageError where two would go to one place, or
 * one over something that is not a report; standard output takes one, and none beside the diff of a dry run.
 */
export function reportTargets(pairs: readonly OutputPair[], dryRun: boolean): readonly ReportTarget[] {
  for (const { format, file } of pairs) {
    if (file === '') throw new UsageError('--output needs the name of a file, or - for standard output');
    if (format === undefined && pairs.length > 1) throw new UsageError(`--output ${file} needs a --format beside it`);
    if (file !== undefined && isInput(file)) {
      throw new UsageError(`--output ${file} would overwrite what is checked; give the report another name`);
    }
  }
  const targets = pairs.map(({ format = 'pretty', file }) => ({ format, file: file === '-' ? undefined : file }));
  const files = targets.flatMap(({ file }) => (file === undefined ? [] : [file]));
  const twice = files.find((file, i) => files.findIndex((other) => resolve(other) === resolve(file)) < i);
  if (twice !== undefined) throw new UsageError(`two reports cannot both go to ${twice}`);
  const toStandardOutput = targets.length - files.length;
  if (toStandardOutput > 1) {
    throw new UsageError('only one format can go to standard output; give the others an --output');
  }
  if (dryRun && toStandardOutput > 0) throw new UsageError('--fix-dry-run prints a diff; give --format an --output');
  return targets.length > 0 || dryRun ? targets : [{ format: 'pretty', file: undefined }];
}

/** No report is YAML, so a file of such a name is a manifest, a configuration or somebody else's. */
function isInput(file: string): boolean {
  return isCarrierName(file) || basename(file) === baselineName;
}
