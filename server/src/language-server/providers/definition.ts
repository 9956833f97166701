import { join } from 'node:path';
import type { DocumentLink, Location, Position } from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import { referencePath } from '../../analysis/reference-path';
import { builtInProfiles } from '../../latency/catalogue';
import { touches } from '../../yaml/text-range';
import { entriesAt } from '../../yaml/yaml-tree';
import { documentAt, type OpenManifest } from '../open-manifest';
import { toLspRange } from '../to-lsp';

const fileStart = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** Where a trace, a profile, or a value that comes from an anchor is defined. */
export function definition(manifest: OpenManifest, position: Position, packageRoot: string): Location | null {
  const offset = manifest.document.offsetAt(position);
  const unit = documentAt(manifest, offset);
  if (!unit?.root) return null;
  const relative = offset - unit.start;
  const reference = unit.references.find(({ range }) => range && touches(range, relative));
  if (reference) {
    const target = referencePath(manifest.base, reference.reference);
    return 'path' in target ? { uri: URI.file(target.path).toString(), range: fileStart } : null;
  }
  const profile = unit.deployment?.latencyProfile;
  if (profile && profile.setIn === undefined && touches(profile.site, relative) && builtInProfiles.has(profile.value)) {
    return { uri: builtInProfileUri(packageRoot, profile.value), range: fileStart };
  }
  const value = entriesAt(unit.root, relative).at(-1)?.value;
  if (!value?.shared) return null;
  return { uri: manifest.document.uri, range: toLspRange(manifest.document, value.range, unit.start) };
}

/** A link on every trace path and profile. */
export function documentLinks(manifest: OpenManifest, packageRoot: string): DocumentLink[] {
  const { document, analysis, base } = manifest;
  return analysis.documents.flatMap(({ references, deployment, start }) => {
    const links = references.flatMap(({ kind, reference, range }): DocumentLink[] => {
      const target = referencePath(base, reference);
      const tooltip = kind === 'trace' ? 'Open the trace' : 'Open the latency profile';
      return range && 'path' in target
        ? [{ range: toLspRange(document, range, start), target: URI.file(target.path).toString(), tooltip }]
        : [];
    });
    const profile = deployment?.latencyProfile;
    if (profile && profile.setIn === undefined && builtInProfiles.has(profile.value)) {
      const range = toLspRange(document, profile.site, start);
      links.push({
        range,
        target: builtInProfileUri(packageRoot, profile.value),
        tooltip: 'Open the built-in latency profile',
      });
    }
    return links;
  });
}

function builtInProfileUri(packageRoot: string, id: string): string {
  return URI.file(join(packageRoot, 'dist', 'latency-profiles', `${id}.yaml`)).toString();
}
