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
