import type { TextRange } from '../../text/text-range';
import { mostTokens, readTokenCount } from '../../text/token-count';
import type { Fact } from '../fact';

/** What a directive may give a launch: each undefined where it does not, or where its text is no such value. */
export interface DirectiveFacts {
  readonly trace: Fact<string> | undefined;
  readonly profile: Fact<string> | undefined;
  readonly plugin: Fact<string> | undefined;
  /** M: tokens that the KV cache of one attention worker holds. */
  readonly kvTokens: Fact<number> | undefined;
  /** Requests per second to the whole deployment. */
  readonly requestRate: Fact<number> | undefined;
}

/**
 * A comment `# afd-lens: trace=PATH profile=ID plugin=DATE kv-tokens=500k request-rate=12.5`, which gives launches what no
 * engine's option says.
 */
export interface LaunchDirective extends DirectiveFacts {
  /** The comment, from its `#` to the end of the line. */
  readonly range: TextRange;
  /** Absolute path of its file, where it is another one than the file that is analysed. */
  readonly file: string | undefined;
  /** True where nothing but comments stands before it: it is meant for the whole file. */
  readonly isAtTop: boolean;
}

/** A comment of YAML or the shell; `ignore` belongs to the suppressions. */
const comment = /(?<=^\uFEFF?|[ \t])#[ \t]*afd-lens:(?![ \t]*ignore\b)([^\r\n]*)/gim;
const setting = /(?<![a-z]-?)([a-z]+(?:-[a-z]+)*)=(?:"([^"]*)"|'([^']*)'|([^\s"']\S*))/gi;
/** A line that says nothing: a comment, blanks, the mark of a document. */
const emptyLine = /^\uFEFF?(?:[ \t]*(?:#.*)?|---[ \t]*)\r?$/;

/** The directives of a file, in order; `path`: that of another file than the one that is analysed. Comments that set nothing known are none. */
export function readDirectives(text: string, path?: string): readonly LaunchDirective[] {
  if (!/afd-lens:/i.test(text)) return [];
  const contentStart = firstContent(text);
  return [...text.matchAll(comment)].flatMap((match) => {
    const start = match.index;
    const settings = readSettings(match[1] ?? '', start + match[0].length - (match[1] ?? '').length, path);
    const kvTokens = numberOf(settings.get('kv-tokens'), tokenCount);
    const requestRate = numberOf(settings.get('request-rate'), ratePerSecond);
    const [trace, profile, plugin] = ['trace', 'profile', 'plugin'].map((key) => settings.get(key));
    const facts: DirectiveFacts = { trace, profile, plugin, kvTokens, requestRate };
    if (Object.values(facts).every((fact) => fact === undefined)) return [];
    const range = { start, end: start + match[0].trimEnd().length };
    return [{ range, file: path, ...facts, isAtTop: start < contentStart }];
  });
}

/** Above it a rate is a slip of the pen. */
const mostPerSecond = 1e8;

function tokenCount(text: string): number | undefined {
  const tokens = readTokenCount(text);
  return tokens !== undefined && tokens <= mostTokens ? tokens : undefined;
}

function ratePerSecond(text: string): number | undefined {
  const rate = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : 0;
  return rate > 0 && rate <= mostPerSecond ? rate : undefined;
}

function numberOf(
  fact: Fact<string> | undefined,
  read: (text: string) => number | undefined,
): Fact<number> | undefined {
  const value = fact && read(fact.value);
  return value === undefined ? undefined : { ...fact!, value, literal: String(value) === fact!.value };
}

/** Where the first line begins that says something. */
function firstContent(text: string): number {
  let start = 0;
  while (start < text.length) {
    const lineBreak = text.indexOf('\n', start);
    const end = lineBreak === -1 ? text.length : lineBreak;
    if (!emptyLine.test(text.slice(start, end))) break;
    start = end + 1;
  }
  return start;
}

function readSettings(text: string, offset: number, file: string | undefined): ReadonlyMap<string, Fact<string>> {
  return new Map(
    [...text.matchAll(setting)].map((match) => {
      const [whole, key = '', doubled, single, bare] = match;
      const value = doubled ?? single ?? bare ?? '';
      const keyStart = offset + match.index;
      const valueStart = keyStart + whole.length - value.length - (bare === undefined ? 1 : 0);
      const range = { start: valueStart, end: valueStart + value.length };
      const keyRange = { start: keyStart, end: keyStart + key.length };
      return [
        key.toLowerCase(),
        { value, site: range, range, keyRange, shared: undefined, anchored: undefined, literal: true, file },
      ];
    }),
  );
}

/** Where a launch stands: the part of its file. */
export interface LaunchPlace {
  readonly file: string | undefined;
  readonly extent: TextRange;
}

/**
 * What the directives give the launches at some places: those beside them before those of a whole file, later before
 * earlier; what other files say counts only where this one says nothing.
 */
export function directiveFor(directives: readonly LaunchDirective[], places: readonly LaunchPlace[]): DirectiveFacts {
  const here = directives.filter(({ file }) => file === undefined);
  const there = directives.filter(({ file }) => file !== undefined && places.some((place) => place.file === file));
  const [own, other] = [directiveAmong(here, places), directiveAmong(there, places)];
  return {
    trace: own.trace ?? other.trace,
    profile: own.profile ?? other.profile,
    plugin: own.plugin ?? other.plugin,
    kvTokens: own.kvTokens ?? other.kvTokens,
    requestRate: own.requestRate ?? other.requestRate,
  };
}

function directiveAmong(directives: readonly LaunchDirective[], places: readonly LaunchPlace[]): DirectiveFacts {
  const isInside = ({ range, file: of }: LaunchDirective): boolean =>
    places.some(({ file, extent: { start, end } }) => file === of && start <= range.start && range.end <= end);
  const [own, general] = [directives.filter(isInside), directives.filter(({ isAtTop }) => isAtTop)];
  const last = <K extends keyof DirectiveFacts>(key: K): DirectiveFacts[K] | undefined =>
    own.findLast((directive) => directive[key])?.[key] ?? general.findLast((directive) => directive[key])?.[key];
  return {
    trace: last('trace'),
    profile: last('profile'),
    plugin: last('plugin'),
    kvTokens: last('kvTokens'),
    requestRate: last('requestRate'),
  };
}
