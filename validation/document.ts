import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** The parts of the document in their order, each written by a run of its own, and how they begin. */
const headings = {
  simulation: '# Validation: the theory against a simulation',
  bands: '## Bands of gains',
  strategies: '## Serving strategies',
};
type Part = keyof typeof headings;
const parts = Object.keys(headings) as Part[];
const file = 'docs/validation.md';

/** Writes a part of docs/validation.md and leaves the others as they are. */
export function writePart(part: Part, sections: readonly string[]): void {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const text = parts.map((each) => (each === part ? [headings[part], ...sections].join('\n\n') : partOf(before, each)));
  writeFileSync(
    file,
    `${text
      .map((each) => each.trim())
      .filter(Boolean)
      .join('\n\n')}\n`,
  );
  console.log(`${file} written: ${part}`);
}

/** The text of a part, from its heading to that of the next part there is. */
function partOf(document: string, part: Part): string {
  const startOf = (each: Part): number => `\n${document}`.indexOf(`\n${headings[each]}\n`);
  const start = startOf(part);
  if (start < 0) return '';
  const ends = parts.map(startOf).filter((at) => at > start);
  return document.slice(start, Math.min(document.length, ...ends));
}
