// The files that a new thing needs, first in memory, then on the disk.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { requireNoClashes } from './clashes.mjs';

/** Marks what only its author knows. The structure check lists every place where it stands. */
export const fillIn = 'FILL IN';

/** Changes of files that are all made or none. */
export class Changes {
  #texts = new Map();

  /** A file that must not be there yet. */
  create(path, text) {
    if (existsSync(path)) throw new Error(`${path} is there already.`);
    this.#texts.set(path, text);
  }

  /** A file that must be there; `edit` turns its text into the new one. */
  edit(path, edit) {
    if (!existsSync(path)) throw new Error(`${path} is not there; tools/new/ has to follow what moved.`);
    const before = this.#texts.get(path) ?? readFileSync(path, 'utf8');
    const after = edit(before);
    if (after === before) throw new Error(`${path} has no place for it; tools/new/ has to follow what changed.`);
    this.#texts.set(path, after);
  }

  /** Writes all; returns the paths, and of each whether it is a new file. Throws before that where names clash. */
  write() {
    const files = [...this.#texts].map(([path, text]) => ({ path, text, created: !existsSync(path) }));
    requireNoClashes(files.filter(({ path }) => path.endsWith('.ts')));
    for (const { path, text } of files) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    return files;
  }
}

/** Puts a line among those that `pattern` matches, whose first group is what they are sorted by. */
export function insertSorted(text, pattern, line) {
  const lines = text.split('\n');
  const key = pattern.exec(line)[1];
  const at = lines.flatMap((each, index) => (pattern.test(each) ? [index] : []));
  if (at.length === 0) return text;
  const next = at.find((index) => pattern.exec(lines[index])[1] > key) ?? at.at(-1) + 1;
  return lines.toSpliced(next, 0, line).join('\n');
}

/** An import of one name among those of other files; the formatter puts it into the order that it wants. */
export const insertImport = (text, name, from) =>
  insertSorted(text, /^import (?:type )?\{.*\} from '(\.[^']*)';$/, `import { ${name} } from '${from}';`);

/** Puts a line at the end of the section "Unreleased" of the list of changes. */
export const insertChange = (text, line) =>
  text.replace(/^## Unreleased\n[\s\S]*?(?=\n## |$(?![\s\S]))/m, (all) => `${all.trimEnd()}\n${line}\n`);
