import { aliasExpansion } from './document/alias-expansion';
import { duplicateKey } from './document/duplicate-key';
import { expiredIgnore } from './document/expired-ignore';
import { fileTooLarge } from './document/file-too-large';
import { invalidConfiguration } from './document/invalid-configuration';
import { invalidProfile } from './document/invalid-profile';
import { invalidYaml } from './document/invalid-yaml';
import { malformedSuppression } from './document/malformed-suppression';
import { missingFile } from './document/missing-file';
import { modelMismatch } from './document/model-mismatch';
import { schemaViolation } from './document/schema-violation';
import { unknownKey } from './document/unknown-key';
import { unknownReference } from './document/unknown-reference';
import { unusedSuppression } from './document/unused-suppression';
import { asynchronousConnector } from './launch/asynchronous-connector';
import { deviceMismatch } from './launch/device-mismatch';
import { graphModeRule } from './launch/graph-mode';
import { knownBadCombination } from './launch/known-bad-combination';
import { kvTransferOnFfn } from './launch/kv-transfer-on-ffn';
import { launchAlone } from './launch/launch-alone';
import { launchesDisagree } from './launch/launches-disagree';
import { aiconfiguratorLimits } from './launch/limits/aiconfigurator-limits';
import { expertsPerFfn } from './launch/limits/experts-per-ffn';
import { ffnBatchShape } from './launch/limits/ffn-batch-shape';
import { microbatchLimits } from './launch/limits/microbatch-limits';
import { rtpLlmLimits } from './launch/limits/rtp-llm-limits';
import { sglangLimits } from './launch/limits/sglang-limits';
import { tokenLimits } from './launch/limits/token-limits';
import { modelRunnerV2 } from './launch/model-runner-v2';
import { poolTopology } from './launch/pool-topology';
import { ranksProduct } from './launch/ranks-product';
import { rendezvousHost } from './launch/rendezvous-host';
import { rendezvousService } from './launch/rendezvous-service';
import { sameHttpPort } from './launch/same-http-port';
import { launchInvalidSetting } from './launch/settings/launch-invalid-setting';
import { launchRenamedSetting } from './launch/settings/launch-renamed-setting';
import { launchUnknownSetting } from './launch/settings/launch-unknown-setting';
import { sharedClaim } from './launch/shared-claim';
import { kvCacheExceeded } from './memory/kv-cache-exceeded';
import { kvCachePeak } from './memory/kv-cache-peak';
import { objectiveMissed } from './memory/objective-missed';
import { weightsDoNotFit } from './memory/weights-do-not-fit';
import type { Rule } from './rule';
import { attentionBound } from './sizing/attention-bound';
import { communicationBound } from './sizing/communication-bound';
import { ffnBound } from './sizing/ffn-bound';
import { notEvaluated } from './sizing/not-evaluated';
import { outsideCalibration } from './sizing/outside-calibration';
import { pipelineBound } from './sizing/pipeline-bound';
import { tooFewMicrobatches } from './sizing/too-few-microbatches';
import { afdDoesNotPay } from './strategy/afd-does-not-pay';
import { afdRequired } from './strategy/afd-required';
import { domainCrossed } from './strategy/domain-crossed';
import { expertImbalance } from './strategy/expert-imbalance';
import { ffnDeadZone } from './strategy/ffn-dead-zone';
import { kvDemand } from './strategy/kv-demand';
import { neverAdmitted } from './strategy/never-admitted';
import { notCompared } from './strategy/not-compared';
import { requestOrder } from './strategy/request-order';
import { shortestFirst } from './strategy/shortest-first';
import { beyondContext } from './workload/beyond-context';
import { rowsSkipped } from './workload/rows-skipped';
import { statisticsUnusable } from './workload/statistics-unusable';
import { thetaInterval } from './workload/theta-interval';
import { thetaUncertain } from './workload/theta-uncertain';
import { traceTooOld } from './workload/trace-too-old';
import { traceTooShort } from './workload/trace-too-short';
import { traceUnusable } from './workload/trace-unusable';
import { workloadDrifts } from './workload/workload-drifts';

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
  thetaUncertain,
  workloadDrifts,
  beyondContext,
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
  notCompared,
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
