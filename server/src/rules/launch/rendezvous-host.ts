import type { ClusterService } from '../../manifest/carriers/process';
import { dialectOf, knownConnector } from '../../manifest/dialects/dialects';
import { known, knownValue, type Launch } from '../../manifest/launches/launch';
import { defaultNote, launchesHere, launchesOf, placeIn } from '../../manifest/launches/launch-options';
import { inDifferentPods, podsAt, selects, serviceNamed } from '../../manifest/launches/pod-network';
import { quote } from '../../text/format';
import { type Finding, type Fix, finding, type Rule, type Subject } from '../rule';
import { isLoopback } from './host-kinds';
import { valueFix } from './launch-fix';

type Role = 'attention' | 'ffn';

const names = { attention: 'attention', ffn: 'FFN' } as const;
const other = { attention: 'ffn', ffn: 'attention' } as const;

export const rendezvousHost: Rule = {
  code: 'AFD408',
  title: 'Rendezvous host out of reach, or of the wrong pool',
  severity: 'error',
  check(subject) {
    const launches = subject.deployment?.launches ?? [];
    const loopback = loopbackFindings(launches);
    return loopback.length > 0 ? loopback : wrongPoolFindings(subject, launches);
  },
};

function loopbackFindings(launches: readonly Launch[]): readonly Finding[] {
  const attention = launchesOf(launches, 'attention');
  const ffn = launchesOf(launches, 'ffn');
  const areApart = attention.every((a) => ffn.every((b) => inDifferentPods(a, b) && !shareHost(a, b)));
  if (attention.length === 0 || ffn.length === 0 || !areApart) return [];
  const pool = knownConnector(launches)?.meetsAt;
  if (!pool && dialectOf(launches[0]!).connectors?.othersMeetElsewhere) return [];
  const cannotJoin = pool
    ? launchesOf(launches, other[pool]).some(isAlone)
    : attention.every(isAlone) && ffn.every(isAlone);
  if (!cannotJoin) return [];
  return launchesHere(launches)
    .filter(isAlone)
    .map((launch) => {
      const host = known(launch.host)!;
      const message = `${quote(host.value)}${defaultNote(host)} is each pod itself, but attention and FFN run in different pods: name a Service.`;
      const partner = (launch.pool === 'ffn' ? attention : ffn)[0]!;
      const role = names[launch.pool === 'ffn' ? 'attention' : 'ffn'];
      return finding(rendezvousHost, host.site, message, {
        related: [placeIn(partner, `The ${role} launch, in another pod.`, partner.site)],
      });
    });
}

/** Pods in the network of their nodes meet at a loopback address if they are on one node. */
function shareHost(a: Launch, b: Launch): boolean {
  return a.carrier.hostNetwork && b.carrier.hostNetwork;
}

function isAlone({ host }: Launch): boolean {
  return isLoopback(knownValue(host) ?? '');
}

function wrongPoolFindings(subject: Subject, launches: readonly Launch[]): readonly Finding[] {
  const connector = knownConnector(launches);
  const pool = connector?.meetsAt;
  const services = subject.cluster?.services ?? [];
  if (!pool || !launchesOf(launches, pool).some(({ carrier }) => carrier.isPod)) return [];
  const found = new Map<string, readonly Launch[]>();
  const podsOf = (host: string, namespace: string | undefined): readonly Launch[] => {
    const key = `${namespace ?? ''}/${host}`;
    const pods = found.get(key) ?? podsAt(host, namespace, services, launches);
    found.set(key, pods);
    return pods;
  };
  return launchesHere(launches).flatMap((launch) => {
    const host = known(launch.host);
    const pods = host ? podsOf(host.value, launch.carrier.namespace) : [];
    if (!host || pods.length === 0 || pods.some((pod) => pod.pool !== other[pool])) return [];
    const message = `${quote(host.value)} leads to ${names[other[pool]]} pods, but ${quote(connector.name)} meets at ${names[pool]} rank 0.`;
    return finding(rendezvousHost, host.site, message, {
      severity: 'warning',
      related: [placeIn(pods[0]!, 'A pod it leads to.', pods[0]!.site)],
      fixes: () => rightServiceFix(subject, launches, host.value, pool, services),
    });
  });
}

/** The only Service that leads to the right pool, in every launch that names this host. */
function rightServiceFix(
  subject: Subject,
  launches: readonly Launch[],
  host: string,
  pool: Role,
  services: readonly ClusterService[],
): readonly Fix[] {
  const right = services.filter((service) => {
    const pods = launches.filter((launch) => selects(service, launch));
    return pods.length > 0 && pods.every((launch) => launch.pool === pool);
  });
  const [service] = right;
  if (!service || right.length > 1) return [];
  const rest = serviceNamed(host, undefined, services) ? host.split('.').slice(1) : [];
  const renamed = [service.name, ...rest].join('.');
  const changes = launches.flatMap((launch) => {
    const fact = known(launch.host);
    return fact?.value === host ? [{ fact, value: renamed }] : [];
  });
  return valueFix(subject, `Change to ${renamed}`, changes, true);
}
