import { isAbsolute, resolve } from 'node:path';
import type { Confinement } from '../configuration/confinement';
import type { FileSettings } from '../configuration/file-settings';
import { quote } from '../text/format';

/** The folder that a document's references are relative to, or why there is none, and what they are confined to. */
export type ReferenceBase = (
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'none'; readonly why: string }
) & { readonly confinements?: readonly Confinement[] };

/** The base under the settings of its document. */
export function confinedBase(base: ReferenceBase, { confinements }: Pick<FileSettings, 'confinements'>): ReferenceBase {
  return confinements.length === 0 ? base : { ...base, confinements };
}

/** Absolute path of a reference, or one sentence saying why it cannot be read. Nothing is ever fetched. */
export function referencePath(
  base: ReferenceBase,
  reference: string,
): { readonly path: string } | { readonly message: string } {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(reference) || /^(?:\\\\|\/\/)/.test(reference)) {
    return { message: `Remote files are not read; save ${quote(reference)} locally and give its path.` };
  }
  if (reference.includes('\0')) return { message: 'A path cannot contain a NUL character.' };
  if (isAbsolute(reference)) return { path: resolve(reference) };
  return base.kind === 'folder'
    ? { path: resolve(base.path, reference) }
    : { message: `${quote(reference)} is not read: ${base.why}.` };
}
