import type { AnalysedDocument, AnalysedFile } from '../analysis/analysis';
import { type EvaluatedDocument, evaluatedDocuments, pairedDocuments } from '../analysis/evaluated-documents';
import { spanOf } from '../report/line-and-column';
import { inFile } from '../text/text-range';
import type { Output } from './command-context';

/** The deployments of a file that a command was asked about. */
export interface ChosenDeployments<Chosen extends EvaluatedDocument = EvaluatedDocument> {
  readonly chosen: readonly Chosen[];
  /** False where nothing was chosen or a document could not be read; lines have said why. */
  readonly complete: boolean;
}

/** Every deployment of a file, or that of its document number `document`, from 1. */
export function chooseDeployments(
  analysed: AnalysedFile,
  document: number | undefined,
  error: Output['error'],
): ChosenDeployments {
  return choose(analysed, document, evaluatedDocuments, '', error);
}

/** Every deployment of a file with both pools, or that of its document number `document`, from 1. */
export function choosePaired(analysed: AnalysedFile, document: number | undefined, error: Output['error']) {
  return choose(analysed, document, pairedDocuments, ' with both pools', error);
}

function choose<Chosen extends EvaluatedDocument>(
  analysed: AnalysedFile,
  document: number | undefined,
  among: (documents: readonly AnalysedDocument[]) => readonly Chosen[],
  which: string,
  error: Output['error'],
): ChosenDeployments<Chosen> {
  const broken = brokenDocuments(analysed, document);
  for (const line of broken) error(line);
  const chosen = among(analysed.analysis.documents).filter((each) => isAsked(each, document));
  if (chosen.length === 0 && broken.length === 0) {
    const what =
      document === undefined
        ? `no AFD deployment${which} in this file`
        : `document ${document} is no AFD deployment${which}`;
    error(`${analysed.file}: ${what}`);
  }
  return { chosen, complete: chosen.length > 0 && broken.length === 0 };
}

/** For each document that is not valid YAML the place and the first thing wrong with it; `document`: only that, from 1. */
export function brokenDocuments({ file, text, analysis }: AnalysedFile, document?: number): readonly string[] {
  const broken = analysis.documents.filter((each) => !each.wellFormed && isAsked(each, document));
  return broken.map(({ findings, start }) => {
    const first = findings.find(({ severity }) => severity === 'error');
    const { line, column } = spanOf(text, first?.range ?? inFile({ start: 0, end: 0 }, start)).start;
    // A configuration may have switched off the rule that says what is wrong.
    const what = first?.message.replaceAll('`', "'") ?? 'The document is not valid YAML.';
    return `${file}:${line}:${column} ${what}`;
  });
}

function isAsked({ index }: AnalysedDocument, document: number | undefined): boolean {
  return document === undefined || index === document - 1;
}
