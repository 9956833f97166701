import type { Launch } from '../../manifest/launches/launch';
import { launchesHere } from '../../manifest/launches/launch-options';
import { quote } from '../../text/format';
import { finding, type Rule } from '../rule';
import { givenNote } from '../workload/given-note';

/** Makers of accelerators by words of a profile's `device`. */
const makers: readonly (readonly [RegExp, string])[] = [
  [/\b(?:nvidia|geforce|tesla|[ahb]\d00|h20|gh200|gb[23]00|l40s?)\b/, 'NVIDIA'],
  [/\b(?:huawei|ascend|atlas)\b/, 'Huawei'],
  [/\b(?:amd|instinct|mi\d{3}[ax]?)\b/, 'AMD'],
];
/** And by the domain of a resource that pods ask for. */
const domains: ReadonlyMap<string, string> = new Map([
  ['nvidia.com', 'NVIDIA'],
  ['huawei.com', 'Huawei'],
  ['amd.com', 'AMD'],
]);

export const deviceMismatch: Rule = {
  code: 'AFD423',
  title: 'Profile of another maker of accelerators',
  severity: 'warning',
  check({ deployment, evaluation }) {
    const device = evaluation?.profile?.device;
    const profile = deployment?.latencyProfile;
    const taken = device === undefined ? undefined : makerOf(device);
    if (!deployment || !profile || device === undefined || taken === undefined) return [];
    const asking = deployment.launches.find((launch) => (makerAsked(launch) ?? taken) !== taken);
    if (!asking) return [];
    const here = launchesHere(deployment.launches).find((launch) => (makerAsked(launch) ?? taken) !== taken);
    const { resource, count } = asking.carrier.device!;
    // What another file says is set there too.
    const range = profile.setIn === undefined ? profile.site : here?.carrier.device?.count.keyRange;
    if (!range) return [];
    const message = `The profile${givenNote(profile)} was taken on ${quote(device)}, these pods ask for ${quote(resource)}: its numbers do not hold.`;
    return [
      finding(deviceMismatch, range, message, {
        related: [{ message: 'The accelerators asked for.', range: count.keyRange, file: asking.file }],
      }),
    ];
  },
};

/** The only maker that the words speak of. */
function makerOf(device: string): string | undefined {
  const words = device.toLowerCase().replaceAll(/[^a-z0-9]+/g, ' ');
  const found = makers.flatMap(([pattern, maker]) => (pattern.test(words) ? [maker] : []));
  return found.length === 1 ? found[0] : undefined;
}

function makerAsked({ carrier: { device } }: Launch): string | undefined {
  return device && domains.get(device.resource.split('/')[0] ?? '');
}
