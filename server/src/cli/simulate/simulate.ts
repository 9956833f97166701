import { join } from 'node:path';
import type { AnalysedFile } from '../../analysis/analysis';
import type { InputStore } from '../../analysis/input-store';
import { type SimulationOptions, simulateSweep } from '../../sweep/simulate-sweep';
import { simulateInThread } from '../../sweep/simulation-thread';
import type { NoSweep } from '../../sweep/sweep';
import { titleOf } from '../../sweep/sweep-subject';
import { plainWord } from '../../text/format';
import { baseOf, FileAnalyzer } from '../analyze-file';
import { choosePaired } from '../choose-deployments';
import type { CommandContext, Output } from '../command-context';
import { withProgressBar } from '../progress-bar';
import type { TextOrJson } from '../shared-options';
import { type SimulatedDeployment, simulationJson } from './simulation-json';
import { simulationText } from './simulation-text';

/** What the command line asks of a simulation. */
export interface SimulateArguments {
  readonly file: string;
  readonly format: TextOrJson;
  readonly microbatches: number | undefined;
  /** From 1. */
  readonly document: number | undefined;
  readonly options: SimulationOptions;
}

/** The bundle of the worker lies beside the command line's own. */
const bundledWorker = join(__dirname, 'worker.js');

/**
 * Simulates the deployments of a file and writes what came out; returns the exit status, 2 where something cannot be
 * simulated and 130 when interrupted.
 */
export async function runSimulate(
  asked: SimulateArguments,
  context: CommandContext,
  workerPath: string | undefined = bundledWorker,
): Promise<number> {
  const signal = context.interrupted();
  const analyzer = new FileAnalyzer(context.error, { withoutStudies: true });
  // Disposed at once when interrupted, which ends the reading of its files.
  const interrupt = (): void => analyzer.dispose();
  signal.addEventListener('abort', interrupt, { once: true });
  try {
    const analysed = await analyzer.analyze(asked.file, signal);
    if (!analysed) return 2;
    const status = await simulateAll(asked, analysed, analyzer.store, context, signal, workerPath);
    return analyzer.problems.length > 0 ? 2 : status;
  } catch (reason) {
    if (signal.aborted) return 130;
    throw reason;
  } finally {
    signal.removeEventListener('abort', interrupt);
    analyzer.dispose();
  }
}

async function simulateAll(
  { file, format, microbatches, document, options }: SimulateArguments,
  analysed: AnalysedFile,
  store: InputStore,
  { out, error }: Output,
  signal: AbortSignal,
  workerPath: string | undefined,
): Promise<number> {
  const { chosen, complete } = choosePaired(analysed, document, error);
  const base = baseOf(file, analysed.settings);
  const simulated: SimulatedDeployment[] = [];
  let status = complete ? 0 : 2;
  for (const { deployment, index } of chosen) {
    const subject = {
      deployment,
      inputs: store.inputsFor(base),
      thresholds: analysed.settings.thresholds,
      document: index,
    };
    const whatIf = microbatches === undefined ? {} : { microbatches };
    const outcome = await withProgressBar(`simulating ${plainWord(deployment.name ?? file)}`, (onProgress) =>
      simulateSweep(subject, whatIf, options, {
        requests: (reference, columns, keep) => store.requests(base, reference, columns, keep, signal),
        simulate: (scenario) => simulateInThread(workerPath, scenario, { signal, onProgress }),
      }),
    ).catch((reason: unknown): NoSweep => {
      if (signal.aborted || !(reason instanceof Error)) throw reason;
      return { kind: 'none', title: titleOf(deployment), message: reason.message };
    });
    if ('kind' in outcome) {
      error(`${file}: ${plainWord(outcome.title)}: ${outcome.message.replaceAll('`', "'")}`);
      status = 2;
    } else {
      simulated.push({ file, name: deployment.name, ...outcome });
    }
  }
  if (simulated.length === 0) return status;
  if (format === 'json') out(`${JSON.stringify(simulationJson(simulated, chosen.length), null, 2)}\n`);
  else out(simulated.map(simulationText).join('\n'));
  return status;
}
