/** Work by key of which only the latest counts: what was overtaken knows less. */
export class LatestWork<Result> {
  private readonly running = new Map<string, Promise<boolean>>();

  /** True while work for the key is under way. */
  has(key: string): boolean {
    return this.running.has(key);
  }

  /** Resolves when no work for the key is under way. */
  async settled(key: string): Promise<void> {
    while (this.running.has(key)) await this.running.get(key)?.catch(() => false);
  }

  /** Does the work and, unless it was overtaken, takes up its result; false where it was, else what taking up says. */
  run(key: string, work: () => Promise<Result>, takeUp: (result: Result) => boolean): Promise<boolean> {
    const isLatest = () => this.running.get(key) === current;
    const current: Promise<boolean> = work()
      .then((result) => isLatest() && takeUp(result))
      .finally(() => {
        if (isLatest()) this.running.delete(key);
      });
    this.running.set(key, current);
    return current;
  }
}
