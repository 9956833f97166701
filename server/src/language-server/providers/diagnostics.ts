import { type Diagnostic, DiagnosticTag } from 'vscode-languageserver/node';
import { type LocatedFinding, locatedFindings } from '../../analysis/analysis';
import { findingSource } from '../../protocol/protocol';
import type { OpenManifest } from '../open-manifest';
import type { OtherFiles } from '../other-files';
import { lspSeverity, toLspRange } from '../to-lsp';

/** Address of a rule's packaged documentation page. */
export type RulePage = (code: string) => string;

/** The manifest's findings as diagnostics, each with its rule's code and page. */
export function diagnostics(manifest: OpenManifest, rulePage: RulePage, otherFile: OtherFiles): Diagnostic[] {
  return locatedFindings(manifest.analysis).map((located) => toDiagnostic(manifest, located, rulePage, otherFile));
}

/** One finding as a diagnostic. */
export function toDiagnostic(
  { document }: OpenManifest,
  { finding, start }: LocatedFinding,
  rulePage: RulePage,
  otherFile: OtherFiles,
): Diagnostic {
  const related = finding.related.flatMap(({ message, range, file }) => {
    const there = file === undefined ? document : otherFile(file)?.document;
    // Offsets into the whole of another file, into the document's part of this one.
    const from = file === undefined ? start : 0;
    return there ? [{ message, location: { uri: there.uri, range: toLspRange(there, range, from) } }] : [];
  });
  return {
    range: toLspRange(document, finding.range, start),
    severity: lspSeverity[finding.severity],
    code: finding.code,
    codeDescription: { href: rulePage(finding.code) },
    source: findingSource,
    message: finding.message,
    ...(finding.unnecessary ? { tags: [DiagnosticTag.Unnecessary] } : {}),
    ...(related.length > 0 ? { relatedInformation: related } : {}),
  };
}
