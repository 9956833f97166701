/** Asks one question at a time: who needs a newer answer while one is under way gets it by asking once more after it. */
export class RepeatedAsk {
  private asking = false;
  private askAgain = false;

  /** `ask` must not throw. */
  constructor(private readonly ask: () => Promise<void>) {}

  /** True where what `ask` gets now is not the last answer. */
  get isOutdated(): boolean {
    return this.askAgain;
  }

  refresh(): void {
    this.askAgain = true;
    if (!this.asking) void this.askWhileNeeded();
  }

  /** Ends with the answer that is under way. */
  stop(): void {
    this.askAgain = false;
  }

  private async askWhileNeeded(): Promise<void> {
    this.asking = true;
    while (this.askAgain) {
      this.askAgain = false;
      await this.ask();
    }
    this.asking = false;
  }
}
