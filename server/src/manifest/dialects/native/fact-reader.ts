import { quote } from '../../../text/format';
import type { SchemaProblem } from '../../../yaml/schema-problems';
import { isTemplated } from '../../../yaml/template-mask';
import { entryOf, type TreeMap, type TreeNode } from '../../../yaml/yaml-tree';
import type { MissingFact } from '../../deployment';
import { parseDuration } from '../../duration';
import type { Fact } from '../../fact';

/** Reads single values; what a template expression supplies is noted as missing. */
export class FactReader {
  readonly missing: MissingFact[] = [];

  /** `owners`: how the keys of a map are introduced where they are named, like `attention.`. */
  constructor(private readonly owners: ReadonlyMap<TreeNode | undefined, string>) {}

  text(owner: TreeNode | undefined, key: string): Fact<string> | undefined {
    return this.fact(owner, key, (value) => (typeof value === 'string' && value !== '' ? value : undefined));
  }

  count(owner: TreeNode | undefined, key: string): Fact<number> | undefined {
    return this.fact(owner, key, (value) =>
      Number.isSafeInteger(value) && (value as number) >= 1 ? (value as number) : undefined,
    );
  }

  /** A finite number that `accepts` says. */
  number(owner: TreeNode | undefined, key: string, accepts: (value: number) => boolean): Fact<number> | undefined {
    return this.fact(owner, key, (value) =>
      typeof value === 'number' && Number.isFinite(value) && accepts(value) ? value : undefined,
    );
  }

  choice<T extends string>(owner: TreeNode | undefined, key: string, choices: readonly T[]): Fact<T> | undefined {
    return this.fact(owner, key, (value) => choices.find((choice) => choice === value));
  }

  /** A time with its unit, in seconds; one that cannot be read is a problem. */
  seconds(owner: TreeNode | undefined, key: string, problems: SchemaProblem[]): Fact<number> | undefined {
    const text = this.text(owner, key);
    if (!text) return undefined;
    const seconds = parseDuration(text.value);
    if (seconds !== undefined) return { ...text, value: seconds };
    const message = `${quote(key)} is ${quote(text.value)}; write a positive time with its unit, like \`50ms\`.`;
    problems.push({ kind: 'value', message, range: text.site, replacement: undefined });
    return undefined;
  }

  /** True when a template expression supplies some value of the map. */
  templated(map: TreeMap): boolean {
    const found = map.entries.filter(
      ({ key, value }) => isTemplated(key) || (value.kind === 'scalar' && value.templated),
    );
    for (const { key, value } of found) {
      const message = `${quote(key)} is filled in by a template`;
      this.missing.push({ message, range: value.site, templated: true });
    }
    return found.length > 0;
  }

  private fact<T>(
    owner: TreeNode | undefined,
    key: string,
    read: (value: unknown) => T | undefined,
  ): Fact<T> | undefined {
    const entry = entryOf(owner, key);
    const node = entry?.value;
    if (!entry || node?.kind !== 'scalar') return undefined;
    if (node.templated) {
      const name = this.owners.get(owner!) ?? '';
      this.missing.push({
        message: `${quote(name + key)} is filled in by a template`,
        range: node.site,
        templated: true,
      });
      return undefined;
    }
    const value = read(node.value);
    return value === undefined
      ? undefined
      : {
          value,
          site: node.site,
          range: node.range,
          keyRange: entry.keyRange,
          shared: node.shared,
          anchored: node.anchored,
        };
  }
}
