import type { Evaluation } from '../evaluation/evaluation';
import type { Thresholds } from '../evaluation/inputs';
import type { Deployment } from '../manifest/deployment';
import type { Finding, Severity } from '../rules/rule';
import type { TextRange } from '../yaml/text-range';
import type { TreeNode } from '../yaml/yaml-tree';

/** What an engineer can set about the analysis. */
export interface AnalysisSettings {
  readonly thresholds: Thresholds;
  /** Severity by rule code; `off` silences the rule. */
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
}

/** A finding with the suppression that covers it, if one does. */
export interface JudgedFinding extends Finding {
  readonly suppressed: { readonly reason: string | undefined } | undefined;
}

/** One document of the file. Every range in it is relative to `start`. */
export interface AnalysedDocument {
  readonly start: number;
  readonly index: number;
  readonly text: string;
  /** The part of `text` that is this document; all of it but in files that are kept whole. */
  readonly extent: TextRange;
  readonly root: TreeNode | undefined;
  readonly wellFormed: boolean;
  /** What the document declares itself to be. */
  readonly kind: string | undefined;
  readonly deployment: Deployment | undefined;
  readonly evaluation: Evaluation | undefined;
  readonly findings: readonly JudgedFinding[];
  /** Files the document refers to, and where. */
  readonly references: readonly FileReference[];
}

export interface FileReference {
  readonly kind: 'trace' | 'profile';
  readonly reference: string;
  readonly range: TextRange;
}

/** The whole file. Findings of documents are relative to them; `fileFindings` to the file. */
export interface Analysis {
  readonly documents: readonly AnalysedDocument[];
  readonly fileFindings: readonly JudgedFinding[];
  /** True while a referenced file is still being read. */
  readonly loading: boolean;
}

/** A file with the analysis of it. */
export interface AnalysedFile {
  readonly file: string;
  readonly text: string;
  readonly analysis: Analysis;
}

/** A finding with offsets into the file, and the document it belongs to. */
export interface LocatedFinding {
  readonly finding: JudgedFinding;
  readonly start: number;
}

/** Every finding of the file, in the order of the text; suppressed ones only when asked for. */
export function locatedFindings(analysis: Analysis, includeSuppressed = false): readonly LocatedFinding[] {
  const located = [
    ...analysis.fileFindings.map((finding) => ({ finding, start: 0 })),
    ...analysis.documents.flatMap(({ findings, start }) => findings.map((finding) => ({ finding, start }))),
  ];
  return located.filter(({ finding }) => includeSuppressed || !finding.suppressed);
}
