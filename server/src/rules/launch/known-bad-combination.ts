import { knownConnector } from '../../manifest/dialects/dialects';
import { knownValue, type Launch } from '../../manifest/launches/launch';
import { flagOf, launchesHere } from '../../manifest/launches/launch-options';
import { quote } from '../../text/format';
import { type Finding, finding, type Rule, type Subject } from '../rule';
import { removeOptionFix } from './launch-fix';
import { graphMode, isModelRunnerV2 } from './settings/vllm-settings';

export const knownBadCombination: Rule = {
  code: 'AFD420',
  title: 'Combination that is known to fail on CUDA',
  severity: 'warning',
  check(subject) {
    const launches = subject.deployment?.launches ?? [];
    if (knownConnector(launches)?.platform !== 'CUDA') return [];
    return launchesHere(launches).flatMap((launch) => [
      ...overlappedGraphs(launch),
      ...movingExperts(launch, subject),
      ...speculation(launch, subject),
    ]);
  },
};

/** Two attention ranks, one FFN rank, graphs and two microbatches: an illegal memory access, issue #290. */
function overlappedGraphs(launch: Launch): readonly Finding[] {
  const overlap = launch.options.get('enable-dbo');
  const isPair = knownValue(launch.attentionRanks) === 2 && knownValue(launch.ffnRanks) === 1;
  if (!overlap || !isPair || !flagOf(launch, 'enable-dbo') || !hasGraphs(launch)) return [];
  const message = `2A1F with graphs and ${quote('--enable-dbo')} can end in an illegal memory access (#290): add ${quote('--enforce-eager')}.`;
  return [finding(knownBadCombination, overlap.nameRange, message)];
}

function hasGraphs(launch: Launch): boolean {
  const mode = graphMode(launch);
  const isOff = mode !== undefined && (!('value' in mode) || mode.value.toUpperCase() === 'NONE');
  return flagOf(launch, 'enforce-eager') === false && !isOff;
}

function movingExperts(launch: Launch, subject: Subject): readonly Finding[] {
  const option = launch.options.get('enable-eplb');
  // Under the second model runner AFD415 says the same.
  if (!option || !flagOf(launch, 'enable-eplb') || isModelRunnerV2(launch)) return [];
  const message = `Experts on remote FFN ranks cannot be rebalanced on CUDA: remove ${quote('--enable-eplb')}.`;
  return [
    finding(knownBadCombination, option.nameRange, message, {
      severity: 'error',
      fixes: () => removeOptionFix(subject, 'Remove --enable-eplb', option),
    }),
  ];
}

function speculation(launch: Launch, subject: Subject): readonly Finding[] {
  const option = launch.options.get('speculative-config');
  if (!option) return [];
  const message = `AFD on CUDA does not support speculative decoding: remove ${quote('--speculative-config')}.`;
  return [
    finding(knownBadCombination, option.nameRange, message, {
      severity: 'error',
      fixes: () => removeOptionFix(subject, 'Remove --speculative-config', option),
    }),
  ];
}
