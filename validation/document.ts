import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** The parts of the document, each written by a run of its own, and how they begin. */
const headings = { simulation: '# Validation: the theory against a simulation', strategies: '## Serving strategies' };
const file = 'docs/validation.md';

/** Writes a part of docs/validation.md and leaves the other as it is. */
export function writePart(part: keyof typeof headings, sections: readonly string[]): void {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const cut = before.indexOf(`\n${headings.strategies}\n`);
  const kept = cut < 0 ? [before, ''] : [before.slice(0, cut), before.slice(cut + 1)];
  const text = [headings[part], ...sections].join('\n\n');
  const parts = part === 'simulation' ? [text, kept[1]!] : [kept[0]!, text];
  writeFileSync(
    file,
    `${parts
      .map((each) => each.trim())
      .filter(Boolean)
      .join('\n\n')}\n`,
  );
  console.log(`${file} written: ${part}`);
}
