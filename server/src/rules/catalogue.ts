import { afdDoesNotPay } from './afd-does-not-pay';
import { afdRequired } from './afd-required';
import { aiconfiguratorLimits } from './aiconfigurator-limits';
import { aliasExpansion } from './alias-expansion';
import { asynchronousConnector } from './asynchronous-connector';
import { attentionBound } from './attention-bound';
import { communicationBound } from './communication-bound';
import { deviceMismatch } from './device-mismatch';
import { domainCrossed } from './domain-crossed';
import { duplicateKey } from './duplicate-key';
import { expertImbalance } from './expert-imbalance';
import { expertsPerFfn } from './experts-per-ffn';
import { expiredIgnore } from './expired-ignore';
import { ffnBatchShape } from './ffn-batch-shape';
import { ffnBound } from './ffn-bound';
import { ffnDeadZone } from './ffn-dead-zone';
import { fileTooLarge } from './file-too-large';
import { graphModeRule } from './graph-mode';
import { invalidConfiguration } from './invalid-configuration';
import { invalidProfile } from './invalid-profile';
import { invalidYaml } from './invalid-yaml';
import { knownBadCombination } from './known-bad-combination';
import { kvCacheExceeded } from './kv-cache-exceeded';
import { kvCachePeak } from './kv-cache-peak';
import { kvDemand } from './kv-demand';
import { kvTransferOnFfn } from './kv-transfer-on-ffn';
import { launchAlone } from './launch-alone';
import { launchInvalidSetting } from './launch-invalid-setting';
import { launchRenamedSetting } from './launch-renamed-setting';
import { launchUnknownSetting } from './launch-unknown-setting';
import { launchesDisagree } from './launches-disagree';
import { malformedSuppression } from './malformed-suppression';
import { microbatchLimits } from './microbatch-limits';
import { missingFile } from './missing-file';
import { modelMismatch } from './model-mismatch';
import { modelRunnerV2 } from './model-runner-v2';
import { neverAdmitted } from './never-admitted';
import { notEvaluated } from './not-evaluated';
import { objectiveMissed } from './objective-missed';
import { outsideCalibration } from './outside-calibration';
import { pipelineBound } from './pipeline-bound';
import { poolTopology } from './pool-topology';
import { ranksProduct } from './ranks-product';
import { rendezvousHost } from './rendezvous-host';
import { rendezvousService } from './rendezvous-service';
import { requestOrder } from './request-order';
import { rowsSkipped } from './rows-skipped';
import { rtpLlmLimits } from './rtp-llm-limits';
import type { Rule } from './rule';
import { sameHttpPort } from './same-http-port';
import { schemaViolation } from './schema-violation';
import { sglangLimits } from './sglang-limits';
import { sharedClaim } from './shared-claim';
import { shortestFirst } from './shortest-first';
import { statisticsUnusable } from './statistics-unusable';
import { thetaInterval } from './theta-interval';
import { tokenLimits } from './token-limits';
import { tooFewMicrobatches } from './too-few-microbatches';
import { traceTooOld } from './trace-too-old';
import { traceTooShort } from './trace-too-short';
import { traceUnusable } from './trace-unusable';
import { unknownKey } from './unknown-key';
import { unknownReference } from './unknown-reference';
import { unusedSuppression } from './unused-suppression';
import { weightsDoNotFit } from './weights-do-not-fit';

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
  launchUnknownSetting,
  launchRenamedSetting,
  launchInvalidSetting,
  launchesDisagree,
  launchAlone,
  ranksProduct,
  poolTopology,
  rendezvousHost,
  rendezvousService,
  sharedClaim,
  sameHttpPort,
  asynchronousConnector,
  microbatchLimits,
  graphModeRule,
  modelRunnerV2,
  tokenLimits,
  ffnBatchShape,
  expertsPerFfn,
  kvTransferOnFfn,
  knownBadCombination,
  sglangLimits,
  aiconfiguratorLimits,
  deviceMismatch,
  rtpLlmLimits,
  weightsDoNotFit,
  kvCacheExceeded,
  kvCachePeak,
  objectiveMissed,
  afdDoesNotPay,
  afdRequired,
  ffnDeadZone,
  domainCrossed,
  expertImbalance,
  requestOrder,
  shortestFirst,
  kvDemand,
  neverAdmitted,
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
