import type { Strategies } from '../../server/src/sweep/strategies';
import type { StrategiesState } from '../webview/messages';
import { RepeatedAsk } from './repeated-ask';

/** An answer about the document as it is now; undefined where that cannot be read, `outdated` where a newer one follows. */
export type CurrentStrategies = Strategies | 'outdated' | undefined;

/** A reader who moves a slider asks once it rests: a comparison takes the server some tenths of a second. */
const restMs = 250;

/** Keeps the comparison of strategies up to date while a panel shows it. */
export class StrategiesFollower {
  private shown = false;
  private timer: NodeJS.Timeout | undefined;
  private state: StrategiesState = { last: undefined, status: { kind: 'computing' } };
  private readonly asking = new RepeatedAsk(() => this.askOnce());

  constructor(
    private readonly ask: () => Promise<CurrentStrategies>,
    private readonly onChange: (state: StrategiesState) => void,
  ) {}

  /** Begins or ends to follow. */
  show(shown: boolean): void {
    this.shown = shown;
    if (shown) {
      this.onChange(this.state);
      this.refresh();
    } else this.stop();
  }

  /** The document, or what is known of it, has changed. */
  refresh(): void {
    clearTimeout(this.timer);
    if (this.shown) this.asking.refresh();
  }

  /** What the reader tries out has changed. */
  refreshAtRest(): void {
    clearTimeout(this.timer);
    if (this.shown) this.timer = setTimeout(() => this.refresh(), restMs);
  }

  dispose(): void {
    this.shown = false;
    this.stop();
  }

  private stop(): void {
    clearTimeout(this.timer);
    this.asking.stop();
  }

  private async askOnce(): Promise<void> {
    const status = await this.ask().then(statusOf, (error) => ({
      kind: 'problem' as const,
      message: `No comparison: ${error instanceof Error ? error.message : error}`,
    }));
    if (!this.shown || status === 'outdated') return;
    this.state = 'series' in status ? { last: status, status: { kind: 'ready' } } : { ...this.state, status };
    this.onChange(this.state);
  }
}

function statusOf(answer: CurrentStrategies) {
  if (answer !== undefined) return answer;
  const message = 'The deployment cannot be read: its YAML is not valid, or a pool is missing.';
  return { kind: 'problem' as const, message };
}
