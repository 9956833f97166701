import type { Log, Notification } from 'sarif';
import { formatCount } from '../../../text/format';
import type { CheckReport, ReportedFinding, ReportFormat } from '../check-report';
import { mostSevereFirst, notSuppressed, withOccurrence } from './finding-order';
import { plainMessage } from './finding-text';
import { sarifResult } from './sarif-result';
import { sarifRule } from './sarif-rules';
import { sourceTexts } from './source-text';
import { visibleJson } from './visible-text';

/** GitHub refuses a file with more. */
const mostResults = 25_000;

/**
 * SARIF 2.1.0 as GitHub code scanning takes it. Suppressed findings only where people asked for them: GitHub does not
 * look at `suppressions` and would show them as open alerts.
 */
export const sarif: ReportFormat = (report, { version, homepage, rules, showSuppressed }) => {
  const texts = sourceTexts(report);
  const ruleIndexes = new Map(rules.map(({ code }, i) => [code, i]));
  const wanted = showSuppressed ? report.findings : notSuppressed(report.findings);
  const findings = capped(wanted);
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'AFD Lens',
            version,
            semanticVersion: version,
            informationUri: homepage,
            rules: rules.map((rule) => sarifRule(rule, homepage)),
          },
        },
        automationDetails: { id: 'afd-lens/' },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The root of the repository.' } } },
        invocations: [
          {
            executionSuccessful: report.problems.length === 0,
            toolExecutionNotifications: notifications(report, wanted.length - findings.length),
          },
        ],
        results: withOccurrence(findings, ({ repositoryFile, fingerprint }) =>
          JSON.stringify([repositoryFile, fingerprint]),
        ).map(({ item, occurrence }) =>
          sarifResult(item, {
            source: texts.get(item.file),
            ruleIndex: ruleIndexes.get(item.code),
            occurrence,
            withSuppressions: showSuppressed,
          }),
        ),
      },
    ],
  };
  return visibleJson(log);
};

/** The findings, in their order; of too many, those that nothing suppresses and that are most severe. */
function capped(findings: readonly ReportedFinding[]): readonly ReportedFinding[] {
  if (findings.length <= mostResults) return findings;
  const suppressed = findings.filter((finding) => finding.suppressed);
  const kept = new Set([...mostSevereFirst(notSuppressed(findings)), ...suppressed].slice(0, mostResults));
  return findings.filter((finding) => kept.has(finding));
}

function notifications({ problems }: CheckReport, left: number): Notification[] {
  const limit = formatCount(mostResults);
  return [
    ...problems.map((problem): Notification => ({ level: 'error', message: { text: plainMessage(problem) } })),
    ...(left > 0
      ? [
          {
            level: 'warning' as const,
            message: { text: `${formatCount(left)} findings are left out: only the ${limit} most severe are listed.` },
          },
        ]
      : []),
  ];
}
