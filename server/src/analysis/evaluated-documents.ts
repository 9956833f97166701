import type { Evaluation } from '../evaluation/evaluation';
import type { Deployment, Pool } from '../manifest/deployment';
import type { AnalysedDocument } from './analysis';

/** A document that states a deployment and could be read to its end. */
export interface EvaluatedDocument extends AnalysedDocument {
  readonly deployment: Deployment;
  readonly evaluation: Evaluation;
}

/** An evaluated document whose deployment states both pools. */
export interface PairedDocument extends EvaluatedDocument {
  readonly deployment: Deployment & { readonly attention: Pool; readonly ffn: Pool };
}

/** Those of the documents that state a deployment and could be read to their end. */
export function evaluatedDocuments(documents: readonly AnalysedDocument[]): readonly EvaluatedDocument[] {
  return documents.filter(isEvaluated);
}

/** Whether a document states a deployment and could be read to its end. */
export function isEvaluated(document: AnalysedDocument): document is EvaluatedDocument {
  return document.deployment !== undefined && document.evaluation !== undefined;
}

/** Those of the documents whose deployment could be read and states both pools. */
export function pairedDocuments(documents: readonly AnalysedDocument[]): readonly PairedDocument[] {
  return evaluatedDocuments(documents).filter((document): document is PairedDocument => {
    const { attention, ffn } = document.deployment;
    return attention !== undefined && ffn !== undefined;
  });
}
