import { join } from 'node:path';
import type { AnalysedFile } from '../../analysis/analysis';
import type { InputStore } from '../../analysis/input-store';
import { simulateSweep } from '../../sweep/simulate-sweep';
import { simulateInThread } from '../../sweep/simulation-thread';
import { plainWord } from '../../text/format';
import { baseOf, FileAnalyzer } from '../analyze-file';
import { brokenDocuments } from '../broken-documents';
import type { Output } from '../command-context';
import { withProgressBar } from '../progress-bar';
import type { SimulateArguments } from './simulate-options';
import { type SimulatedDeployment, simulationJson } from './simulation-json';
import { simulationText } from './simulation-text';

/** The bundle of the simulation's thread lies beside the command line's own. */
const workerPath = join(__dirname, 'simulation-worker.js');

/**
 * Simulates the deployments of a file and writes what came out; returns the exit status, 2 where something cannot be
 * simulated and 130 when ended by `signal`.
 */
export async function simulateFile(
  asked: SimulateArguments,
  output: Output,
  signal: AbortSignal,
  threadPath: string | undefined = workerPath,
): Promise<number> {
  const analyzer = new FileAnalyzer(output.error, { withoutStudies: true });
  // Disposed at once when interrupted, which ends the reading of its files.
  const interrupt = (): void => analyzer.dispose();
  signal.addEventListener('abort', interrupt, { once: true });
  try {
    const analysed = await analyzer.analyze(asked.file, signal);
    if (!analysed) return 2;
    const status = await simulateAll(asked, analysed, analyzer.store, output, signal, threadPath);
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
  threadPath: string | undefined,
): Promise<number> {
  const broken = brokenDocuments(analysed, document);
  for (const line of broken) error(line);
  const all = analysed.analysis.documents.flatMap(({ deployment, wellFormed, index }) =>
    deployment?.attention && deployment.ffn && wellFormed ? [{ deployment, index }] : [],
  );
  const chosen = document === undefined ? all : all.filter(({ index }) => index === document - 1);
  if (chosen.length === 0) {
    if (broken.length > 0) return 2;
    error(
      `${file}: ${document === undefined ? 'no AFD deployment with both pools in this file' : `document ${document} is no AFD deployment with both pools`}`,
    );
    return 2;
  }
  const base = baseOf(file);
  const simulated: SimulatedDeployment[] = [];
  let status = broken.length > 0 ? 2 : 0;
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
        simulate: (scenario) => simulateInThread(threadPath, scenario, { signal, onProgress }),
      }),
    );
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
