import type { AnalysedDocument, AnalysedFile } from '../../analysis/analysis';
import type { Evaluation } from '../../evaluation/evaluation';
import type { Deployment } from '../../manifest/deployment';

/** A deployment on one side of the comparison. */
export interface DiffSide {
  readonly file: AnalysedFile;
  readonly unit: AnalysedDocument;
  readonly deployment: Deployment;
  readonly evaluation: Evaluation;
}
