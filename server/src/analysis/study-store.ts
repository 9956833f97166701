import type { StudyState } from '../evaluation/inputs';

/**
 * More than documents of the largest file can ask for at once, else each answer would drop one that is asked for again;
 * the oldest goes first.
 */
const mostKept = 10_000;

interface Entry {
  state: StudyState<unknown>;
  /** The work under way; resolves when the state is final. */
  readonly pending: Promise<void>;
}

export interface StudyStoreOptions {
  /** Called when an answer is there that was asked for before. */
  readonly onChange?: () => void;
  readonly log: (message: string, error: unknown) => void;
}

/** Studies by what they are asked: answers at once with what is known, works in the background, keeps the answers. */
export class StudyStore {
  private readonly entries = new Map<string, Entry>();
  private readonly ending = new AbortController();

  constructor(private readonly options: StudyStoreOptions) {}

  /** `key` stands for everything that the answer depends on. Where `work` fails, that is logged once. */
  stateOf<T>(key: string, work: (signal: AbortSignal) => Promise<T>): StudyState<T> {
    const known = this.entries.get(key);
    if (known) return known.state as StudyState<T>;
    if (this.ending.signal.aborted) return { kind: 'failed', why: 'AFD Lens is being closed' };
    const finish = (state: StudyState<T>): void => {
      if (this.ending.signal.aborted) return;
      entry.state = state;
      this.options.onChange?.();
    };
    const entry: Entry = {
      state: { kind: 'computing' },
      pending: work(this.ending.signal).then(
        (value) => finish({ kind: 'ready', value }),
        (error: unknown) => {
          if (this.ending.signal.aborted) return;
          this.options.log('a study failed', error);
          finish({ kind: 'failed', why: reasonOf(error) });
        },
      ),
    };
    this.entries.set(key, entry);
    this.dropOldest();
    return { kind: 'computing' };
  }

  /** Resolves when nothing is being worked on. */
  async settled(): Promise<void> {
    let pending = this.working();
    while (pending.length > 0) {
      await Promise.all(pending);
      pending = this.working();
    }
  }

  /** Ends the work under way; nothing changes any more. */
  dispose(): void {
    this.ending.abort(new Error('No study is needed any more.'));
    this.entries.clear();
  }

  private working(): readonly Promise<void>[] {
    return [...this.entries.values()].filter(({ state }) => state.kind === 'computing').map(({ pending }) => pending);
  }

  private dropOldest(): void {
    for (const [key, { state }] of this.entries) {
      if (this.entries.size <= mostKept) return;
      if (state.kind !== 'computing') this.entries.delete(key);
    }
  }
}

/** What an error says, on its first line. */
function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0]!;
}
