import { type Diagnostic, DiagnosticTag } from 'vscode-languageserver/node';
import { type LocatedFinding, locatedFindings } from '../../analysis/analysis';
import type { OpenManifest } from '../open-manifest';
import { lspSeverity, toLspRange } from '../to-lsp';

/** Address of a rule's packaged documentation page. */
export type RulePage = (code: string) => string;

/** The manifest's findings as diagnostics, each with its rule's code and page. */
export function diagnostics(manifest: OpenManifest, rulePage: RulePage): Diagnostic[] {
  return locatedFindings(manifest.analysis).map((located) => toDiagnostic(manifest, located, rulePage));
}

/** One finding as a diagnostic. */
export function toDiagnostic(
  { document }: OpenManifest,
  { finding, start }: LocatedFinding,
  rulePage: RulePage,
): Diagnostic {
  return {
    range: toLspRange(document, finding.range, start),
    severity: lspSeverity[finding.severity],
    code: finding.code,
    codeDescription: { href: rulePage(finding.code) },
    source: 'AFD Lens',
    message: finding.message,
    ...(finding.unnecessary ? { tags: [DiagnosticTag.Unnecessary] } : {}),
    ...(finding.related.length > 0
      ? {
          relatedInformation: finding.related.map(({ message, range }) => ({
            message,
            location: { uri: document.uri, range: toLspRange(document, range, start) },
          })),
        }
      : {}),
  };
}
