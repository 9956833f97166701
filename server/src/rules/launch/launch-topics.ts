import type { Dialect, Overlap } from '../../manifest/dialects/dialect';
import { currentConnector, dialectOf } from '../../manifest/dialects/dialects';
import type { Launch, Stated } from '../../manifest/launches/launch';
import { flagOf } from '../../manifest/launches/launch-options';
import { settingPlace } from '../../manifest/launches/settings';
import { byDefault, computed, integer, placeOf, stated, truth, word } from '../../manifest/launches/stated';
import { toPlain } from '../../yaml/yaml-tree';
import type { Severity } from '../rule';
import { isAddress, isLoopback, isUnspecified } from './host-kinds';

/** Something that all launches of one deployment have to say alike. */
export interface LaunchTopic {
  readonly name: string;
  /** Given where a value is not worth showing: a flag is there or not, an object is long. */
  readonly kind?: 'flag' | 'object';
  /** What is compared; undefined where a launch says nothing of it. */
  readonly read: (launch: Launch) => Stated<string | number | boolean>;
  /** What the launch writes, where that is compared in other words. */
  readonly written?: (launch: Launch) => Stated<string>;
  /** How bad it is that two launches say these values; undefined where both may hold. */
  readonly severity: (one: string, other: string) => Severity | undefined;
  /** What follows from it, as the rest of a sentence. */
  readonly consequence: string;
}

const cannotMeet = 'the two cannot meet';
const refused = 'they must be the same';
const error = (): Severity => 'error';
const warning = (): Severity => 'warning';

/** What launches of one deployment are compared in, in a dialect. */
export function launchTopics({ gateSetting, overlap, connectors }: Dialect): readonly LaunchTopic[] {
  return [
    ...commonTopics,
    ...(gateSetting === undefined ? [] : [gateTopic(gateSetting)]),
    { name: 'The model', read: ({ model }) => model, severity: modelsDiffer, consequence: refused },
    ...(overlap ? [overlapTopic(overlap)] : []),
    optionTopic('dbo-decode-token-threshold', integer),
    optionTopic('dbo-prefill-token-threshold', integer),
    optionTopic('quantization', word),
    ...(connectors?.settingsKey === undefined ? [] : [connectorSettingsTopic(connectors.settingsKey)]),
  ];
}

/** What any dialect may say. */
const commonTopics: readonly LaunchTopic[] = [
  {
    name: 'connector',
    read: readConnector,
    written: ({ connector }) => connector,
    severity: error,
    consequence: cannotMeet,
  },
  { name: 'host', read: ({ host }) => host, severity: hostsDiffer, consequence: cannotMeet },
  { name: 'port', read: ({ port }) => port, severity: error, consequence: cannotMeet },
  {
    name: 'The number of attention ranks',
    read: (launch) => dialectOf(launch).statedAlike?.(launch).attentionRanks,
    severity: error,
    consequence: refused,
  },
  {
    name: 'The number of FFN ranks',
    read: (launch) => dialectOf(launch).statedAlike?.(launch).ffnRanks,
    severity: error,
    consequence: refused,
  },
];

function readConnector(launch: Launch): Stated<string> {
  return computed(launch.connector, (name) => currentConnector(launch, name));
}

function gateTopic(key: string): LaunchTopic {
  const read = ({ settings, site }: Launch): Stated<boolean> => {
    const place = settingPlace(settings, [key]);
    return place ? stated(place, truth) : settings && byDefault(false, site);
  };
  return { name: key, read, severity: error, consequence: refused };
}

function overlapTopic({ option }: Overlap): LaunchTopic {
  const read = (launch: Launch): Stated<boolean> => {
    const isOn = flagOf(launch, option);
    const { start, end } = launch.options.get(option)?.nameRange ?? launch.site;
    return isOn === undefined ? undefined : byDefault(isOn, { start, end });
  };
  return { name: `--${option}`, kind: 'flag', read, severity: error, consequence: refused };
}

function optionTopic(
  name: string,
  read: (value: Parameters<typeof word>[0]) => string | number | undefined,
): LaunchTopic {
  return {
    name: `--${name}`,
    read: ({ options }) => stated(placeOf(options.get(name)), read),
    severity: warning,
    consequence: 'both should be the same',
  };
}

function connectorSettingsTopic(key: string): LaunchTopic {
  const read = ({ settings }: Launch): Stated<string> => {
    const place = settingPlace(settings, [key]);
    if (place?.node.kind !== 'map' || JSON.stringify(place.node).includes('"templated":true')) return undefined;
    return byDefault(JSON.stringify(sorted(toPlain(place.node))), place.keyRange);
  };
  return { name: key, kind: 'object', read, severity: warning, consequence: 'the connector expects the same' };
}

/** A value with the keys of all its maps in one order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, each]) => [key, sorted(each)]));
}

/** Two names may be of one place: a short and a long one, or a name and an address. */
function hostsDiffer(one: string, other: string): Severity | undefined {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  if (long.toLowerCase().startsWith(`${short.toLowerCase()}.`) && !isAddress(long)) return undefined;
  if (isOwnMachine(one) && isOwnMachine(other)) return undefined;
  const mayBeSame = isAddress(one) !== isAddress(other) || isOwnMachine(one) || isOwnMachine(other);
  return mayBeSame ? 'warning' : 'error';
}

/** Whether a host says nothing of which machine it is: the one that is asked, under one of its addresses or all. */
function isOwnMachine(host: string): boolean {
  return isLoopback(host) || isUnspecified(host);
}

/** One model may lie in folders of several names: only what is behind the last slash says which it is. */
function modelsDiffer(one: string, other: string): Severity | undefined {
  const [a = '', b = ''] = [one, other].map((model) => model.replace(/\/+$/, '').split('/').at(-1)?.toLowerCase());
  if (a === b || isSnapshot(a) || isSnapshot(b)) return undefined;
  return isFolder(one) || isFolder(other) ? 'warning' : 'error';
}

function isFolder(model: string): boolean {
  return /^[./~]/.test(model);
}

/** A folder of the Hugging Face cache: its name is that of a commit. */
function isSnapshot(name: string): boolean {
  return /^[0-9a-f]{12,}$/.test(name);
}
