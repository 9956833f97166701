/** Why a policy did not run: one sentence without a full stop. */
export interface Refusal {
  readonly why: string;
}

/** Those that have arrived and wait, in an order of its own. Requests go by their numbers, which are in order of arrival. */
export interface WaitingQueue {
  /** A request arrives. */
  add(request: number): void;
  /** Who is next, of `waiting` requests, at least one; `waits[i]` is 1 for each of them and 0 for others. */
  next(waits: Uint8Array, waiting: number): number | Refusal;
}
