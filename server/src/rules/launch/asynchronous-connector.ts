import type { Launch } from '../../manifest/launches/launch';
import { knownValue } from '../../manifest/launches/launch';
import { settingPlace } from '../../manifest/launches/settings';
import { integer, placeOf, type SettingPlace, stated, truth } from '../../manifest/launches/stated';
import { quote } from '../../text/format';
import { type Finding, type Fix, finding, type Rule, type Subject } from '../rule';
import { removeOptionFix, valueFix } from './launch-fix';
import { flagOf, launchesHere } from './launch-options';
import { connectorNow, isReadable } from './settings/launch-settings';

const asynchronous = 'CAMAsyncAFDConnector';

export const asynchronousConnector: Rule = {
  code: 'AFD412',
  title: 'Asynchronous connector and its conditions',
  severity: 'error',
  check(subject) {
    return launchesHere(subject.deployment?.launches)
      .filter((launch) => launch.dialect === 'vllm-afd-plugin' && launch.settings && isReadable(launch))
      .flatMap((launch) => {
        const connector = connectorNow(launch);
        if (connector === undefined) return [];
        return connector === asynchronous
          ? [
              ...neededSwitch(launch, ['async_dp', 'async'], subject),
              ...neededSwitch(launch, ['compute_gate_on_attention'], subject),
              ...needsEager(launch),
              ...forbidsOverlap(launch, subject),
            ]
          : asyncElsewhere(launch, connector, subject);
      });
  },
};

/** A setting that must be true: the first of these names, which are all of one setting. */
function neededSwitch(launch: Launch, names: readonly [string, ...string[]], subject: Subject): readonly Finding[] {
  const place = settingPlace(launch.settings, names);
  const given = place && stated(place, truth);
  if (place && (given === undefined || !('value' in given) || given.value)) return [];
  const [name] = names;
  return [
    finding(
      asynchronousConnector,
      place?.node.site ?? launch.site,
      place
        ? `${quote(asynchronous)} needs ${quote(name)} to be ${quote('true')}.`
        : `${quote(asynchronous)} needs ${quote(name)} to be ${quote('true')}; it is not given.`,
      { fixes: () => (place ? switchFix(place, true, subject) : []) },
    ),
  ];
}

function switchFix(place: SettingPlace, value: boolean, subject: Subject): readonly Fix[] {
  const fact = stated(place, (old) => old ?? undefined);
  return fact && 'value' in fact ? valueFix(subject, `Change to ${value}`, [{ fact, value }], true) : [];
}

function needsEager(launch: Launch): readonly Finding[] {
  if (flagOf(launch, 'enforce-eager') !== false) return [];
  return [
    finding(
      asynchronousConnector,
      launch.site,
      `${quote(asynchronous)} runs without graphs only; add ${quote('--enforce-eager')}.`,
    ),
  ];
}

function forbidsOverlap(launch: Launch, subject: Subject): readonly Finding[] {
  const overlap = flagOf(launch, 'enable-dbo') ? launch.options.get('enable-dbo') : undefined;
  const size = launch.options.get('ubatch-size');
  const isSplit = size && (knownValue(stated(placeOf(size), integer)) ?? 1) > 1;
  return [overlap, isSplit ? size : undefined].flatMap((option) =>
    option
      ? [
          finding(
            asynchronousConnector,
            option.nameRange,
            `${quote(asynchronous)} does not run with ${quote(`--${option.name}`)}; use ${quote('async_moe_ubatching')}.`,
            { fixes: () => removeOptionFix(subject, `Remove --${option.name}`, option) },
          ),
        ]
      : [],
  );
}

function asyncElsewhere({ settings }: Launch, connector: string, subject: Subject): readonly Finding[] {
  const place = settingPlace(settings, ['async_dp', 'async']);
  const isOn = place && knownValue(stated(place, truth)) === true;
  if (!isOn || connector === 'GpuAsyncAFDConnector') return [];
  return [
    finding(
      asynchronousConnector,
      place.node.site,
      `Asynchronous mode needs the connector ${quote(asynchronous)}; here it is ${quote(connector)}.`,
      { fixes: () => switchFix(place, false, subject) },
    ),
  ];
}
