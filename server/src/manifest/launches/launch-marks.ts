/** Marks of the dialects; a text is looked at where it has all of one row. Each row is rare in other YAML and scripts. */
const marks: readonly (readonly RegExp[])[] = [
  // vLLM: the AFD plugin's settings, as JSON, as keys or as dotted flags.
  [/additional[-_]config/, /\bafd\b/],
  [/\bnum_(?:attention|ffn)_(?:ranks|servers)\b/],
  // The options of forks of vLLM and of SGLang.
  [/--afd[-_][a-z]/],
  [/\bafd[-_]config\b/],
  [/\bSGLANG_AFD_PLUGIN_ENABLED\b/],
  [/\benable[-_]ffn[-_]disaggregate\b/i],
  [/\bDMLC_NUM_SERVER\b/, /\bDMLC_GROUP_SIZE\b/],
  [/\bserving_mode["']?\s*:\s*["']?afd\b/],
];

/** Characters that are looked at; longer files are not analysed anyway. */
const looksAt = 1_000_000;

/** Whether a text may state an AFD deployment in a dialect of some engine: a test that is cheap enough for every file. */
export function mayCarryLaunch(text: string): boolean {
  const head = text.length > looksAt ? text.slice(0, looksAt) : text;
  return marks.some((row) => row.every((mark) => mark.test(head)));
}
