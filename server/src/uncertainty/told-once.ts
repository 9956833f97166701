/** What is found out of objects that stay the same, once for each, for as long as they are in use; undefined counts as found. */
export class ToldOnce<Subject extends object, Answer> {
  private readonly answers = new WeakMap<Subject, { readonly answer: Answer }>();

  /** The answer that is known of the subject, or a new one. */
  get(subject: Subject, find: () => Answer): Answer {
    const known = this.answers.get(subject) ?? { answer: find() };
    this.answers.set(subject, known);
    return known.answer;
  }
}
