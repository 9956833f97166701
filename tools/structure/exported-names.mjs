// Which names are exported by more than one source file, so that a reader has to ask which is meant.
import { readFileSync } from 'node:fs';

/** What is wrong: a name with two meanings. */
export function exportedNamesProblems(sources) {
  const exporters = new Map();
  for (const source of sources) {
    for (const name of exportedNames(readFileSync(source, 'utf8')))
      exporters.set(name, (exporters.get(name) ?? new Set()).add(source));
  }
  return [...exporters]
    .filter(([, files]) => files.size > 1)
    .map(([name, files]) => `${name} is exported by ${[...files].join(' and ')}; give it one meaning`);
}

/** The names that a source exports. */
export function exportedNames(text) {
  const declared =
    /^export (?:declare )?(?:async )?(?:abstract )?(?:function\*?|const|let|class|interface|type) (\w+)/gm;
  const listed = [...text.matchAll(/^export (?:type )?\{([^}]*)\}(?! *from)/gm)].flatMap(([, list]) =>
    list.split(',').flatMap((entry) => /(\w+)\s*$/.exec(entry.trim())?.[1] ?? []),
  );
  return [...[...text.matchAll(declared)].map(([, name]) => name), ...listed];
}
