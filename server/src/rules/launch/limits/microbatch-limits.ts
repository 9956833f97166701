import type { Overlap } from '../../../manifest/dialects/dialect';
import { dialectOf, knownConnector } from '../../../manifest/dialects/dialects';
import { known, knownValue, type Launch } from '../../../manifest/launches/launch';
import { flagOf, launchesHere } from '../../../manifest/launches/launch-options';
import { settingPlace } from '../../../manifest/launches/settings';
import { integer, isDefault, placeOf, stated } from '../../../manifest/launches/stated';
import { quote } from '../../../text/format';
import { type Finding, finding, type Rule, type Subject } from '../../rule';
import { valueFix } from '../launch-fix';
import { extraSettingsOf, isReadable } from '../settings/launch-settings';

export const microbatchLimits: Rule = {
  code: 'AFD413',
  title: 'Microbatches that the engine does not run',
  severity: 'error',
  check(subject) {
    return launchesHere(subject.deployment?.launches)
      .filter(isReadable)
      .flatMap((launch) => {
        const { overlap } = dialectOf(launch);
        // Under an asynchronous connector another rule forbids it altogether.
        if (!overlap || (dialectOf(launch).asynchronousMode && knownConnector([launch])?.isAsynchronous)) return [];
        return [
          ...otherSize(launch, overlap, subject),
          ...needsDataParallel(launch, overlap),
          ...connectorBatches(launch, overlap),
          ...overridden(launch, overlap),
        ];
      });
  },
};

/** Dual-batch overlap splits a batch in two; whatever else splits it must do the same. */
function otherSize(launch: Launch, { option, sizeOption }: Overlap, subject: Subject): readonly Finding[] {
  if (sizeOption === undefined) return [];
  const fact = known(stated(placeOf(launch.options.get(sizeOption)), integer));
  const isOverlapping = flagOf(launch, option) === true;
  if (!fact || fact.value === 2 || (fact.value < 2 && !isOverlapping)) return [];
  return [
    finding(
      microbatchLimits,
      fact.site,
      `${quote(`--${sizeOption}`)} is ${fact.value}; ${dialectOf(launch).engine} runs exactly 2 microbatches${isOverlapping ? ` under ${quote(`--${option}`)}` : ''}.`,
      {
        // Some builds of vLLM take 2 under dual-batch overlap, whatever the option says.
        severity: isOverlapping ? 'warning' : 'error',
        fixes: () => valueFix(subject, 'Change to 2', [{ fact, value: 2 }], true),
      },
    ),
  ];
}

/** vLLM's second model runner splits the batch between replicas that step together. */
function needsDataParallel(launch: Launch, { option }: Overlap): readonly Finding[] {
  const variable = dialectOf(launch).modelRunnerVariable;
  if (variable === undefined) return [];
  const isSecondRunner = launch.environment.get(variable)?.text.trim() === '1';
  const replicas = known(launch.dataParallel);
  const isSplit = flagOf(launch, option) === true || (knownValue(launch.microbatches) ?? 1) > 1;
  if (launch.pool !== 'attention' || !isSecondRunner || !isSplit || replicas?.value !== 1) return [];
  const range = isDefault(replicas) ? (launch.options.get(option)?.nameRange ?? launch.site) : replicas.site;
  return [
    finding(
      microbatchLimits,
      range,
      `With ${quote(variable)} microbatches need ${quote('--data-parallel-size')} above 1 for attention.`,
    ),
  ];
}

/** Some connectors are told apart from the engine how many microbatches there are. */
function connectorBatches(launch: Launch, { option }: Overlap): readonly Finding[] {
  const setting = knownConnector([launch])?.microbatchSetting;
  if (setting === undefined) return [];
  const given = known(stated(settingPlace(extraSettingsOf(launch), [setting]), integer));
  const isOverlapping = flagOf(launch, option);
  if (!given || isOverlapping === undefined || given.value === (isOverlapping ? 2 : 1)) return [];
  return [
    finding(
      microbatchLimits,
      given.site,
      `${quote(setting)} is ${given.value}; it must be ${isOverlapping ? '2 with' : '1 without'} ${quote(`--${option}`)}.`,
      { severity: 'warning' },
    ),
  ];
}

/** A number of microbatches that overlap takes no notice of. */
function overridden(launch: Launch, { option, overrides }: Overlap): readonly Finding[] {
  if (overrides === undefined) return [];
  const given = known(stated(settingPlace(launch.settings, [overrides]), integer));
  const overlap = launch.options.get(option);
  if (!given || !overlap || flagOf(launch, option) !== true || given.value === 2) return [];
  return [
    finding(
      microbatchLimits,
      given.site,
      `${quote(overrides)} has no effect: with ${quote(`--${option}`)} there are 2 microbatches.`,
      {
        severity: 'info',
        related: [{ message: 'Dual-batch overlap is switched on here.', range: overlap.nameRange }],
      },
    ),
  ];
}
