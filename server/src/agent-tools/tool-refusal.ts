/** Why a call has no answer: one sentence that says what to do. */
export class ToolRefusal extends Error {
  override readonly name = 'ToolRefusal';
}
