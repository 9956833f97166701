import type { ClusterService } from '../../manifest/carriers/process';
import { launchDialect } from '../../manifest/dialects/dialects';
import { known, knownValue, type Launch } from '../../manifest/launches/launch';
import { readLaunchFile } from '../../manifest/launches/launch-file';
import { placeIn } from '../../manifest/launches/launch-options';
import { serviceNamed } from '../../manifest/launches/pod-network';
import { integer, stated } from '../../manifest/launches/stated';
import { quote } from '../../text/format';
import { applyEdits, type TextEdit } from '../../text/text-range';
import { entryOf, ownKey, type TreeEntry, type TreeMap } from '../../yaml/yaml-tree';
import { type Finding, type Fix, finding, type Rule, type Subject } from '../rule';

/** A key of a Service, and the value with which launches find each other before they are ready. */
interface Wanted {
  readonly key: 'clusterIP' | 'publishNotReadyAddresses';
  readonly value: string;
}

const headless: Wanted = { key: 'clusterIP', value: 'None' };
const published: Wanted = { key: 'publishNotReadyAddresses', value: 'true' };

export const rendezvousService: Rule = {
  code: 'AFD409',
  title: 'Rendezvous Service not headless, or without pods that are not ready',
  severity: 'warning',
  check(subject) {
    const launches = subject.deployment?.launches ?? [];
    if (!launchDialect(subject.deployment)?.needsHeadlessService) return [];
    const services = subject.cluster?.services ?? [];
    const named = new Map<ClusterService, Launch>();
    for (const launch of launches) {
      const host = knownValue(launch.host);
      const service = host === undefined ? undefined : serviceNamed(host, namespaceSeen(launch, launches), services);
      if (service && !named.has(service)) named.set(service, launch);
    }
    return [...named].flatMap(([service, launch]) => problemsOf(service, launch, subject));
  },
};

/** A script says no namespace; those it is paired with may. */
function namespaceSeen({ carrier }: Launch, launches: readonly Launch[]): string | undefined {
  return carrier.namespace ?? launches.map((launch) => launch.carrier.namespace).find((name) => name !== undefined);
}

function problemsOf(service: ClusterService, launch: Launch, subject: Subject): readonly Finding[] {
  const { spec, name } = service;
  const type = entryOf(spec, 'type')?.value;
  // What a template or another file decides, and what leads out of the cluster, is left alone.
  if (!spec || entryOf(spec, 'externalName') || (type?.kind === 'scalar' && type.value !== 'ClusterIP')) return [];
  const report = (wanted: Wanted, message: string, severity: 'error' | 'warning'): Finding => {
    const entry = entryOf(spec, wanted.key);
    const host = known(launch.host)!;
    return finding(rendezvousService, entry ? entry.value.site : service.nameRange, message, {
      severity,
      related: [placeIn(launch, 'The launch that names it.', host.site)],
      fixes: () => settingFix(subject, spec, wanted),
    });
  };
  const findings: Finding[] = [];
  const ports = portsOf(spec);
  // A Service with an address of its own has ports; one without is a patch of another.
  if (!service.headless && !isTemplated(spec, headless.key) && ports !== undefined) {
    const port = knownValue(launch.port);
    const isClosed = port !== undefined && ports !== 'unknown' && !ports.includes(port);
    const message = isClosed
      ? `Service ${quote(name)} has an address of its own and does not forward port ${port}: set ${quote('clusterIP: None')}.`
      : `Service ${quote(name)} has an address of its own; for the rendezvous it must be headless, ${quote('clusterIP: None')}.`;
    findings.push(report(headless, message, isClosed ? 'error' : 'warning'));
  }
  if (!service.publishNotReadyAddresses && !isTemplated(spec, published.key) && (service.headless || ports)) {
    const message = `Service ${quote(name)} hides pods until they are ready: set ${quote('publishNotReadyAddresses: true')}.`;
    findings.push(report(published, message, 'warning'));
  }
  return findings;
}

function isTemplated(spec: TreeMap, key: string): boolean {
  const node = entryOf(spec, key)?.value;
  return node?.kind === 'scalar' && node.templated;
}

/** The ports that a Service forwards; undefined where it says nothing of ports. */
function portsOf(spec: TreeMap): readonly number[] | 'unknown' | undefined {
  const list = entryOf(spec, 'ports')?.value;
  if (!list) return undefined;
  const ports = list.kind === 'sequence' ? list.items.map(portIn) : [undefined];
  const numbers = ports.filter((port) => port !== undefined);
  return numbers.length === ports.length ? numbers : 'unknown';
}

function portIn(item: TreeMap['entries'][number]['value']): number | undefined {
  const entry = entryOf(item, 'port');
  return entry && knownValue(stated({ keyRange: entry.keyRange, node: entry.value }, integer));
}

/** Writes the key into a Service, checked by reading the file again. */
function settingFix({ text, deploymentIn }: Subject, spec: TreeMap, { key, value }: Wanted): readonly Fix[] {
  const entry = entryOf(spec, key);
  const edit = entry ? replaced(entry, value) : inserted(text, spec, `${key}: ${value}`);
  if (!edit) return [];
  const edited = applyEdits(text, [edit]);
  const before = servicesIn(text);
  const after = servicesIn(edited);
  const changed = before.filter((service, index) => service !== after[index]);
  const isExact = before.length === after.length && changed.length === 1 && deploymentIn(edited) !== undefined;
  return isExact ? [{ title: `Set ${key}: ${value}`, preferred: true, cosmetic: false, edits: [edit] }] : [];
}

/** What the Services of a file say, for comparison. */
function servicesIn(text: string): readonly string[] {
  return readLaunchFile(text, false).cluster.services.map(
    ({ name, namespace, headless: isHeadless, publishNotReadyAddresses, selector }) =>
      JSON.stringify([name, namespace, isHeadless, publishNotReadyAddresses, selector && [...selector]]),
  );
}

function replaced(entry: TreeEntry, newText: string): TextEdit | undefined {
  const { value } = entry;
  const isPlain = value.kind === 'scalar' && !value.shared && !value.anchored && value.style !== 'block';
  return isPlain && ownKey(entry) ? { range: value.range, newText } : undefined;
}

/** Before the first key of a map, in its layout. */
function inserted(text: string, { entries, flow, shared }: TreeMap, member: string): TextEdit | undefined {
  const first = entries[0];
  if (!first || shared || !ownKey(first)) return undefined;
  const { start } = first.keyRange;
  const indent = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  if (!flow && !/^ *$/.test(indent)) return undefined;
  return { range: { start, end: start }, newText: flow ? `${member}, ` : `${member}\n${indent}` };
}
