import { modelVersion, schemaVersion } from '../../report/explanation-json';
import type { Gain, GroupUse, ServingPoint, StrategyOption } from '../../strategy/comparison';
import { plainLine } from '../../text/format';
import { unknownVerdictText, type VerdictText, verdictText } from '../../wording/strategy-verdict';
import { layoutWords, reasonSentence } from '../../wording/strategy-words';
import type { ComparedDeployment, NotCompared, StrategiesReport } from './compare-report';

/** The machine-readable comparison; docs/command-line.md lists its keys and units. What is unknown is null. */
export function compareJson(deployments: readonly ComparedDeployment[]) {
  return { schemaVersion, modelVersion, deployments: deployments.map(deploymentJson) };
}

function deploymentJson(compared: ComparedDeployment) {
  const { file, document, deployment } = compared;
  const about = { file, document, name: deployment.name ?? null };
  return compared.kind === 'compared'
    ? { ...about, ...comparedJson(compared) }
    : { ...about, ...unknownJson(compared) };
}

function unknownJson({ missing }: NotCompared) {
  return {
    verdict: 'unknown',
    headline: plainHeadline(unknownVerdictText(missing)),
    reasons: missing.map(({ message }) => ({ kind: 'missing', message })),
    requiredFor: null,
    ...gainJson(undefined),
    options: [],
    inputs: null,
  };
}

function comparedJson({ comparison, deployment, evaluation, question }: StrategiesReport) {
  const { verdict, reasons, requiredFor, gain, options } = comparison;
  const { profile } = evaluation;
  const { workload, objectives, relativeError, errors } = question;
  return {
    verdict,
    headline: plainHeadline(verdictText(question, comparison)),
    reasons: reasons.map((kind) => ({ kind, message: reasonSentence(kind, gain !== undefined) })),
    requiredFor: requiredFor ?? null,
    ...gainJson(gain),
    options: options.map(optionJson),
    inputs: {
      model: deployment.model?.value ?? null,
      device: (deployment.hardware.attentionDevice ?? deployment.hardware.ffnDevice)?.value ?? null,
      workers: question.devices,
      prefillTokens: workload.prefill,
      cachedPrefillTokens: workload.cachedPrefill,
      decodeSteps: workload.decode,
      theta: workload.load.theta,
      nu: workload.load.nu ?? null,
      objectives: { ttftSeconds: objectives.ttft ?? null, tpotSeconds: objectives.tpot ?? null },
      microbatchChoices: question.microbatches,
      expertBalance: question.expertBalance,
      profile: profile ? { id: profile.id, calibration: profile.calibration } : null,
      relativeError,
      ownErrors: errors.own,
    },
  };
}

function plainHeadline({ headline }: VerdictText): string {
  return plainLine(headline.replaceAll('**', ''));
}

function gainJson(gain: Gain | undefined) {
  return {
    gainPercent: gain ? gain.gain * 100 : null,
    gainLowPercent: gain ? gain.low * 100 : null,
    gainHighPercent: gain ? gain.high * 100 : null,
    gainWithoutOverlapPercent: gain?.withoutOverlap === undefined ? null : gain.withoutOverlap * 100,
    chanceBetter: gain?.chanceBetter ?? null,
    mostOfBand: gain?.mostOfBand ?? null,
  };
}

function optionJson({ strategy, feasible, bindingConstraint, point, frontier }: StrategyOption) {
  return {
    strategy,
    workers: point?.devicesUsed ?? null,
    throughput: point?.throughput ?? null,
    tokensPerSecondPerUser: point?.tokensPerSecondPerUser ?? null,
    ttft: point?.ttft ?? null,
    tpot: point?.tpot ?? null,
    feasible,
    bindingConstraint,
    concurrency: point?.concurrency ?? null,
    layout: point ? layoutWords(point) : null,
    groups: point ? point.uses.map(groupJson) : [],
    frontier: frontier.map(pointJson),
  };
}

function groupJson({ serves, groups, group, batchSize, microbatches, chunk, ...bytes }: GroupUse) {
  const { attentionBytes, ffnBytes, capacityBytes } = bytes;
  return {
    serves,
    count: groups,
    // The JSON's own words for a group that does without AFD, and for one of AFD.
    kind: group.kind === 'afd' ? 'split' : 'shared',
    attentionRanks: group.kind === 'afd' ? group.attentionRanks : group.ranks,
    tensorParallel: group.tensorParallel,
    ffnWorkers: group.kind === 'afd' ? group.ffnWorkers : null,
    batchSize,
    microbatches,
    chunkTokens: chunk,
    attentionBytes,
    ffnBytes,
    capacityBytes,
  };
}

function pointJson(point: ServingPoint) {
  const { throughput, tokensPerSecondPerUser, ttft, tpot, concurrency } = point;
  return { throughput, tokensPerSecondPerUser, ttft, tpot, concurrency, layout: layoutWords(point) };
}
