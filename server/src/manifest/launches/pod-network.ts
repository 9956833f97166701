import type { ClusterService } from '../carriers/process';
import type { Launch } from './launch';

/**
 * Whether two processes certainly run in different pods: containers of one pod have the labels of its template in common,
 * as one object.
 */
export function inDifferentPods(a: Launch, b: Launch): boolean {
  if (!a.carrier.isPod || !b.carrier.isPod) return false;
  return a.file !== b.file || a.carrier.labels !== b.carrier.labels;
}

/** The Service that a host names, as seen from a pod of this namespace: by its name, or by that with its namespace behind. */
export function serviceNamed(
  host: string,
  from: string | undefined,
  services: readonly ClusterService[],
): ClusterService | undefined {
  const found = /^([^.]+)(?:\.([^.]+)(?:\.svc(?:\..*)?)?)?$/.exec(host);
  if (!found) return undefined;
  const [, name, namespace = from] = found;
  return services.find((service) => service.name === name && agree(service.namespace, namespace));
}

/** The processes among these whose pods a host names: through a Service of the file, or by the name of a pod. */
export function podsAt(
  host: string,
  from: string | undefined,
  services: readonly ClusterService[],
  launches: readonly Launch[],
): readonly Launch[] {
  const inPods = launches.filter(({ carrier }) => carrier.isPod);
  const service = serviceNamed(host, from, services);
  if (service) return inPods.filter((launch) => selects(service, launch));
  const [first = ''] = host.split('.');
  return inPods.filter((launch) => isPodNamed(launch, first));
}

/** Whether a Service leads to the pod of a process. */
export function selects({ selector, namespace }: ClusterService, { carrier }: Launch): boolean {
  if (!selector || selector.size === 0 || !agree(namespace, carrier.namespace)) return false;
  return [...selector].every(([key, value]) => carrier.labels.get(key) === value);
}

/** Pods of these kinds are called after their object, with a number behind. */
const numbered: ReadonlySet<string> = new Set(['StatefulSet', 'LeaderWorkerSet']);

function isPodNamed({ carrier: { kind, name } }: Launch, host: string): boolean {
  if (name === undefined) return false;
  if (kind === 'Pod') return host === name;
  return numbered.has(kind) && host.startsWith(`${name}-`) && /^(?:-\d+)+$/.test(host.slice(name.length));
}

function agree(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b;
}
