/** Bins per doubling: relative error below 1/1024. */
const MANTISSA_SHIFT = 13;
const BINS_PER_OCTAVE = 1 << (23 - MANTISSA_SHIFT);
const OCTAVES = 24;

/** Counts positive numbers in bins of nearly equal relative width; gives quantiles to 0.1 %. */
export class QuantileSketch {
  private readonly bins = new Uint32Array(OCTAVES * BINS_PER_OCTAVE);
  private readonly float = new Float32Array(1);
  private readonly bits = new Int32Array(this.float.buffer);
  private base: number | undefined;
  private count = 0;

  add(value: number): void {
    this.float[0] = value;
    const bin = this.bits[0]! >>> MANTISSA_SHIFT;
    this.base ??= bin - (OCTAVES / 2) * BINS_PER_OCTAVE;
    const index = Math.min(this.bins.length - 1, Math.max(0, bin - this.base));
    this.bins[index]! += 1;
    this.count += 1;
  }

  /** The value below which a share `p` of the numbers lies; NaN without numbers. */
  quantile(p: number): number {
    if (this.base === undefined) return Number.NaN;
    const rank = p * this.count;
    let below = 0;
    for (let index = 0; index < this.bins.length; index++) {
      const inBin = this.bins[index]!;
      if (inBin > 0 && below + inBin >= rank) {
        const [low, high] = [this.edge(index), this.edge(index + 1)];
        return low + ((high - low) * (rank - below)) / inBin;
      }
      below += inBin;
    }
    return this.edge(this.bins.length);
  }

  private edge(index: number): number {
    this.bits[0] = (this.base! + index) << MANTISSA_SHIFT;
    return this.float[0]!;
  }
}
