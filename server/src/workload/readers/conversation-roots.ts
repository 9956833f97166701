/** Later requests are told by what they follow alone, which keeps memory bounded. */
const mostKept = 100_000;

/** Traces conversations to their first request, where each request has a name of its own and says which one it follows. */
export class ConversationRoots {
  private readonly roots = new Map<string, string>();

  /** What all requests of a conversation have in common; undefined where nothing tells. Blank and negative names follow none. */
  rootOf(name: string | undefined, follows: string | undefined): string | undefined {
    const own = name?.trim();
    if (own === undefined || own === '') return undefined;
    const before = follows?.trim();
    if (before === undefined) return own;
    const root = before === '' || before.startsWith('-') ? own : (this.roots.get(before) ?? before);
    if (this.roots.size < mostKept) this.roots.set(own, root);
    return root;
  }
}
