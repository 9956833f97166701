import { known, knownValue, type Launch } from '../../../manifest/launches/launch';
import { settingPlace } from '../../../manifest/launches/settings';
import { integer, isDefault, placeOf, stated } from '../../../manifest/launches/stated';
import { quote } from '../../../text/format';
import { type Finding, finding, type Rule, type Subject } from '../../rule';
import { valueFix } from '../launch-fix';
import { flagOf, launchesHere } from '../launch-options';
import { connectorNow, isReadable } from '../settings/launch-settings';

export const microbatchLimits: Rule = {
  code: 'AFD413',
  title: 'Microbatches that the engine does not run',
  severity: 'error',
  check(subject) {
    return launchesHere(subject.deployment?.launches)
      .filter(isReadable)
      .flatMap((launch) => {
        if (launch.dialect === 'vllm-afd-config') return unusedStages(launch);
        // Under the asynchronous connector another rule forbids them altogether.
        if (launch.dialect !== 'vllm-afd-plugin' || connectorNow(launch) === 'CAMAsyncAFDConnector') return [];
        return [...ubatchSize(launch, subject), ...needsDataParallel(launch), ...windowBatches(launch)];
      });
  },
};

/** Dual-batch overlap splits a batch in two; whatever else splits it must do the same. */
function ubatchSize(launch: Launch, subject: Subject): readonly Finding[] {
  const fact = known(stated(placeOf(launch.options.get('ubatch-size')), integer));
  const isOverlapping = flagOf(launch, 'enable-dbo') === true;
  if (!fact || fact.value === 2 || (fact.value < 2 && !isOverlapping)) return [];
  return [
    finding(
      microbatchLimits,
      fact.site,
      `${quote('--ubatch-size')} is ${fact.value}; the AFD plugin runs exactly 2 microbatches${isOverlapping ? ` under ${quote('--enable-dbo')}` : ''}.`,
      {
        // Some builds of vLLM take 2 under dual-batch overlap, whatever the option says.
        severity: isOverlapping ? 'warning' : 'error',
        fixes: () => valueFix(subject, 'Change to 2', [{ fact, value: 2 }], true),
      },
    ),
  ];
}

/** vLLM's second model runner splits the batch between replicas that step together. */
function needsDataParallel(launch: Launch): readonly Finding[] {
  const isSecondRunner = launch.environment.get('VLLM_USE_V2_MODEL_RUNNER')?.text.trim() === '1';
  const replicas = known(launch.dataParallel);
  const isSplit = flagOf(launch, 'enable-dbo') === true || (knownValue(launch.microbatches) ?? 1) > 1;
  if (launch.pool !== 'attention' || !isSecondRunner || !isSplit || replicas?.value !== 1) return [];
  const range = isDefault(replicas) ? (launch.options.get('enable-dbo')?.nameRange ?? launch.site) : replicas.site;
  return [
    finding(
      microbatchLimits,
      range,
      `With ${quote('VLLM_USE_V2_MODEL_RUNNER')} microbatches need ${quote('--data-parallel-size')} above 1 for attention.`,
    ),
  ];
}

/** The window connector is told apart from vLLM how many microbatches there are. */
function windowBatches(launch: Launch): readonly Finding[] {
  if (connectorNow(launch) !== 'WindowAFDConnector') return [];
  const extra = settingPlace(launch.settings, ['connector_extra_config'])?.node;
  const given = known(stated(settingPlace(extra, ['micro_batch_num']), integer));
  const isOverlapping = flagOf(launch, 'enable-dbo');
  if (!given || isOverlapping === undefined || given.value === (isOverlapping ? 2 : 1)) return [];
  return [
    finding(
      microbatchLimits,
      given.site,
      `${quote('micro_batch_num')} is ${given.value}; it must be ${isOverlapping ? '2 with' : '1 without'} ${quote('--enable-dbo')}.`,
      { severity: 'warning' },
    ),
  ];
}

function unusedStages(launch: Launch): readonly Finding[] {
  const place = settingPlace(launch.settings, ['num_afd_stages']);
  const given = known(stated(place, integer));
  const overlap = launch.options.get('enable-dbo');
  if (!given || !overlap || flagOf(launch, 'enable-dbo') !== true || given.value === 2) return [];
  return [
    finding(
      microbatchLimits,
      given.site,
      `${quote('num_afd_stages')} has no effect: with ${quote('--enable-dbo')} there are 2 microbatches.`,
      {
        severity: 'info',
        related: [{ message: 'Dual-batch overlap is switched on here.', range: overlap.nameRange }],
      },
    ),
  ];
}
