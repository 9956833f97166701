import { allDialects } from '../dialects/dialects';

/** The marks of all dialects, each once: a text is looked at where it has all of one row. */
const rows: readonly (readonly RegExp[])[] = [
  ...new Map(allDialects.flatMap(({ marks }) => marks).map((row) => [row.join(), row])).values(),
];

/** Characters that are looked at; longer files are not analysed anyway. */
const looksAt = 1_000_000;

/** Whether a text may state an AFD deployment in a dialect of some engine: a test that is cheap enough for every file. */
export function mayCarryLaunch(text: string): boolean {
  const head = text.length > looksAt ? text.slice(0, looksAt) : text;
  return rows.some((row) => row.every((mark) => mark.test(head)));
}
