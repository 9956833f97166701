// docs/architecture.md is as the folders are: its drawing has each folder above those that it imports from, and the paths
// that it names are there.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const page = 'docs/architecture.md';
/** What the page's paths start from, and what it leaves out at their ends. */
const roots = ['', 'server/src', 'test'];
/** Written by the build, or the name of something new. */
const isElsewhere = /^dist\/|NAME/;
const endings = ['', '.ts', '.mjs'];

/** What is wrong with the page, by the table of what each folder may import. */
export function architecturePageProblems(mayImport) {
  const text = readFileSync(page, 'utf8');
  const named = new Set([...text.matchAll(/`([a-z][\w-]*(?:\/[\w.-]+)+\/?)`/g)].map(([, path]) => path));
  const gone = [...named]
    .filter((path) => !isElsewhere.test(path) && !isThere(path))
    .map((path) => `${page}: it names ${path}, which is not there`);
  return [...drawingProblems(text, mayImport), ...gone];
}

function isThere(path) {
  return roots.some((root) => endings.some((ending) => existsSync(join(root, path + ending))));
}

function drawingProblems(text, mayImport) {
  const problems = [];
  const rows = /^## Arrows\n\n```text\n(.*?)\n```/ms
    .exec(text)?.[1]
    .split('\n')
    .map((row) => row.trim().split(/\s+/));
  const rowOf = new Map(rows?.flatMap((folders, row) => folders.map((folder) => [folder, row])));
  for (const [folder, targets] of Object.entries(mayImport)) {
    if (!rowOf.has(folder)) problems.push(`${page}: its drawing of arrows lacks ${folder}`);
    for (const target of targets.map((path) => path.split('/')[0]))
      if (rowOf.get(target) <= rowOf.get(folder))
        problems.push(`${page}: ${folder} imports ${target}, which its drawing has no lower`);
  }
  for (const folder of rowOf.keys())
    if (!(folder in mayImport)) problems.push(`${page}: its drawing has ${folder}, which is no folder`);
  return problems;
}
