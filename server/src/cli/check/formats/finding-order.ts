import type { Severity } from '../../../rules/rule';
import type { ReportedFinding } from '../check-report';

/** Every severity, the worst first. */
export const severities: readonly Severity[] = ['error', 'warning', 'info', 'hint'];

/** The findings with the most severe first; among equals what gains most, then the order they had. */
export function mostSevereFirst(findings: readonly ReportedFinding[]): readonly ReportedFinding[] {
  const rank = (severity: Severity): number => severities.indexOf(severity);
  return [...findings].sort((a, b) => rank(a.severity) - rank(b.severity) || (b.gain ?? -1) - (a.gain ?? -1));
}

/** The findings that nothing suppresses. */
export function notSuppressed(findings: readonly ReportedFinding[]): readonly ReportedFinding[] {
  return findings.filter(({ suppressed }) => !suppressed);
}

/** Each item with how many of the same key came before it, plus one. */
export function withOccurrence<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): readonly { readonly item: Item; readonly occurrence: number }[] {
  const seen = new Map<string, number>();
  return items.map((item) => {
    const occurrence = (seen.get(keyOf(item)) ?? 0) + 1;
    seen.set(keyOf(item), occurrence);
    return { item, occurrence };
  });
}

/** The items by their file, in the order they had. */
export function byFile<Item extends { readonly file: string }>(
  items: readonly Item[],
): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(item.file);
    if (group) group.push(item);
    else groups.set(item.file, [item]);
  }
  return groups;
}
