import { dirname, relative, resolve, sep } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type Analysis, findingsIn } from '../../analysis/analysis';
import { builtInProfiles, isProfilePath } from '../../latency/catalogue';
import { plainLine } from '../../text/format';
import type { ColumnMapping } from '../../workload/trace-summary';
import { FileAnalyzer } from '../analyze-file';
import type { CommandContext, Output } from '../command-context';
import { whyNoNewFile, writeFailure, writeNewFile } from '../new-file';
import { readTraceFile } from '../read-trace-file';
import { type FirstManifest, firstManifest } from './first-manifest';

/** What the command line asks of a first manifest. */
export interface InitArguments {
  readonly trace: string;
  readonly attention: number;
  readonly ffn: number;
  readonly batchSize: number | undefined;
  readonly microbatches: number | undefined;
  /** A built-in id, or a path from the working folder. */
  readonly latencyProfile: string | undefined;
  readonly name: string | undefined;
  readonly columns: ColumnMapping | undefined;
  /** A file, or `-` for standard output. */
  readonly output: string;
}

/** Writes a first manifest once the trace is known to be usable; returns the exit status. */
export async function runInit(asked: InitArguments, context: CommandContext): Promise<number> {
  const { output } = asked;
  const error = (line: string): void => context.error(plainLine(line));
  // Before a long trace is read, although only the writing itself can be sure.
  const why = output === '-' ? undefined : await whyNoNewFile(output);
  if (why !== undefined) {
    error(`${output}: ${why}`);
    return 2;
  }
  const text = await checkedManifest(asked, error, context.interrupted());
  if (typeof text === 'number') return text;
  if (output === '-') context.out(text);
  else {
    try {
      await writeNewFile(output, text);
    } catch (reason) {
      error(`${output}: ${writeFailure(reason)}`);
      return 2;
    }
  }
  error(nextStep(asked));
  return 0;
}

/** The manifest's text, or the exit status where there is none and a line says why: it would not be valid as written. */
async function checkedManifest(
  asked: InitArguments,
  error: Output['error'],
  signal: AbortSignal,
): Promise<string | 2 | 130> {
  const analyzer = new FileAnalyzer(error);
  try {
    const reading = await readTraceFile(analyzer.loader, asked.trace, asked.columns, error, signal);
    if ('status' in reading) return reading.status;
    const facts = factsOf(asked);
    const text = firstManifest(facts, builtInProfiles.values());
    const { analysis } = await analyzer.analyzeText(asked.output, resolve(asked.output), text);
    const problem = problemOf(analysis, facts, asked);
    if (problem === undefined) return text;
    error(`${problem} Nothing was written.`);
    return 2;
  } finally {
    analyzer.dispose();
  }
}

function factsOf(asked: InitArguments): FirstManifest {
  const { trace, name, columns, attention, ffn, batchSize, microbatches, latencyProfile, output } = asked;
  const isPath = latencyProfile !== undefined && isProfilePath(latencyProfile);
  return {
    name,
    trace: referenceTo(trace, output),
    columns,
    attention,
    ffn,
    batchSize,
    microbatches,
    latencyProfile: isPath ? profileReference(referenceTo(latencyProfile, output)) : latencyProfile,
  };
}

/** A path from the working folder as the manifest at `output` refers to it, with forward slashes. */
function referenceTo(path: string, output: string): string {
  return relative(dirname(resolve(output)), resolve(path)).replaceAll(sep, '/');
}

/** Without a slash or an ending it would be taken for the id of a built-in profile. */
function profileReference(path: string): string {
  return isProfilePath(path) ? path : `./${path}`;
}

/** What is wrong with the manifest as it would be written, in one sentence; undefined where nothing is. */
function problemOf(
  analysis: Analysis,
  facts: FirstManifest,
  { latencyProfile, output }: InitArguments,
): string | undefined {
  const [document] = analysis.documents;
  const profile = document?.evaluation?.profileState;
  if (profile?.kind === 'missing') return `${latencyProfile}: no such file.`;
  if (profile?.kind === 'failed') {
    return `${latencyProfile}${profile.line === undefined ? '' : `:${profile.line}`}: ${profile.message}`;
  }
  const broken = findingsIn(analysis).find(({ severity }) => severity === 'error');
  if (broken) return broken.message;
  const read = document?.deployment;
  const isAsAsked =
    read?.name === facts.name &&
    read?.workload?.trace?.path.value === facts.trace &&
    isDeepStrictEqual(read.workload.trace.columns, facts.columns) &&
    (facts.latencyProfile === undefined || read.latencyProfile?.value === facts.latencyProfile);
  return isAsAsked ? undefined : `${output}: a manifest cannot hold these names as they are; rename the files.`;
}

function nextStep({ output, batchSize, latencyProfile }: InitArguments): string {
  const absent = [
    ...(latencyProfile === undefined ? ['latencyProfile'] : []),
    ...(batchSize === undefined ? ['attention.batchSize'] : []),
  ].join(' and ');
  const fill = absent === '' ? '' : `fill in ${absent}, as its comments say, then `;
  return output === '-'
    ? `next: save it in this folder, where its path of the trace starts, ${fill}run afd-lens explain on it`
    : `wrote ${output}; next: ${fill}run afd-lens explain ${shellWord(output)}`;
}

/** A word that a shell takes as it is. */
function shellWord(word: string): string {
  return /^[\w./\\:@+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
