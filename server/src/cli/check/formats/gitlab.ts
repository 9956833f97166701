import { createHash } from 'node:crypto';
import type { Severity } from '../../../rules/rule';
import type { ReportFormat } from '../check-report';
import { notSuppressed, withOccurrence } from './finding-order';
import { plainMessage } from './finding-text';
import { onFirstLine, sourceTexts } from './source-text';
import { visibleJson } from './visible-text';

const gitlabSeverities: Readonly<Record<Severity, string>> = {
  error: 'critical',
  warning: 'major',
  info: 'minor',
  hint: 'info',
};

/** A Code Quality report for the merge request widget of GitLab. Suppressed findings are left out. */
export const gitlab: ReportFormat = (report) => {
  const texts = sourceTexts(report);
  const findings = withOccurrence(notSuppressed(report.findings), ({ repositoryFile, fingerprint }) =>
    JSON.stringify([repositoryFile, fingerprint]),
  );
  return visibleJson(
    findings.map(({ item, occurrence }) => {
      const { line, column, endColumn } = onFirstLine(item, texts.get(item.file));
      return {
        description: plainMessage(item.message),
        check_name: item.code,
        // GitLab keeps one finding of each fingerprint in the whole report, and takes one that changes for a new one.
        fingerprint: createHash('sha256')
          .update(JSON.stringify([item.repositoryFile, item.fingerprint, occurrence]))
          .digest('hex')
          .slice(0, 32),
        severity: gitlabSeverities[item.severity],
        location: {
          path: item.repositoryFile,
          lines: { begin: line, end: line },
          positions: { begin: { line, column }, end: { line, column: endColumn } },
        },
      };
    }),
  );
};
