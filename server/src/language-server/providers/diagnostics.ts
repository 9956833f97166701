import { type Diagnostic, DiagnosticTag } from 'vscode-languageserver/node';
import { type FileFinding, findingsIn } from '../../analysis/analysis';
import { findingSource } from '../../protocol/protocol';
import type { OpenManifest } from '../open-manifest';
import type { OtherFiles } from '../other-files';
import { lspSeverity, toLspRange } from '../to-lsp';

/** Address of a rule's packaged documentation page. */
export type RulePage = (code: string) => string;

/** The manifest's findings as diagnostics, each with its rule's code and page. */
export function diagnostics(manifest: OpenManifest, rulePage: RulePage, otherFile: OtherFiles): Diagnostic[] {
  return findingsIn(manifest.analysis).map((finding) => toDiagnostic(manifest, finding, rulePage, otherFile));
}

/** One finding as a diagnostic. */
export function toDiagnostic(
  { document }: OpenManifest,
  finding: FileFinding,
  rulePage: RulePage,
  otherFile: OtherFiles,
): Diagnostic {
  const related = finding.related.flatMap(({ message, range, file }) => {
    const there = file === undefined ? document : otherFile(file)?.document;
    return there ? [{ message, location: { uri: there.uri, range: toLspRange(there, range) } }] : [];
  });
  return {
    range: toLspRange(document, finding.range),
    severity: lspSeverity[finding.severity],
    code: finding.code,
    codeDescription: { href: rulePage(finding.code) },
    source: findingSource,
    message: finding.message,
    ...(finding.unnecessary ? { tags: [DiagnosticTag.Unnecessary] } : {}),
    ...(related.length > 0 ? { relatedInformation: related } : {}),
  };
}
