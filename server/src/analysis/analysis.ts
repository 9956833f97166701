import type { FileSettings } from '../configuration/file-settings';
import type { Evaluation } from '../evaluation/evaluation';
import type { RequestOrder } from '../evaluation/request-order';
import type { Deployment } from '../manifest/deployment';
import type { ResizableText } from '../manifest/exact-resize';
import type { Finding } from '../rules/rule';
import type { TextRange } from '../text/text-range';

/** What silences a finding: a comment in the file, an entry of `ignores` in the configuration, or the baseline. */
export interface SuppressedBy {
  readonly by: 'comment' | 'ignores' | 'baseline';
  readonly reason: string | undefined;
}

/** A finding with its place in the document's structure and what silences it. */
export interface JudgedFinding extends Finding {
  /** Keys from the document's root, like `spec.attention.workers`. */
  readonly path: string;
  readonly suppressed: SuppressedBy | undefined;
}

/** The `kind` of what launches state, beside that of documents which declare theirs. */
export const launchKind = 'launch';

/** One document of the file, or one deployment that its launches state. Every range in it is relative to `start`. */
export interface AnalysedDocument extends ResizableText {
  readonly start: number;
  readonly index: number;
  /** The parts of `text` that are this document; all of it but in files that are kept whole. */
  readonly extents: readonly TextRange[];
  readonly wellFormed: boolean;
  /** What the document declares itself to be, or `launchKind`. */
  readonly kind: string | undefined;
  readonly deployment: Deployment | undefined;
  /** Absolute path of the file that answers for the deployment, where that is another one: the one with the attention launch. */
  readonly answeredIn: string | undefined;
  readonly evaluation: Evaluation | undefined;
  readonly requestOrder: RequestOrder | undefined;
  readonly findings: readonly JudgedFinding[];
  /** Files the document refers to, and where. */
  readonly references: readonly FileReference[];
  /** Absolute paths of the folder where its other launches were looked for, and of the files that have some. */
  readonly lookedIn: readonly string[];
  /** True while one of them is still being read. */
  readonly loading: boolean;
  /** True while something that follows from it at length is being computed. */
  readonly computing: boolean;
}

export interface FileReference {
  readonly kind: 'trace' | 'profile' | 'device' | 'model';
  readonly reference: string;
  /** The entry of the catalogue that it names; undefined where it names a file. */
  readonly entry: string | undefined;
  /** Where the document names it; undefined when something else does. */
  readonly range: TextRange | undefined;
}

/** The whole file. Findings of documents are relative to them; `fileFindings` to the file. */
export interface Analysis {
  readonly documents: readonly AnalysedDocument[];
  readonly fileFindings: readonly JudgedFinding[];
  /** True while a referenced file is still being read. */
  readonly loading: boolean;
  /** True while something is being computed that more findings may follow from. */
  readonly computing: boolean;
}

/** A file with the analysis of it, under the settings that hold for it. */
export interface AnalysedFile {
  /** The name to show. */
  readonly file: string;
  readonly text: string;
  readonly analysis: Analysis;
  readonly settings: FileSettings;
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
