import type { TextRange } from '../../text/text-range';
import type { YamlDocument } from '../../yaml/yaml-document';
import { entryOf, nodeAt, type TreeNode } from '../../yaml/yaml-tree';
import type { ScalarReader } from './scalar-reader';

/** One object of a file: a YAML document, or an item of a `List`. */
export interface ManifestObject {
  readonly root: TreeNode;
  /** Undefined where it has none: values of a chart, a file of options. */
  readonly kind: string | undefined;
  readonly name: string | undefined;
  readonly namespace: string | undefined;
  /** The YAML document it stands in. */
  readonly extent: TextRange;
  /** Its first key. */
  readonly site: TextRange;
}

/** The objects of the documents. */
export function objectsIn(documents: readonly YamlDocument[], reader: ScalarReader): readonly ManifestObject[] {
  return documents.flatMap(({ root, extent }) => (root ? objectsOf(root, extent, reader) : []));
}

function objectsOf(root: TreeNode, extent: TextRange, reader: ScalarReader): readonly ManifestObject[] {
  const kind = reader.name(entryOf(root, 'kind')?.value);
  const items = entryOf(root, 'items')?.value;
  if (kind?.endsWith('List') && items?.kind === 'sequence') {
    // A list in a list is no manifest, and could be nested without end.
    return items.items.map((item) => objectOf(item, extent, reader));
  }
  return [objectOf(root, extent, reader)];
}

function objectOf(root: TreeNode, extent: TextRange, reader: ScalarReader): ManifestObject {
  const first =
    entryOf(root, 'apiVersion') ?? entryOf(root, 'kind') ?? (root.kind === 'map' ? root.entries[0] : undefined);
  return {
    root,
    kind: reader.name(entryOf(root, 'kind')?.value),
    name: reader.name(nodeAt(root, ['metadata', 'name'])),
    namespace: reader.name(nodeAt(root, ['metadata', 'namespace'])),
    extent,
    site: first?.keyRange ?? { start: root.site.start, end: root.site.start },
  };
}
