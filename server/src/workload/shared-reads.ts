export interface LoadOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((share: number) => void) | undefined;
}

/** One read, shared by everyone who asked for it while it runs. */
interface SharedRead<Outcome> {
  readonly outcome: Promise<Outcome>;
  readonly controller: AbortController;
  readonly listeners: Set<(share: number) => void>;
  waiting: number;
}

/** The reads under way, by key: simultaneous requests for one share it. */
export class SharedReads<Outcome> {
  private readonly reads = new Map<string, SharedRead<Outcome>>();

  /**
   * The outcome of the read with this key, which `start` begins when none runs. Rejects at once with the signal's reason
   * when aborted; the read itself is aborted when all who wait for it have.
   */
  join(
    key: string,
    { signal, onProgress }: LoadOptions,
    start: (options: Required<LoadOptions>) => Promise<Outcome>,
  ): Promise<Outcome> {
    const read = this.reads.get(key) ?? this.start(key, start);
    // A function of its own, so that two requesters with the same callback are two listeners.
    const listener = (share: number): void => onProgress?.(share);
    read.listeners.add(listener);
    read.waiting += 1;
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        leave();
        if (read.waiting === 0) {
          this.reads.delete(key);
          read.controller.abort();
        }
        reject(signal?.reason);
      };
      const leave = (): void => {
        signal?.removeEventListener('abort', abort);
        read.listeners.delete(listener);
        read.waiting -= 1;
      };
      signal?.addEventListener('abort', abort, { once: true });
      read.outcome.finally(() => signal?.removeEventListener('abort', abort)).then(resolve, reject);
    });
  }

  /** Aborts all reads; who waits for one gets the reason. */
  abort(reason: Error): void {
    for (const { controller } of this.reads.values()) controller.abort(reason);
    this.reads.clear();
  }

  private start(key: string, start: (options: Required<LoadOptions>) => Promise<Outcome>): SharedRead<Outcome> {
    const controller = new AbortController();
    const listeners = new Set<(share: number) => void>();
    const onProgress = (share: number): void => {
      for (const listener of listeners) listener(share);
    };
    const outcome = start({ signal: controller.signal, onProgress });
    const read: SharedRead<Outcome> = { outcome, controller, listeners, waiting: 0 };
    this.reads.set(key, read);
    const forget = (): void => {
      if (this.reads.get(key) === read) this.reads.delete(key);
    };
    outcome.then(forget, forget);
    return read;
  }
}
