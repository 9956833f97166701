/** Answers to recent questions, by what they depend on; the oldest goes first. */
export class KeptAnswers<T> {
  private readonly answers = new Map<string, T>();
  private readonly most: number;

  constructor(most: number) {
    this.most = most;
  }

  /** The answer that is kept under the key, or a new one. */
  get(key: string, answer: () => T): T {
    const kept = this.answers.get(key);
    if (kept !== undefined) {
      this.answers.delete(key);
      this.answers.set(key, kept);
      return kept;
    }
    const made = answer();
    this.answers.set(key, made);
    const [oldest] = this.answers.keys();
    if (this.answers.size > this.most && oldest !== undefined) this.answers.delete(oldest);
    return made;
  }
}
