import { dialectOf } from '../../manifest/dialects/dialects';
import type { Fact } from '../../manifest/fact';
import { known, knownValue, type Launch } from '../../manifest/launches/launch';
import { defaultNote, flagOf, launchesHere, launchesOf, placeIn } from '../../manifest/launches/launch-options';
import { countOption } from '../../manifest/launches/program-call';
import { finding, type Rule } from '../rule';
import { isLoopback } from './host-kinds';
import { valueFix } from './launch-fix';

export const sameHttpPort: Rule = {
  code: 'AFD411',
  title: 'Both roles bind the same HTTP port on one host',
  severity: 'warning',
  check(subject) {
    const launches = subject.deployment?.launches ?? [];
    const serving = launchesOf(launches, 'attention').flatMap((launch) => {
      const port = httpPort(launch);
      return port ? [{ launch, port }] : [];
    });
    return launchesHere(launchesOf(launches, 'ffn')).flatMap((ffn) => {
      const port = httpPort(ffn);
      const twin = serving.find(
        (other) => other.port.value === port?.value && onOneHost(ffn, other.launch) && bindsAlike(ffn, other.launch),
      );
      if (!port || !twin) return [];
      const message = `The attention launch on this host binds HTTP port ${port.value}${defaultNote(port)} too: give each a ${'`--port`'} of its own.`;
      const taken = new Set(launches.map((launch) => httpPort(launch)?.value));
      const free = [1, 2, 3, 4, 5]
        .map((step) => port.value + step)
        .find((value) => !taken.has(value) && value < 65_536);
      return [
        finding(sameHttpPort, port.site, message, {
          related: [placeIn(twin.launch, 'The attention launch.', twin.port.site)],
          fixes: () =>
            free === undefined ? [] : valueFix(subject, `Change to ${free}`, [{ fact: port, value: free }], true),
        }),
      ];
    });
  },
};

/** The HTTP port of a launch that serves; a headless one does not. Of engines without a known default only given ports count. */
function httpPort(launch: Launch): Fact<number> | undefined {
  const { httpPort: fallback } = dialectOf(launch);
  if (fallback === 'unknown' || flagOf(launch, 'headless') !== false) return undefined;
  return known(countOption(launch, 'port', fallback));
}

/**
 * Whether both certainly run on one host: as containers of one pod, or since they meet at a loopback address. A script
 * alone does not say so: it may start one role on each host.
 */
function onOneHost(a: Launch, b: Launch): boolean {
  if (a.file !== b.file) return false;
  const isOnePod = a.carrier.isPod && b.carrier.isPod && a.carrier.labels === b.carrier.labels;
  if (isOnePod && a.carrier !== b.carrier) return true;
  const isOneScript = a.carrier === b.carrier;
  return (isOnePod || isOneScript) && [a, b].every(({ host }) => isLoopback(knownValue(host) ?? ''));
}

function bindsAlike(a: Launch, b: Launch): boolean {
  const host = ({ options }: Launch): string | undefined => options.get('host')?.value?.text;
  return host(a) === host(b);
}
