import type { RequestMoments } from './trace-summary';

/** A running sum that carries its rounding error along (Neumaier), so that millions of small terms are not lost. */
class CompensatedSum {
  private sum = 0;
  private error = 0;

  add(term: number): void {
    const next = this.sum + term;
    this.error += Math.abs(this.sum) >= Math.abs(term) ? this.sum - next + term : term - next + this.sum;
    this.sum = next;
  }

  get value(): number {
    return this.sum + this.error;
  }
}

/** Accumulates RequestMoments one request at a time, in constant memory. */
export class RequestMomentsAccumulator {
  private count = 0;
  private readonly p = new CompensatedSum();
  private readonly p2 = new CompensatedSum();
  private readonly d = new CompensatedSum();
  private readonly d2 = new CompensatedSum();
  private readonly d3 = new CompensatedSum();
  private readonly pd = new CompensatedSum();
  private readonly p2d = new CompensatedSum();
  private readonly pd2 = new CompensatedSum();
  private readonly y2 = new CompensatedSum();
  private readonly yd = new CompensatedSum();

  get n(): number {
    return this.count;
  }

  /** Adds one request with `prefill` >= 0 tokens and `decode` >= 1 decode steps. */
  add(prefill: number, decode: number): void {
    const pd = prefill * decode;
    const y = pd + (decode * (decode - 1)) / 2;
    this.count += 1;
    this.p.add(prefill);
    this.p2.add(prefill * prefill);
    this.d.add(decode);
    this.d2.add(decode * decode);
    this.d3.add(decode * decode * decode);
    this.pd.add(pd);
    this.p2d.add(prefill * pd);
    this.pd2.add(pd * decode);
    this.y2.add(y * y);
    this.yd.add(y * decode);
  }

  moments(): RequestMoments {
    return {
      n: this.count,
      sumP: this.p.value,
      sumP2: this.p2.value,
      sumD: this.d.value,
      sumD2: this.d2.value,
      sumD3: this.d3.value,
      sumPD: this.pd.value,
      sumP2D: this.p2d.value,
      sumPD2: this.pd2.value,
      sumY2: this.y2.value,
      sumYD: this.yd.value,
    };
  }
}

/** The moments of a list of `[prefill, decode]` pairs. */
export function momentsOf(requests: Iterable<readonly [prefill: number, decode: number]>): RequestMoments {
  const accumulator = new RequestMomentsAccumulator();
  for (const [prefill, decode] of requests) accumulator.add(prefill, decode);
  return accumulator.moments();
}
