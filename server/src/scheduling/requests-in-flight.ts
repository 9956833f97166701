/**
 * The requests in flight, by their last step, and the KV tokens they will hold. A request with prefill P that starts at p
 * holds P + t - p tokens in step t, for p < t <= p + D. What is held grows from step to step until one ends, so that it
 * has to be compared with M only in the steps in which requests end.
 */
export class RequestsInFlight {
  /** All that were ever admitted, by last step; those before `#first` are over. */
  private readonly ends: Float64Array;
  /** P - p of each: what it holds in step t is this plus t. */
  private readonly offsets: Float64Array;
  private readonly requests: Uint32Array;
  private readonly kvTokens: number;
  private first = 0;
  private size = 0;
  private offsetSum = 0;
  private peakSum = 0;

  constructor(capacity: number, kvTokens: number) {
    this.ends = new Float64Array(capacity);
    this.offsets = new Float64Array(capacity);
    this.requests = new Uint32Array(capacity);
    this.kvTokens = kvTokens;
  }

  /** Every request that was admitted, by its last step. */
  get byEnd(): Uint32Array {
    return this.requests.subarray(0, this.size);
  }

  /** Forgets the requests that end at or before `now`. */
  advance(now: number): void {
    while (this.first < this.size && this.ends[this.first]! <= now) {
      const offset = this.offsets[this.first]!;
      this.offsetSum -= offset;
      this.peakSum -= offset + this.ends[this.first]!;
      this.first += 1;
    }
  }

  /**
   * The earliest start at or after `now`, to which time has advanced, with which a request with P + D <= M never makes
   * more than M tokens be held, if nothing else is admitted before.
   */
  earliestStart(now: number, prefill: number, decode: number): number {
    const room = this.kvTokens - prefill - decode;
    if (this.peakSum <= room) return now;
    let start = now;
    let previous = now;
    let sum = this.offsetSum;
    let count = this.size - this.first;
    // Steps after one end up to the next forbid an interval of starts, if any; the intervals begin in the order of the ends.
    for (let at = this.first; at < this.size; at++) {
      const end = this.ends[at]!;
      const held = sum + count * end;
      if (held > room) {
        const lastRoomy = Math.floor((room - sum) / count);
        if (start + decode <= Math.max(previous, lastRoomy)) break;
        start = Math.max(start, Math.min(end, held + prefill + end - this.kvTokens));
      }
      sum -= this.offsets[at]!;
      count -= 1;
      previous = end;
    }
    return start;
  }

  /** Admits a request at `start`, to which time has advanced. */
  admit(request: number, start: number, prefill: number, decode: number): void {
    const end = start + decode;
    const offset = prefill - start;
    let low = this.first;
    let high = this.size;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.ends[middle]! <= end) low = middle + 1;
      else high = middle;
    }
    for (const array of [this.ends, this.offsets, this.requests]) array.copyWithin(low + 1, low, this.size);
    this.ends[low] = end;
    this.offsets[low] = offset;
    this.requests[low] = request;
    this.size += 1;
    this.offsetSum += offset;
    this.peakSum += offset + end;
  }
}
