import type { SuppressedBy } from '../../analysis/analysis';
import type { Evaluation } from '../../evaluation/evaluation';
import type { Span } from '../../report/line-and-column';
import type { Severity } from '../../rules/rule';

export interface ReportedEdit extends Span {
  readonly newText: string;
}

export interface ReportedFix {
  readonly title: string;
  readonly preferred: boolean;
  readonly edits: readonly ReportedEdit[];
}

/** A finding as every output format gets it. */
export interface ReportedFinding extends Span {
  /** The file's name as the user gave it, or relative to the working folder; with forward slashes. */
  readonly file: string;
  /** The file relative to the repository's root (or the working folder where there is none), with forward slashes. */
  readonly repositoryFile: string;
  readonly code: string;
  readonly severity: Severity;
  /** The rule's title. */
  readonly title: string;
  /** May contain `code` in backticks; no line break. */
  readonly message: string;
  /** Name of the deployment it is about. */
  readonly deployment: string | undefined;
  /** Keys from the document's root to the place, like `spec.attention.workers`. */
  readonly path: string;
  /** What the finding is known by: it stays while the rule, the deployment and the path do, whatever else is edited. */
  readonly fingerprint: string;
  /** Predicted gain of the best alternative as a share of the throughput, where the finding is about one. */
  readonly gain: number | undefined;
  readonly suppressed: SuppressedBy | undefined;
  readonly related: readonly (Span & { readonly message: string })[];
  readonly fixes: readonly ReportedFix[];
}

export interface ReportedDeployment {
  readonly file: string;
  readonly name: string | undefined;
  readonly status: Evaluation['status'];
  /** The one-line summary, as the code lens shows it. */
  readonly summary: string;
  /** Why it is only partly evaluated, or not at all; empty when it is. */
  readonly reasons: readonly string[];
}

export interface CheckedFile {
  readonly file: string;
  readonly repositoryFile: string;
  readonly text: string;
}

/** What one run of `check` found, for the output formats. */
export interface CheckReport {
  readonly files: readonly CheckedFile[];
  readonly deployments: readonly ReportedDeployment[];
  /** In the order of files and their text; suppressed ones are included and marked. */
  readonly findings: readonly ReportedFinding[];
  /** Files and configurations that could not be used, one sentence each, as on standard error. */
  readonly problems: readonly string[];
}

/** What a format may need beside the report. */
export interface FormatContext {
  /** Version of the program. */
  readonly version: string;
  /** Address of the project's home page. */
  readonly homepage: string;
  /** Every rule: code, title, default severity and the text of its page. */
  readonly rules: readonly {
    readonly code: string;
    readonly title: string;
    readonly severity: Severity;
    readonly page: string;
  }[];
  /** Whether colour may be used. */
  readonly colour: boolean;
  /** Whether people asked to see suppressed findings too. */
  readonly showSuppressed: boolean;
}

/** Turns a report into text; pure. */
export type ReportFormat = (report: CheckReport, context: FormatContext) => string;
