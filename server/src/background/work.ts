/** How work hears that nobody needs it any more, and tells how much of it is done. */
export interface Watch {
  readonly signal: AbortSignal;
  /** Takes the share that is done, from 0 to 1. */
  readonly onProgress: (share: number) => void;
}

/** Work that can be done in this thread or in another, which knows it by its name. Jobs and replies are plain data. */
export interface Work<Job, Reply> {
  readonly name: string;
  /** Rejects with the signal's reason once that is aborted. */
  run(job: Job, watch: Watch): Reply | Promise<Reply>;
  /** What of a reply is moved between threads rather than copied. */
  moved?(reply: Reply): readonly ArrayBuffer[];
}

/** What a thread is told. */
export type WorkerRequest = { readonly id: number; readonly job: unknown } | { readonly cancelled: number };

/** What a thread tells. A cancelled job is not answered. */
export type WorkerReply =
  | { readonly id: number; readonly share: number }
  | { readonly id: number; readonly reply: unknown };

/** What went wrong, on one line. */
export function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0]!;
}
