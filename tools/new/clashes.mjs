// Names that a new thing would bring into a file, or into the sources, a second time: found before anything is written.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportedNames } from '../structure/exported-names.mjs';

/** Throws in a sentence where a file would bind what JavaScript has by itself, where it would bind a name twice, or a new source export one that another exports already. */
export function requireNoClashes(files) {
  for (const { path, text } of files) {
    const names = boundNames(text);
    const everywhere = names.find((name) => name in globalThis);
    if (everywhere) throw new Error(`${everywhere} has a meaning everywhere; take another name.`);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice) throw new Error(`${twice} has a meaning in ${path} already; take another name.`);
  }
  const exporters = new Map(
    readdirSync('server/src', { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join('server/src', name))
      .flatMap((path) => exportedNames(readFileSync(path, 'utf8')).map((name) => [name, path])),
  );
  for (const { path, text, created } of files) {
    if (!created || !path.startsWith('server/src/')) continue;
    for (const name of exportedNames(text))
      if (exporters.has(name))
        throw new Error(`${name} is exported by ${exporters.get(name)} already; take another name.`);
  }
}

/** What a file's imports and its own statements name. */
function boundNames(text) {
  const imported = [...text.matchAll(/^import (?:type )?([^'{]*?)(?:\{([^}]*)\} )?from '/gm)].flatMap(
    ([, alone, list = '']) =>
      [...alone.split(','), ...list.split(',')].flatMap((each) => /(\w+)\s*$/.exec(each.trim())?.[1] ?? []),
  );
  const declared = text.matchAll(/^(?:export )?(?:async )?(?:function\*?|const|let|class|interface|type) (\w+)/gm);
  return [...imported, ...[...declared].map(([, name]) => name)];
}
