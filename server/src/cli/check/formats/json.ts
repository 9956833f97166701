import type { CheckReportDocument, Finding } from '../../../generated/check-report';
import { modelVersion, schemaVersion } from '../../../report/explanation-json';
import { spanJson } from '../../../report/line-and-column';
import type { FormatContext, ReportedFinding, ReportFormat } from '../check-report';
import { ruleAddress } from './addresses';
import { countsOf, summarySentence } from './counts';
import { visibleJson } from './visible-text';

/** The whole report as JSON of the shape in `schemas/check-report.schema.json`, suppressed findings included. */
export const json: ReportFormat = (report, context) => {
  const counts = countsOf(report);
  const { error, warning, info, hint } = counts.bySeverity;
  const document: CheckReportDocument = {
    schemaVersion,
    modelVersion,
    files: report.files.map(({ file, repositoryFile }) => ({ file, repositoryFile })),
    deployments: report.deployments.map(({ file, name, status, summary, reasons }) => ({
      file,
      name: name ?? null,
      status,
      summary,
      reasons: [...reasons],
    })),
    findings: report.findings.map((finding) => findingJson(finding, context)),
    problems: [...report.problems],
    summary: {
      errors: error,
      warnings: warning,
      infos: info,
      hints: hint,
      suppressed: counts.suppressed,
      deployments: { ...counts.deployments },
      text: summarySentence(counts),
    },
  };
  return visibleJson(document);
};

function findingJson(finding: ReportedFinding, { homepage }: FormatContext): Finding {
  const { file, repositoryFile, code, severity, title, message, path, fingerprint, suppressed } = finding;
  return {
    file,
    repositoryFile,
    ...spanJson(finding),
    code,
    severity,
    title,
    message,
    url: ruleAddress(homepage, code),
    deployment: finding.deployment ?? null,
    path,
    fingerprint,
    gainPercent: finding.gain === undefined ? null : finding.gain * 100,
    suppressed: suppressed ? { by: suppressed.by, reason: suppressed.reason ?? null } : null,
    related: finding.related.map((related) => ({ message: related.message, ...spanJson(related) })),
    fixes: finding.fixes.map((fix) => ({
      title: fix.title,
      preferred: fix.preferred,
      edits: fix.edits.map((edit) => ({ ...spanJson(edit), newText: edit.newText })),
    })),
  };
}
