import { type CodeAction, CodeActionKind, type CodeActionParams, type TextEdit } from 'vscode-languageserver/node';
import { findingsIn } from '../../analysis/analysis';
import { type Fix, isWithinFile } from '../../rules/rule';
import type { FileRange } from '../../text/text-range';
import type { OpenManifest } from '../open-manifest';
import { type OtherFiles, otherEdits } from '../other-files';
import { toLspRange } from '../to-lsp';
import { type RulePage, toDiagnostic } from './diagnostics';

/** The kind of the fix-all action; it carries only edits that change no meaning. */
export const fixAllKind = `${CodeActionKind.SourceFixAll}.afdLens`;

/** How actions are written for a client. */
interface ActionForm {
  readonly rulePage: RulePage;
  /** Edits carry the document's version. */
  readonly versionedEdits: boolean;
  readonly otherFile: OtherFiles;
}

/** Quick fixes of the findings in the asked range, and the cosmetic fix-all. */
export function codeActions(
  manifest: OpenManifest,
  { range, context }: CodeActionParams,
  { rulePage, versionedEdits, otherFile }: ActionForm,
): CodeAction[] {
  const workspaceEdit = versionedEdits ? versionedEdit : plainEdit;
  const changesOf = (edits: TextEdit[]): FileChange => {
    const { uri, version } = manifest.document;
    return { uri, version, edits };
  };
  const wanted = (kind: string) => context.only?.some((only) => kind === only || kind.startsWith(`${only}.`)) ?? true;
  const { document } = manifest;
  const [from, to] = [document.offsetAt(range.start), document.offsetAt(range.end)];
  const actions: CodeAction[] = [];
  if (wanted(CodeActionKind.QuickFix)) {
    for (const finding of findingsIn(manifest.analysis)) {
      if (finding.range.start > to || finding.range.end < from) continue;
      const diagnostic = toDiagnostic(manifest, finding, rulePage, otherFile);
      for (const fix of finding.fixes()) {
        const elsewhere = otherEdits(fix.elsewhere ?? [], otherFile);
        if (!elsewhere) continue;
        const here = fix.edits.length > 0 ? [changesOf(toTextEdits(manifest, fix))] : [];
        actions.push({
          title: fix.title,
          kind: CodeActionKind.QuickFix,
          diagnostics: [diagnostic],
          ...(fix.preferred ? { isPreferred: true } : {}),
          edit: workspaceEdit([...here, ...elsewhere]),
        });
      }
    }
  }
  if (context.only && wanted(fixAllKind)) {
    const cosmetic = findingsIn(manifest.analysis).filter(({ unnecessary }) => unnecessary);
    const edits = cosmetic.flatMap((finding) =>
      finding
        .fixes()
        .filter((fix) => fix.cosmetic && isWithinFile(fix))
        .flatMap((fix) => toTextEdits(manifest, fix)),
    );
    if (edits.length > 0) {
      actions.push({
        title: 'Remove all unused suppressions',
        kind: fixAllKind,
        edit: workspaceEdit([changesOf(edits)]),
      });
    }
  }
  return actions;
}

function toTextEdits({ document }: OpenManifest, { edits }: Fix<FileRange>): TextEdit[] {
  return edits.map(({ range, newText }) => ({ range: toLspRange(document, range), newText }));
}

/** The edits of one file. */
interface FileChange {
  readonly uri: string;
  /** Null for a file that is not open. */
  readonly version: number | null;
  readonly edits: TextEdit[];
}

function versionedEdit(files: readonly FileChange[]): CodeAction['edit'] {
  return { documentChanges: files.map(({ uri, version, edits }) => ({ textDocument: { uri, version }, edits })) };
}

function plainEdit(files: readonly FileChange[]): CodeAction['edit'] {
  return { changes: Object.fromEntries(files.map(({ uri, edits }) => [uri, edits])) };
}
