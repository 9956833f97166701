import { quote } from '../../text/format';
import { describeValue, type ModelConfig } from './model-config';

/** Tells for the path of a module whether a list names it. */
export type ModuleTest = (path: string) => boolean;

/** Patterns that are matched one by one; lists of plain names may be long. */
const patternLimit = 100;

/** The part of regular expressions that is read, besides `.*`. */
const piece = /\[0-9\]\+|\\d\+?|\\\.|\((?:\?:)?[\w.-]+(?:\|[\w.-]+)*\)|[\w/.^$-]/y;

/**
 * The modules that a list like `modules_to_not_convert` names: by a path, by the start of one, by one name on the way,
 * by a glob, or after `re:` by a regular expression for the beginning of a path.
 */
export function moduleTest(config: ModelConfig, key: string, list: unknown): ModuleTest {
  if (!Array.isArray(list))
    return config.refuse(`${quote(key)} is ${describeValue(list)}; it must be a list of modules`);
  const names = new Set<string>();
  const patterns = new Map<string, ModuleTest>();
  for (const entry of list) {
    if (typeof entry !== 'string')
      config.refuse(`${quote(key)} has ${describeValue(entry)} among its modules; it must hold their names`);
    if (entry.startsWith('re:')) patterns.set(entry, patternTest(config, key, entry.slice(3)));
    else if (entry.includes('*')) patterns.set(entry, patternTest(config, key, fromGlob(entry), '(?:\\.|$)'));
    else names.add(entry);
  }
  if (patterns.size > patternLimit)
    config.refuse(`${quote(key)} has ${patterns.size} patterns, more than the ${patternLimit} that are read`);
  const tests = [...patterns.values()];
  return (path) => startsOf(path).some((start) => names.has(start)) || tests.some((test) => test(path));
}

/** Every start of a path, and every single name on it. */
function startsOf(path: string): readonly string[] {
  const parts = path.split('.');
  return [...parts, ...parts.map((_, index) => parts.slice(0, index + 1).join('.'))];
}

function fromGlob(glob: string): string {
  return glob.replaceAll('.', '\\.').replaceAll('*', '.*');
}

/**
 * Whether a path begins as an expression says, up to `end`. What stands between the `.*` is looked for piece after piece,
 * so that no expression of a file can run long.
 */
function patternTest(config: ModelConfig, key: string, source: string, end = ''): ModuleTest {
  const parts = source.split('.*');
  if (!parts.every(isReadable))
    config.refuse(`the pattern ${quote(source)} in ${quote(key)} is more than is read; name its modules plainly`);
  const expressions = parts.map(
    (part, index) => new RegExp(index === parts.length - 1 ? `(?:${part})${end}` : part, index === 0 ? 'y' : 'g'),
  );
  return (path) => {
    let at = 0;
    return expressions.every((one) => {
      one.lastIndex = at;
      const holds = one.test(path);
      at = one.lastIndex;
      return holds;
    });
  };
}

function isReadable(part: string): boolean {
  for (let at = 0; at < part.length; at = piece.lastIndex) {
    piece.lastIndex = at;
    if (!piece.test(part)) return false;
  }
  return true;
}
