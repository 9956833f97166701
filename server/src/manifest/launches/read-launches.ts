import { readJson } from '../../yaml/json-tree';
import type { CarriedFile } from '../carriers/process';
import { allDialects } from '../dialects/dialects';
import { factNames, type Launch, type LaunchOptions, type Stated } from './launch';
import { poolByName } from './pool-by-name';
import { programCalls } from './program-calls';

/** Launches that are read of one file; pairing them compares each with each. */
const launchLimit = 500;

/**
 * The AFD launches among what a file starts, in the order of the text. `text` is the file's, whose offsets all places are;
 * `path` is its path, where it is another file than the one that is analysed.
 */
export function readLaunches({ processes }: CarriedFile, text: string, path?: string): readonly Launch[] {
  const launches = processes.flatMap((process) => {
    const calls = programCalls(process, text);
    // A process is read by one dialect: SGLang over StepMesh sets the variables of StepMesh too.
    for (const { read } of allDialects) {
      const found = read(calls);
      if (found.length > 0) return found;
    }
    return [];
  });
  return onceEach(launches)
    .slice(0, launchLimit)
    .map((launch) => inFile({ ...launch, options: withTrees(launch.options) }, path))
    .sort((a, b) => a.site.start - b.site.start);
}

/** A script that several pods mount is one text; each launch in it goes to a pod of its name, else to the first. */
function onceEach(launches: readonly Launch[]): readonly Launch[] {
  const kept = new Map<string, Launch>();
  for (const launch of launches) {
    const key = `${launch.dialect} ${launch.site.start} ${JSON.stringify(numbersOf(launch))}`;
    const other = kept.get(key);
    if (!other || (isNamedSo(launch) && !isNamedSo(other))) kept.set(key, launch);
  }
  return [...kept.values()];
}

function isNamedSo({ carrier, pool }: Launch): boolean {
  return poolByName(carrier) === pool;
}

/** What a launch states, which differs between pods that set a variable of a common script differently. */
function numbersOf(launch: Launch): readonly unknown[] {
  return factNames.map((name) => {
    const stated = launch[name];
    return stated && ('value' in stated ? stated.value : stated.unresolved);
  });
}

/** Options whose text is an object, as that. */
function withTrees(options: LaunchOptions): LaunchOptions {
  return new Map(
    [...options].map(([name, option]) => {
      const isObject = !option.tree && option.value?.text.trimStart().startsWith('{');
      return [name, isObject ? { ...option, tree: readJson(option.value!).root } : option];
    }),
  );
}

/** The launch with its facts placed in the file at `path`. */
function inFile(launch: Launch, path: string | undefined): Launch {
  if (path === undefined) return launch;
  const facts = factNames.map((name) => {
    const stated: Stated<unknown> = launch[name];
    return [name, stated && 'value' in stated ? { ...stated, file: path } : stated];
  });
  return { ...launch, ...Object.fromEntries(facts), file: path };
}
