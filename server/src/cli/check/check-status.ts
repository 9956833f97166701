import { fileTooLarge } from '../../rules/document/file-too-large';
import type { Severity } from '../../rules/rule';
import type { CheckReport, ReportedFinding } from './check-report';

/** The least severity that makes the status 1. */
export type FailOn = 'error' | 'warning' | 'info' | 'never';

/** What makes a check fail. */
export interface Gate {
  readonly failOn: FailOn;
  /** Rules whose findings make the status 1, whatever their severity. */
  readonly failOnRules: readonly string[];
  /** More warnings than this make the status 1. */
  readonly maxWarnings: number | undefined;
  /** Whether a deployment that could not be evaluated, or a file too large to have any known, makes the status 1. */
  readonly strict: boolean;
}

const failing: Readonly<Record<FailOn, readonly Severity[]>> = {
  error: ['error'],
  warning: ['error', 'warning'],
  info: ['error', 'warning', 'info'],
  never: [],
};

/** The exit status of a check: 2 where something could not be read, 1 where the gate is not passed, else 0. */
export function checkStatus(
  { findings, deployments, problems }: CheckReport,
  { failOn, failOnRules, maxWarnings, strict }: Gate,
): 0 | 1 | 2 {
  if (problems.length > 0) return 2;
  const open = findings.filter(({ suppressed }) => !suppressed);
  const warnings = open.filter(({ severity }) => severity === 'warning').length;
  const fails =
    open.some(({ severity, code }) => failing[failOn].includes(severity) || failOnRules.includes(code)) ||
    (maxWarnings !== undefined && warnings > maxWarnings) ||
    (strict && (deployments.some(({ status }) => status === 'notEvaluated') || open.some(isUnread)));
  return fails ? 1 : 0;
}

function isUnread({ code }: ReportedFinding): boolean {
  return code === fileTooLarge.code;
}
