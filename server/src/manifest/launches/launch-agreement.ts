import { currentConnector } from '../dialects/dialects';
import type { Launch, Stated } from './launch';

/** What a launch says of the deployment it belongs to: where it meets the others, and of what it is a part. */
const topics: readonly ((launch: Launch) => Stated<string | number>)[] = [
  connectorIn,
  ({ host }) => host,
  ({ port }) => port,
  ({ attentionRanks }) => attentionRanks,
  ({ ffnRanks }) => ffnRanks,
  ({ model }) => model,
];

function connectorIn(launch: Launch): Stated<string> {
  const { connector } = launch;
  return connector && 'value' in connector
    ? { ...connector, value: currentConnector(launch, connector.value) }
    : connector;
}

/** Everything a launch says of its deployment, so that launches of one deployment say the same. */
export function statementOf(launch: Launch): string {
  const words = topics.map((topic) => wordFor(topic(launch)));
  return JSON.stringify([launch.dialect, launch.carrier.namespace ?? null, ...words]);
}

/** Whether nothing that both launches say of their deployment differs; what only a run decides may be the same. */
export function launchesAgree(a: Launch, b: Launch): boolean {
  const { namespace } = a.carrier;
  const isElsewhere = namespace !== undefined && b.carrier.namespace !== undefined && namespace !== b.carrier.namespace;
  return a.dialect === b.dialect && !isElsewhere && topics.every((topic) => !differ(topic(a), topic(b)));
}

/** Whether both launches give the same host and port. */
export function meetAtOnePlace(a: Launch, b: Launch): boolean {
  return isSame(a.host, b.host) && isSame(a.port, b.port);
}

function differ(a: Stated<string | number>, b: Stated<string | number>): boolean {
  return a !== undefined && b !== undefined && 'value' in a && 'value' in b && a.value !== b.value;
}

function isSame(a: Stated<string | number>, b: Stated<string | number>): boolean {
  return a !== undefined && b !== undefined && wordFor(a) === wordFor(b);
}

function wordFor(stated: Stated<string | number>): string {
  if (stated === undefined) return '';
  return 'value' in stated ? `=${stated.value}` : `$${stated.unresolved}`;
}
