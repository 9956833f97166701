import type { CancellationToken } from 'vscode-languageserver/node';
import type { InputStore } from '../analysis/input-store';
import { type SimulationOptions, simulateSweep } from '../sweep/simulate-sweep';
import { simulateInThread } from '../sweep/simulation-thread';
import type { NoSweep, SimulatedSweep, WhatIf } from '../sweep/sweep';
import { type SweepSubject, titleOf } from '../sweep/sweep-subject';
import type { OpenManifest } from './open-manifest';

/** What ends a simulation from outside, and who hears of its progress. */
export interface SimulationWatch {
  readonly token: CancellationToken;
  readonly onProgress: (share: number) => void;
}

/** The simulations under way: at most one per deployment, each in a thread that ends with it. */
export class Simulations {
  private readonly running = new Map<string, AbortController>();
  /** Nothing begins any more. */
  private over = false;

  constructor(
    private readonly store: InputStore,
    private readonly workerPath: string | undefined,
    private readonly log: (message: string, error: unknown) => void,
  ) {}

  /** Simulates a deployment; an earlier simulation of it ends. Undefined when it was ended itself; a failure says why. */
  async run(
    { document: { uri }, base }: OpenManifest,
    subject: SweepSubject,
    whatIf: WhatIf,
    options: SimulationOptions,
    { token, onProgress }: SimulationWatch,
  ): Promise<SimulatedSweep | NoSweep | undefined> {
    if (this.over) return undefined;
    const key = `${uri}#${subject.document}`;
    const controller = new AbortController();
    const { signal } = controller;
    this.running.get(key)?.abort();
    this.running.set(key, controller);
    const cancelled = token.onCancellationRequested(() => controller.abort());
    if (token.isCancellationRequested) controller.abort();
    try {
      const outcome = await simulateSweep(subject, whatIf, options, {
        requests: (reference, columns, keep) => this.store.requests(base, reference, columns, keep, signal),
        simulate: (scenario) => simulateInThread(this.workerPath, scenario, { signal, onProgress }),
      });
      if (signal.aborted) return undefined;
      return 'kind' in outcome ? outcome : outcome.simulated;
    } catch (error) {
      if (signal.aborted) return undefined;
      this.log(`simulating ${key} failed`, error);
      const message = error instanceof Error ? error.message : String(error);
      return { kind: 'none', title: titleOf(subject.deployment), message };
    } finally {
      cancelled.dispose();
      if (this.running.get(key) === controller) this.running.delete(key);
    }
  }

  /** Ends the simulations of a document, or all of them for good. */
  end(uri?: string): void {
    this.over ||= uri === undefined;
    for (const [key, controller] of this.running) {
      if (uri === undefined || key.startsWith(`${uri}#`)) controller.abort();
    }
  }
}
