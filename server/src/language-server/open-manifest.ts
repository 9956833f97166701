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

/** The document of the file that holds an offset. */
export function documentAt({ analysis }: OpenManifest, offset: number): AnalysedDocument | undefined {
  return analysis.documents.findLast(({ start, extents }) => extents.some((extent) => touches(extent, offset - start)));
}
