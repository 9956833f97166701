import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCarriers } from '../../../server/src/manifest/carriers/read-carriers';
import { readScriptFile } from '../../../server/src/manifest/carriers/script-file';
import type { Deployment, Pool } from '../../../server/src/manifest/deployment';
import type { Fact } from '../../../server/src/manifest/fact';
import { factNames, type Launch, type Stated } from '../../../server/src/manifest/launches/launch';
import { launchDeployments } from '../../../server/src/manifest/launches/launch-deployments';
import { readDirectives } from '../../../server/src/manifest/launches/launch-directive';
import { readLaunches } from '../../../server/src/manifest/launches/read-launches';
import { parseYaml } from '../../../server/src/yaml/yaml-document';

const folder = join('test', 'fixtures', 'launches');

/** The text of a file below test/fixtures/launches. */
export function fixture(name: string): string {
  return readFileSync(join(folder, name), 'utf8');
}

/** The launches in a shell script, or in YAML where the name says so. */
export function launchesIn(text: string, name: string, path?: string): readonly Launch[] {
  const carried = name.endsWith('.sh')
    ? { processes: [readScriptFile(text)], services: [], claims: [] }
    : readCarriers(text, parseYaml(text));
  return readLaunches(carried, text, path);
}

/** The deployments that the launches of a text state. */
export function deploymentsIn(text: string, name: string, others: readonly Launch[] = []): readonly Deployment[] {
  return launchDeployments([...launchesIn(text, name), ...others], readDirectives(text), { pluginDate: undefined });
}

/** A stated value as a test writes it: with the text at its place and at its key, `default`, or what decides it. */
export function shown(stated: Stated<unknown>, text: string): unknown {
  if (stated === undefined) return undefined;
  if ('unresolved' in stated)
    return { unresolved: stated.unresolved, at: text.slice(stated.range.start, stated.range.end) };
  const { value, range, keyRange, literal } = stated;
  if (range.start === range.end && literal === false) return [value, 'default'];
  const cut = ({ start, end }: Fact<unknown>['range']): string => text.slice(start, end);
  return [value, cut(range), cut(keyRange), ...(literal === false ? ['computed'] : [])];
}

/** What a launch states, as `shown`, without what it does not state. */
export function factsOf(launch: Launch | undefined, text: string): Readonly<Record<string, unknown>> {
  const facts = factNames.map((name) => [name, launch && shown(launch[name], text)] as const);
  return Object.fromEntries(facts.filter(([, fact]) => fact !== undefined));
}

/** The places that an edit of a pool changes: the text of each with its key, and what its value is multiplied by. */
export function editsOf(pool: Pool | undefined, text: string): readonly unknown[] {
  const places = pool ? [{ fact: pool.size, factor: pool.factor }, ...pool.copies] : [];
  return places.map(({ fact, factor }) => [...(shown(fact, text) as readonly unknown[]).slice(1), factor]);
}
