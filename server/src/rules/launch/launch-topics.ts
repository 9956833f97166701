import { currentConnector } from '../../manifest/launches/connectors';
import { known, type Launch, type Stated } from '../../manifest/launches/launch';
import { settingPlace } from '../../manifest/launches/settings';
import { byDefault, computed, integer, placeOf, stated, truth, word } from '../../manifest/launches/stated';
import { toPlain } from '../../yaml/yaml-tree';
import type { Severity } from '../rule';
import { flagOf } from './launch-options';

/** Something that all launches of one deployment have to say alike. */
export interface LaunchTopic {
  readonly name: string;
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

/** What launches of one deployment are compared in. */
export const launchTopics: readonly LaunchTopic[] = [
  {
    name: 'connector',
    read: readConnector,
    written: ({ connector }) => connector,
    severity: error,
    consequence: cannotMeet,
  },
  { name: 'host', read: ({ host }) => host, severity: hostsDiffer, consequence: cannotMeet },
  { name: 'port', read: ({ port }) => port, severity: error, consequence: cannotMeet },
  { name: 'The number of attention ranks', read: readAttentionRanks, severity: error, consequence: refused },
  { name: 'The number of FFN ranks', read: readFfnRanks, severity: error, consequence: refused },
  { name: 'compute_gate_on_attention', read: readGate, severity: error, consequence: refused },
  { name: 'The model', read: ({ model }) => model, severity: modelsDiffer, consequence: refused },
  { name: '--enable-dbo', read: readOverlap, severity: error, consequence: refused },
  optionTopic('dbo-decode-token-threshold', integer),
  optionTopic('dbo-prefill-token-threshold', integer),
  optionTopic('quantization', word),
  {
    name: 'connector_extra_config',
    read: readExtra,
    severity: warning,
    consequence: 'the connector expects the same',
  },
];

function readConnector({ connector }: Launch): Stated<string> {
  return computed(connector, currentConnector);
}

function readAttentionRanks(launch: Launch): Stated<number> {
  const { attentionRanks, ffnRanks } = launch;
  const [own, other] = [known(attentionRanks)?.keyRange.start, known(ffnRanks)?.keyRange.start];
  // SGLang's `lanes` counts both pools where nothing else counts the attention pool.
  return launch.dialect === 'sglang-afd' && own === other ? undefined : countedAlike(launch, attentionRanks);
}

function readFfnRanks(launch: Launch): Stated<number> {
  return countedAlike(launch, launch.ffnRanks);
}

/** A count that each launch states for both pools; elsewhere it is computed from what only concerns its own pool. */
function countedAlike({ dialect }: Launch, ranks: Stated<number>): Stated<number> {
  if (dialect === 'vllm-afd-plugin') return ranks;
  const isCommon = dialect === 'vllm-afd-config' || dialect === 'sglang-afd';
  return isCommon && known(ranks)?.literal !== false ? ranks : undefined;
}

function readGate({ dialect, settings, site }: Launch): Stated<boolean> {
  if (dialect !== 'vllm-afd-plugin' || !settings) return undefined;
  const place = settingPlace(settings, ['compute_gate_on_attention']);
  return place ? stated(place, truth) : byDefault(false, site);
}

function readOverlap(launch: Launch): Stated<boolean> {
  if (!launch.dialect.startsWith('vllm')) return undefined;
  const isOn = flagOf(launch, 'enable-dbo');
  const { start, end } = launch.options.get('enable-dbo')?.nameRange ?? launch.site;
  return isOn === undefined ? undefined : byDefault(isOn, { start, end });
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

function readExtra({ settings }: Launch): Stated<string> {
  const place = settingPlace(settings, ['connector_extra_config']);
  if (place?.node.kind !== 'map' || JSON.stringify(place.node).includes('"templated":true')) return undefined;
  return byDefault(JSON.stringify(sorted(toPlain(place.node))), place.keyRange);
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Two names may be of one place: a short and a long one, or a name and an address. */
function hostsDiffer(one: string, other: string): Severity | undefined {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  if (long.toLowerCase().startsWith(`${short.toLowerCase()}.`) && !isAddress(long)) return undefined;
  if (isLoopback(one) && isLoopback(other)) return undefined;
  const mayBeSame = isAddress(one) !== isAddress(other) || isLoopback(one) || isLoopback(other);
  return mayBeSame ? 'warning' : 'error';
}

function isAddress(host: string): boolean {
  return /^\[?[\d.]+\]?$/.test(host) || host.includes(':');
}

function isLoopback(host: string): boolean {
  return /^(?:127\.[\d.]+|localhost|::1|\[::1\]|0\.0\.0\.0|::)$/i.test(host);
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
