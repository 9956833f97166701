/** A `statistics:` block that cannot be used: one sentence saying what is wrong, and the key to blame if there is one. */
export class StatisticsError extends Error {
  override readonly name = 'StatisticsError';
  constructor(
    message: string,
    readonly key?: string,
  ) {
    super(message);
  }
}

/** Checked access to the keys of a `statistics:` block. Every method throws StatisticsError naming the key. */
export class StatisticsFields {
  private readonly block: Readonly<Record<string, unknown>>;

  constructor(block: Readonly<Record<string, unknown>>) {
    this.block = block;
  }

  get keys(): readonly string[] {
    return Object.keys(this.block);
  }

  has(key: string): boolean {
    return this.raw(key) !== undefined;
  }

  raw(key: string): unknown {
    return Object.hasOwn(this.block, key) ? this.block[key] : undefined;
  }

  missing(key: string, why: string | undefined): StatisticsError {
    return new StatisticsError(`\`statistics\` lacks \`${key}\`${why === undefined ? '' : `: ${why}`}.`, key);
  }

  /** Refuses keys outside `known`, so that a misspelt optional key is not silently ignored. */
  allowOnly(known: readonly string[], shape: string, ignored?: RegExp): void {
    for (const key of this.keys) {
      if (known.includes(key) || ignored?.test(key)) continue;
      const hint = /^(std|sd|standardDeviation)/i.test(key)
        ? ' Give variances: the squares of standard deviations.'
        : '';
      throw new StatisticsError(
        `${key} does not belong in statistics given as ${shape}; the keys are ${known.join(', ')}.${hint}`,
        key,
      );
    }
  }

  number(key: string, why?: string): number {
    const value = this.raw(key);
    if (value === undefined) throw this.missing(key, why);
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      const shown = typeof value === 'string' ? JSON.stringify(value.slice(0, 40)) : describe(value);
      throw new StatisticsError(`${key} is ${shown}, not a finite number.`, key);
    }
    return value;
  }

  nonNegative(key: string, why?: string): number {
    const value = this.number(key, why);
    if (value < 0) throw new StatisticsError(`${key} is ${value}, but it cannot be negative.`, key);
    return value;
  }

  /** A number of requests: whole, at least 1. */
  count(key: string, why?: string): number {
    const value = this.number(key, why);
    if (!Number.isInteger(value) || value < 1) {
      throw new StatisticsError(`${key} is ${value}, but a number of requests is whole and at least 1.`, key);
    }
    return value;
  }
}

function describe(value: unknown): string {
  if (typeof value === 'number') return String(value);
  if (value === null) return 'empty';
  return Array.isArray(value) ? 'a list' : `a ${typeof value === 'object' ? 'mapping' : typeof value}`;
}
