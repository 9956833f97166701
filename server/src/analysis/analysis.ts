import type { FileSettings } from '../configuration/file-settings';
import type { Evaluation } from '../evaluation/evaluation';
import type { RequestOrder } from '../evaluation/request-order';
import type { Deployment } from '../manifest/deployment';
import type { ResizableText } from '../manifest/exact-resize';
import type { Finding } from '../rules/rule';
import type { FileRange, TextRange } from '../text/text-range';

/** What silences a finding: a comment in the file, an entry of `ignores` in the configuration, or the baseline. */
export interface SuppressedBy {
  readonly by: 'comment' | 'ignores' | 'baseline';
  readonly reason: string | undefined;
}

/** A finding in its file: with its place in the document's structure, what silences it, and the document it is about. */
export interface FileFinding extends Finding<FileRange> {
  /** Keys from the document's root, like `spec.attention.workers`. */
  readonly path: string;
  readonly suppressed: SuppressedBy | undefined;
  /** The document's index; undefined where the finding is about the file as a whole. */
  readonly document: number | undefined;
}

/** The `kind` of what launches state, beside that of documents which declare theirs. */
export const launchKind = 'launch';

/**
 * What is read of a document, or of one of the deployments that its launches state, and what follows from it: the same
 * wherever the document stands, so that it is kept while its text is. The ranges in it are offsets into `text`.
 */
export interface DocumentContent extends ResizableText {
  readonly wellFormed: boolean;
  /** What the document declares itself to be, or `launchKind`. */
  readonly kind: string | undefined;
  readonly deployment: Deployment | undefined;
  /** Absolute path of the file that answers for the deployment, where that is another one: the one with the attention launch. */
  readonly answeredIn: string | undefined;
  readonly evaluation: Evaluation | undefined;
  readonly requestOrder: RequestOrder | undefined;
  /** Absolute paths of the folder where its other launches were looked for, and of the files that have some. */
  readonly lookedIn: readonly string[];
  /** True while a file that it refers to is still being read. */
  readonly loading: boolean;
  /** True while something that follows from it at length is being computed. */
  readonly computing: boolean;
}

/** A document in its file. Ranges of its content are placed by `inFile`; all others are offsets of the file. */
export interface AnalysedDocument extends DocumentContent {
  /** Where `text` begins in the file. */
  readonly start: number;
  readonly index: number;
  /** The parts of the file that are this document. */
  readonly extents: readonly FileRange[];
  readonly findings: readonly FileFinding[];
  /** Files the document refers to, and where. */
  readonly references: readonly FileReference[];
}

export interface FileReference<Range extends TextRange = FileRange> {
  readonly kind: 'trace' | 'profile' | 'device' | 'model';
  readonly reference: string;
  /** The entry of the catalogue that it names; undefined where it names a file. */
  readonly entry: string | undefined;
  /** Where the document names it; undefined when something else does. */
  readonly range: Range | undefined;
}

/** The whole file: its documents with what is found in each, and what is found of the file itself. */
export interface Analysis {
  readonly documents: readonly AnalysedDocument[];
  readonly fileFindings: readonly FileFinding[];
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

/** Every finding of the file, in the order of the text; suppressed ones only when asked for. */
export function findingsIn({ fileFindings, documents }: Analysis, includeSuppressed = false): readonly FileFinding[] {
  const all = [...fileFindings, ...documents.flatMap(({ findings }) => findings)];
  return all.filter(({ suppressed }) => includeSuppressed || !suppressed);
}
