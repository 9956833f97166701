import { type DocumentSymbol, SymbolKind } from 'vscode-languageserver/node';
import type { AnalysedDocument } from '../../analysis/analysis';
import { inFile } from '../../text/text-range';
import type { TreeEntry, TreeNode } from '../../yaml/yaml-tree';
import type { OpenManifest } from '../open-manifest';
import { toLspRange } from '../to-lsp';

/** The outline: one symbol per document, its keys below. */
export function documentSymbols(manifest: OpenManifest): DocumentSymbol[] {
  return manifest.analysis.documents.flatMap((unit) => (unit.root ? [documentSymbol(manifest, unit, unit.root)] : []));
}

function documentSymbol(manifest: OpenManifest, unit: AnalysedDocument, root: TreeNode): DocumentSymbol {
  const { document } = manifest;
  return {
    name: unit.deployment?.name ?? unit.kind ?? `document ${unit.index + 1}`,
    detail: unit.kind ?? '',
    kind: SymbolKind.Module,
    range: toLspRange(document, inFile(root.range, unit.start)),
    selectionRange: toLspRange(document, inFile({ start: root.range.start, end: root.range.start }, unit.start)),
    children: children(manifest, unit, root, 0),
  };
}

function children(manifest: OpenManifest, unit: AnalysedDocument, node: TreeNode, depth: number): DocumentSymbol[] {
  if (node.kind !== 'map' || node.shared || depth > 4) return [];
  return node.entries
    .filter(({ key, keyRange }) => key !== '' && keyRange.end > keyRange.start)
    .map((entry) => entrySymbol(manifest, unit, entry, depth));
}

function entrySymbol(
  manifest: OpenManifest,
  unit: AnalysedDocument,
  { key, keyRange, value }: TreeEntry,
  depth: number,
): DocumentSymbol {
  const { document } = manifest;
  const end = Math.max(keyRange.end, value.site.end);
  const scalar = value.kind === 'scalar';
  return {
    name: key,
    detail: scalar && !value.templated && value.value !== null ? String(value.value).slice(0, 60) : '',
    kind: scalar ? (typeof value.value === 'number' ? SymbolKind.Number : SymbolKind.String) : SymbolKind.Object,
    range: toLspRange(document, inFile({ start: keyRange.start, end }, unit.start)),
    selectionRange: toLspRange(document, inFile(keyRange, unit.start)),
    children: children(manifest, unit, value, depth + 1),
  };
}
