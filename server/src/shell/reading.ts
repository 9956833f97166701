import { type MappedText, unknownText } from '../text/mapped-text';
import type { TextRange } from '../text/text-range';
import { conditionOf, fileRange, type ScriptSource } from './script-source';
import { positional, unknownVariable, type Variable, type Variables } from './variables';

/** How much the expansion of variables may add up to in one script. */
const maxExpanded = 4_000_000;
const maxExpression = 60;

/** What is the same all over one script while it is read. */
export class ScriptReading {
  /** Variables that an attribute, as of `declare -i`, makes into something else than what is assigned. */
  readonly peculiar = new Set<string>();
  /** Whether whatever is assigned is exported. */
  exportsAll = false;
  readonly source: ScriptSource;
  private left = maxExpanded;

  constructor(source: ScriptSource) {
    this.source = source;
  }

  /** A value that only a run decides, by how the script writes it. */
  unknown(range: TextRange): MappedText {
    return this.unknownNamed(this.source.text.text.slice(range.start, range.end), range);
  }

  /** An unknown text at the range, under another name. */
  unknownNamed(name: string, range: TextRange): MappedText {
    return unknownText(inBrief(name), fileRange(this.source, range));
  }

  /** Whether there is room for these texts once more; each use of a variable takes some. */
  hasRoomFor(texts: readonly MappedText[]): boolean {
    for (const { text, pieces } of texts) this.left -= text.length + 8 * pieces.length + 8;
    return this.left >= 0;
  }

  /** What is known of a variable at an offset; undefined for one that is not set. */
  variable(name: string, variables: Variables, at: number): Variable | undefined {
    const value = variables.get(name);
    if (name === positional) return value ?? unknownVariable(undefined);
    if (this.peculiar.has(name) || dynamic.test(name)) return unknownVariable(undefined);
    if (!value) return setByShell.has(name) ? unknownVariable(undefined) : undefined;
    const isCertain = !value.site || conditionOf(this.source, value.site.start, at) === undefined;
    return isCertain ? value : unknownVariable(value.site);
  }
}

/** The beginning of an expression, enough to know it again. */
export function inBrief(expression: string): string {
  return expression.length > maxExpression ? `${expression.slice(0, maxExpression)}…` : expression;
}

/** Variables that the shell changes by itself, whatever is assigned to them. */
const dynamic =
  /^(?:S?RANDOM|SECONDS|LINENO|EPOCH(?:SECONDS|REALTIME)|BASH(?:PID|_\w+)?|FUNCNAME|GROUPS|DIRSTACK|PIPESTATUS|E?UID|PPID|OPTARG|OPTIND|REPLY|_)$/;

/** Variables that a shell or whoever starts it has set, although no script assigns them. */
const setByShell = new Set(
  'HOME HOSTNAME HOSTTYPE IFS LANG LOGNAME MACHTYPE OLDPWD OSTYPE PATH PWD SHELL SHLVL TERM USER'.split(' '),
);
