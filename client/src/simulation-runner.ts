import * as vscode from 'vscode';
import type { SweepAnswer } from '../../server/src/protocol/protocol';
import type { SimulatedSweep, WhatIf } from '../../server/src/sweep/sweep';
import type { SimulationStatus } from '../webview/messages';

/** How long after a change a simulation begins. */
const quietMilliseconds = 400;

/** What to simulate. `key` is equal for inputs that one simulation serves; `version` is the document's. */
export interface SimulationWish {
  readonly key: string;
  readonly version: number;
  readonly whatIf: WhatIf;
  readonly possible: boolean;
}

type Simulate = (
  whatIf: WhatIf,
  onProgress: (share: number) => void,
  token: vscode.CancellationToken,
) => Promise<SweepAnswer<SimulatedSweep> | null>;

interface RunnerEvents {
  readonly onChange: () => void;
  readonly onProgress: (share: number) => void;
}

/** Simulates what is wished, a short pause after the last change; a run that is no longer wished ends. */
export class SimulationRunner {
  status: SimulationStatus = { kind: 'idle' };
  /** The last finished simulation, also of other inputs. */
  simulated: SimulatedSweep | undefined;
  private simulatedKey: string | undefined;
  private wish: SimulationWish | undefined;
  /** The inputs under way, waiting or running; and those that were given up, with the reason. */
  private currentKey: string | undefined;
  private stopped: { readonly key: string; readonly status: SimulationStatus } | undefined;
  private timer: NodeJS.Timeout | undefined;
  private run: vscode.CancellationTokenSource | undefined;

  constructor(
    private readonly simulate: Simulate,
    private readonly events: RunnerEvents,
  ) {}

  /** True where the last simulation belongs to other inputs than wished. */
  get outdated(): boolean {
    return this.simulated !== undefined && this.simulatedKey !== this.wish?.key;
  }

  /** Takes a new wish. The caller shows what changes. */
  follow(wish: SimulationWish): void {
    this.wish = wish;
    if (wish.key === this.currentKey) return;
    this.cancel();
    if (!wish.possible || wish.key === this.simulatedKey) return;
    if (wish.key === this.stopped?.key) {
      this.status = this.stopped.status;
      return;
    }
    this.currentKey = wish.key;
    this.status = { kind: 'waiting' };
    this.timer = setTimeout(() => this.start(), quietMilliseconds);
  }

  /** Begins at once. */
  start(): void {
    const { wish } = this;
    if (!wish?.possible) return;
    this.cancel();
    this.currentKey = wish.key;
    this.stopped = undefined;
    this.status = { kind: 'running', share: 0 };
    this.events.onChange();
    void this.finish(wish);
  }

  /** Ends what is under way and says why. */
  stop(reason: string, again: boolean): void {
    this.cancel();
    this.status = { kind: 'stopped', reason, again };
    this.stopped = this.wish && { key: this.wish.key, status: this.status };
    this.events.onChange();
  }

  /** Lets what was given up be simulated again. */
  forgetStop(): void {
    this.stopped = undefined;
  }

  /** Ends what is under way, silently. */
  cancel(): void {
    clearTimeout(this.timer);
    this.run?.cancel();
    this.run?.dispose();
    this.run = undefined;
    this.currentKey = undefined;
    this.status = { kind: 'idle' };
  }

  private async finish(wish: SimulationWish): Promise<void> {
    const run = new vscode.CancellationTokenSource();
    this.run = run;
    const progress = (share: number): void => {
      if (this.run !== run) return;
      this.status = { kind: 'running', share };
      this.events.onProgress(share);
    };
    try {
      const answer = await this.simulate(wish.whatIf, progress, run.token);
      if (this.run !== run) return;
      // Edited before the server began: what it simulated may not be what was wished. The next wish begins anew.
      if (!answer || (answer.version !== wish.version && answer.version !== this.wish?.version)) {
        this.cancel();
        this.events.onChange();
        return;
      }
      const { sweep } = answer;
      if (sweep.kind === 'none') {
        this.stop(`Not simulated. ${sweep.message}`, false);
        return;
      }
      this.cancel();
      this.simulated = sweep;
      this.simulatedKey = wish.key;
      this.events.onChange();
    } catch (error) {
      if (this.run !== run) return;
      this.stop(`The simulation failed: ${error instanceof Error ? error.message : error}`, true);
    }
  }
}
