/**
 * Characters that may still be written or searched for one file. Aliases, and variables inside variables, make far more
 * of a text than is written.
 */
export class Budget {
  constructor(private left: number) {}

  /** Takes off so many; false where there are not as many left. */
  spend(characters: number): boolean {
    if (characters > this.left) return false;
    this.left -= characters;
    return true;
  }
}
