import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { AnalysedDocument, Analysis } from '../analysis/analysis';
import type { OurShare } from '../analysis/our-share';
import type { ReferenceBase } from '../analysis/reference-path';
import type { FileSettings } from '../configuration/file-settings';
import type { Inputs } from '../evaluation/inputs';
import { touches } from '../text/text-range';
import type { ClientSettings } from './settings';

/** What a provider needs of an open manifest: its text and the analysis of exactly that text. */
export interface OpenManifest {
  readonly document: TextDocument;
  /** What of the document is ours; the analysis knows no more of it. */
  readonly share: OurShare;
  readonly analysis: Analysis;
  readonly settings: FileSettings;
  readonly client: ClientSettings;
  readonly base: ReferenceBase;
  /** The files it refers to, as they are known now. */
  readonly inputs: Inputs;
}

/** A document of the file, and where in its own text an offset of the file lies. */
export interface DocumentPlace {
  readonly unit: AnalysedDocument;
  readonly at: number;
}

/** The document of the file that holds an offset, with the place in it. */
export function documentAt({ analysis }: OpenManifest, offset: number): DocumentPlace | undefined {
  const unit = analysis.documents.findLast(({ extents }) => extents.some((extent) => touches(extent, offset)));
  return unit && { unit, at: offset - unit.start };
}
