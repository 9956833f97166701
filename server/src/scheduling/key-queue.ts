import { RequestHeap } from './request-heap';
import type { WaitingQueue } from './waiting-queue';

/** Smallest key first; who arrives takes the place that its key gives it. */
export class KeyQueue implements WaitingQueue {
  private readonly heap: RequestHeap;

  constructor(keys: ArrayLike<number>) {
    this.heap = new RequestHeap(keys);
  }

  add(request: number): void {
    this.heap.add(request);
  }

  next(waits: Uint8Array): number {
    // Ageing may have admitted some out of their turn.
    while (waits[this.heap.first!] === 0) this.heap.removeFirst();
    return this.heap.first!;
  }
}
