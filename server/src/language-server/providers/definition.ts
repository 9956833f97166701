import { join } from 'node:path';
import type { DocumentLink, Location, Position } from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import type { FileReference } from '../../analysis/analysis';
import { referencePath } from '../../analysis/reference-path';
import { inFile, touches } from '../../text/text-range';
import { entriesAt } from '../../yaml/yaml-tree';
import { documentAt, type OpenManifest } from '../open-manifest';
import { toLspRange } from '../to-lsp';

const fileStart = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** Where a trace, a profile, or a value that comes from an anchor is defined. */
export function definition(manifest: OpenManifest, position: Position, packageRoot: string): Location | null {
  const offset = manifest.document.offsetAt(position);
  const place = documentAt(manifest, offset);
  if (!place) return null;
  const { unit, at } = place;
  const reference = unit.references.find(({ range }) => range && touches(range, offset));
  if (reference) {
    const uri = targetUri(manifest, reference, packageRoot);
    return uri === undefined ? null : { uri, range: fileStart };
  }
  const value = unit.root && entriesAt(unit.root, at).at(-1)?.value;
  if (!value?.shared) return null;
  return { uri: manifest.document.uri, range: toLspRange(manifest.document, inFile(value.range, unit.start)) };
}

const tooltips = {
  trace: 'Open the trace',
  profile: 'Open the latency profile',
  device: 'Open the device',
  model: "Open the model's configuration",
} as const;

/** A link on every trace path and profile. */
export function documentLinks(manifest: OpenManifest, packageRoot: string): DocumentLink[] {
  return manifest.analysis.documents.flatMap(({ references }) =>
    references.flatMap((reference): DocumentLink[] => {
      const target = targetUri(manifest, reference, packageRoot);
      if (!reference.range || target === undefined) return [];
      const range = toLspRange(manifest.document, reference.range);
      return [{ range, target, tooltip: tooltips[reference.kind] }];
    }),
  );
}

/** Where the entries of the catalogue lie in the package. */
const catalogueFolders = { trace: '', profile: 'latency-profiles', device: 'devices', model: 'models' } as const;

/** Where a referenced file is; undefined for one that is not on the local disk. */
function targetUri(
  { base }: OpenManifest,
  { kind, reference, entry }: FileReference,
  packageRoot: string,
): string | undefined {
  if (entry !== undefined)
    return URI.file(join(packageRoot, 'dist', catalogueFolders[kind], `${entry}.yaml`)).toString();
  const target = referencePath(base, reference);
  return 'path' in target ? URI.file(target.path).toString() : undefined;
}
