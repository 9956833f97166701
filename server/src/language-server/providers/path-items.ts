import { open, readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver/node';
import { leftBy } from '../../analysis/reach/confine';
import type { ReferenceBase } from '../../analysis/reference-path';

/** How far below the typed folder files are looked for, and how many entries are looked at in all. */
const deepest = 3;
const entryLimit = 500;

/**
 * Files below the folder that the typed path names so far, which `wanted` accepts by their name and, where given, by
 * their first characters; then the folders next to them, to go on from.
 */
export async function pathItems(
  base: ReferenceBase,
  typed: string,
  wanted: RegExp,
  content?: RegExp,
): Promise<CompletionItem[]> {
  if (base.kind !== 'folder' || /^[a-z]+:|^\\\\|^\/\//i.test(typed)) return [];
  const word = typed.replace(/^["']/, '');
  const folder = word.endsWith('/') || word === '' ? word : `${dirname(`${word}x`)}/`.replace(/^\.\/(?!\.)/, '');
  const root = resolve(base.path, folder);
  if (await leftBy(base.confinements ?? [], root)) return [];
  const found = await filesBelow(root, wanted);
  const files: CompletionItem[] = [];
  for (const path of found.files) {
    if (content && !content.test(await beginning(join(base.path, folder, path)))) continue;
    files.push({ label: `${folder}${path}`, kind: CompletionItemKind.File, sortText: `1${path}` });
  }
  const folders = found.folders.map((name) => ({
    label: `${folder}${name}/`,
    kind: CompletionItemKind.Folder,
    sortText: `2${name}`,
  }));
  return [...files, ...folders];
}

/** Accepted files, with paths relative to `root`, nearest first, and the folders directly in it. */
async function filesBelow(root: string, wanted: RegExp) {
  const files: string[] = [];
  const folders: string[] = [];
  let level = [''];
  let left = entryLimit;
  for (let depth = 0; depth < deepest && level.length > 0 && left > 0; depth++) {
    const next: string[] = [];
    for (const folder of level) {
      for (const entry of await readdir(join(root, folder), { withFileTypes: true }).catch(() => [])) {
        if (--left < 0) return { files, folders };
        if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
        if (entry.isDirectory()) next.push(`${folder}${entry.name}/`);
        else if (wanted.test(entry.name)) files.push(`${folder}${entry.name}`);
      }
    }
    if (depth === 0) folders.push(...next.map((path) => path.slice(0, -1)));
    level = next;
  }
  return { files, folders };
}

/** The first characters of a file; empty when it cannot be read. */
async function beginning(path: string): Promise<string> {
  const file = await open(path).catch(() => undefined);
  if (!file) return '';
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2000), 0, 2000, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}
