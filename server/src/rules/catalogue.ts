import { aliasExpansion } from './alias-expansion';
import { attentionBound } from './attention-bound';
import { communicationBound } from './communication-bound';
import { duplicateKey } from './duplicate-key';
import { expiredIgnore } from './expired-ignore';
import { ffnBound } from './ffn-bound';
import { fileTooLarge } from './file-too-large';
import { invalidConfiguration } from './invalid-configuration';
import { invalidProfile } from './invalid-profile';
import { invalidYaml } from './invalid-yaml';
import { malformedSuppression } from './malformed-suppression';
import { missingFile } from './missing-file';
import { modelMismatch } from './model-mismatch';
import { notEvaluated } from './not-evaluated';
import { outsideCalibration } from './outside-calibration';
import { pipelineBound } from './pipeline-bound';
import { rowsSkipped } from './rows-skipped';
import type { Rule } from './rule';
import { schemaViolation } from './schema-violation';
import { statisticsUnusable } from './statistics-unusable';
import { thetaInterval } from './theta-interval';
import { tooFewMicrobatches } from './too-few-microbatches';
import { traceTooOld } from './trace-too-old';
import { traceTooShort } from './trace-too-short';
import { traceUnusable } from './trace-unusable';
import { unknownKey } from './unknown-key';
import { unknownReference } from './unknown-reference';
import { unusedSuppression } from './unused-suppression';

/** The rules that look at one document, in the order of their codes. */
export const documentRules: readonly Rule[] = [
  attentionBound,
  communicationBound,
  ffnBound,
  pipelineBound,
  tooFewMicrobatches,
  outsideCalibration,
  notEvaluated,
  traceTooShort,
  traceTooOld,
  thetaInterval,
  rowsSkipped,
  traceUnusable,
  statisticsUnusable,
  invalidYaml,
  schemaViolation,
  unknownKey,
  unknownReference,
  missingFile,
  invalidProfile,
  duplicateKey,
  aliasExpansion,
  modelMismatch,
  invalidConfiguration,
  expiredIgnore,
];

/** Code, title and default severity of every rule, those about files and suppressions included. */
export const allRules: readonly Omit<Rule, 'check'>[] = [
  ...documentRules,
  fileTooLarge,
  unusedSuppression,
  malformedSuppression,
];

/** Every rule code. */
export const ruleCodes: readonly string[] = allRules.map(({ code }) => code);
