import type { AsynchronousMode, Overlap } from '../../manifest/dialects/dialect';
import { connectorOf, dialectOf } from '../../manifest/dialects/dialects';
import type { Launch } from '../../manifest/launches/launch';
import { known, knownValue } from '../../manifest/launches/launch';
import { flagOf, launchesHere } from '../../manifest/launches/launch-options';
import { settingPlace } from '../../manifest/launches/settings';
import { integer, placeOf, type SettingPlace, stated, truth } from '../../manifest/launches/stated';
import { quote } from '../../text/format';
import { type Finding, type Fix, finding, type Rule, type Subject } from '../rule';
import { removeOptionFix, valueFix } from './launch-fix';
import { isReadable } from './settings/launch-settings';

export const asynchronousConnector: Rule = {
  code: 'AFD412',
  title: 'Asynchronous connector and its conditions',
  severity: 'error',
  check(subject) {
    return launchesHere(subject.deployment?.launches)
      .filter((launch) => launch.settings && isReadable(launch))
      .flatMap((launch) => {
        const { asynchronousMode: mode, gateSetting, overlap } = dialectOf(launch);
        const connector = connectorOf([launch]);
        if (!mode || connector === undefined) return [];
        return connector === mode.connector
          ? [
              ...neededSwitch(launch, mode, mode.setting, subject),
              ...(gateSetting === undefined ? [] : neededSwitch(launch, mode, [gateSetting], subject)),
              ...needsEager(launch, mode),
              ...(overlap ? forbidsOverlap(launch, mode, overlap, subject) : []),
            ]
          : asyncElsewhere(launch, mode, connector, subject);
      });
  },
};

/** A setting that must be true: the first of these names, which are all of one setting. */
function neededSwitch(
  launch: Launch,
  { connector }: AsynchronousMode,
  names: readonly [string, ...string[]],
  subject: Subject,
): readonly Finding[] {
  const place = settingPlace(launch.settings, names);
  const given = place && stated(place, truth);
  if (place && (given === undefined || !('value' in given) || given.value)) return [];
  const [name] = names;
  return [
    finding(
      asynchronousConnector,
      place?.node.site ?? launch.site,
      place
        ? `${quote(connector)} needs ${quote(name)} to be ${quote('true')}.`
        : `${quote(connector)} needs ${quote(name)} to be ${quote('true')}; it is not given.`,
      { fixes: () => (place ? switchFix(place, true, subject) : []) },
    ),
  ];
}

function switchFix(place: SettingPlace, value: boolean, subject: Subject): readonly Fix[] {
  const fact = known(stated(place, (old) => old ?? undefined));
  return fact ? valueFix(subject, `Change to ${value}`, [{ fact, value }], true) : [];
}

function needsEager(launch: Launch, { connector }: AsynchronousMode): readonly Finding[] {
  if (flagOf(launch, 'enforce-eager') !== false) return [];
  return [
    finding(
      asynchronousConnector,
      launch.site,
      `${quote(connector)} runs without graphs only; add ${quote('--enforce-eager')}.`,
    ),
  ];
}

function forbidsOverlap(
  launch: Launch,
  { connector, microbatching }: AsynchronousMode,
  { option: name, sizeOption = '' }: Overlap,
  subject: Subject,
): readonly Finding[] {
  const overlap = flagOf(launch, name) ? launch.options.get(name) : undefined;
  const size = launch.options.get(sizeOption);
  const isSplit = size && (knownValue(stated(placeOf(size), integer)) ?? 1) > 1;
  return [overlap, isSplit ? size : undefined].flatMap((option) =>
    option
      ? [
          finding(
            asynchronousConnector,
            option.nameRange,
            `${quote(connector)} does not run with ${quote(`--${option.name}`)}; use ${quote(microbatching)}.`,
            { fixes: () => removeOptionFix(subject, `Remove --${option.name}`, option) },
          ),
        ]
      : [],
  );
}

function asyncElsewhere(
  { settings }: Launch,
  mode: AsynchronousMode,
  connector: string,
  subject: Subject,
): readonly Finding[] {
  const place = settingPlace(settings, mode.setting);
  const isOn = place && knownValue(stated(place, truth)) === true;
  if (!isOn || mode.others.includes(connector)) return [];
  return [
    finding(
      asynchronousConnector,
      place.node.site,
      `Asynchronous mode needs the connector ${quote(mode.connector)}; here it is ${quote(connector)}.`,
      { fixes: () => switchFix(place, false, subject) },
    ),
  ];
}
