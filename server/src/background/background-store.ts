import { isDeepStrictEqual } from 'node:util';

/** What a key stands for, as it is known now. */
export interface Entry<State, About> {
  /** What whoever asked first said about it. */
  readonly about: About;
  readonly state: State;
  /** True while its state is being made, or made anew. */
  readonly isUnderWay: boolean;
  readonly work: MakeState<State>;
}

/** Makes a state. What it does once the signal is aborted is of no interest any more. */
export type MakeState<State> = (signal: AbortSignal) => Promise<State>;

export interface BackgroundStoreOptions<State, About> {
  /** What is known before anything is. */
  readonly initial: State;
  /** What is known after a failure, or of what is asked when the store is disposed of. */
  readonly failed: (error: unknown, about: About) => State;
  /** Called for each failure. */
  readonly log?: (error: unknown, about: About) => void;
  /** Called when a state changed after it was first asked for. */
  readonly onChange?: (() => void) | undefined;
  /** Entries kept at most; the oldest goes first, but none that is under way. */
  readonly mostKept?: number;
}

class Kept<State, About> implements Entry<State, About> {
  /** Ends the work under way. */
  abort: AbortController | undefined;
  /** The work under way; resolves when the state is up to date. */
  pending: Promise<void> = Promise.resolve();

  constructor(
    readonly about: About,
    readonly work: MakeState<State>,
    public state: State,
  ) {}

  get isUnderWay(): boolean {
    return this.abort !== undefined;
  }
}

/** States by key: answers at once with what is known, works in the background, and tells when something changed. */
export class BackgroundStore<State, About> {
  private readonly kept = new Map<string, Kept<State, About>>();
  private isOver = false;

  constructor(private readonly options: BackgroundStoreOptions<State, About>) {}

  /** `key` stands for everything that the state depends on; only who asks first has `work` begun. */
  stateOf(key: string, about: About, work: MakeState<State>): State {
    const known = this.kept.get(key);
    if (known) return known.state;
    const { initial, failed } = this.options;
    if (this.isOver) return failed(new Error('AFD Lens is being closed'), about);
    const entry = new Kept(about, work, initial);
    this.kept.set(key, entry);
    this.start(entry, work);
    this.dropOldest();
    return entry.state;
  }

  entries(): readonly Entry<State, About>[] {
    return [...this.kept.values()];
  }

  /** Makes anew the states for which there is work to do; until that is done the last one stays. True if there are any. */
  renew(workFor: (entry: Entry<State, About>) => MakeState<State> | undefined): boolean {
    const works = [...this.kept.values()].flatMap((entry) => {
      const work = workFor(entry);
      return work ? [{ entry, work }] : [];
    });
    for (const { entry, work } of works) this.start(entry, work);
    return works.length > 0;
  }

  /** Ends the work on what gets a state without it. */
  conclude(stateFor: (entry: Entry<State, About>) => State | undefined): void {
    for (const entry of this.kept.values()) {
      const state = stateFor(entry);
      const { abort } = entry;
      if (state === undefined || !abort) continue;
      abort.abort();
      this.finish(entry, abort, state);
    }
  }

  /** Drops all other entries and ends the work on them. */
  keepOnly(isKept: (about: About) => boolean): void {
    for (const [key, entry] of this.kept) {
      if (isKept(entry.about)) continue;
      const { abort } = entry;
      entry.abort = undefined;
      abort?.abort();
      this.kept.delete(key);
    }
  }

  /** Resolves when nothing is under way. */
  async settled(): Promise<void> {
    const underWay = () => [...this.kept.values()].filter((entry) => entry.isUnderWay);
    for (let entries = underWay(); entries.length > 0; entries = underWay()) {
      await Promise.all(entries.map(({ pending }) => pending));
    }
  }

  /** Ends all work; nothing changes any more, and nothing begins. */
  dispose(): void {
    this.isOver = true;
    this.keepOnly(() => false);
  }

  private start(entry: Kept<State, About>, work: MakeState<State>): void {
    entry.abort?.abort();
    const abort = new AbortController();
    entry.abort = abort;
    entry.pending = work(abort.signal).then(
      (state) => this.finish(entry, abort, state),
      (error: unknown) => {
        if (entry.abort !== abort) return;
        this.options.log?.(error, entry.about);
        this.finish(entry, abort, this.options.failed(error, entry.about));
      },
    );
  }

  private finish(entry: Kept<State, About>, abort: AbortController, state: State): void {
    if (entry.abort !== abort) return;
    entry.abort = undefined;
    if (isDeepStrictEqual(entry.state, state)) return;
    entry.state = state;
    this.options.onChange?.();
  }

  private dropOldest(): void {
    const { mostKept = Number.POSITIVE_INFINITY } = this.options;
    for (const [key, { isUnderWay }] of this.kept) {
      if (this.kept.size <= mostKept) return;
      if (!isUnderWay) this.kept.delete(key);
    }
  }
}
