import type { TextEdit, TextRange } from '../text/text-range';
import type { SharedValue } from './yaml-tree';

/** One way to give a scalar a new value. */
export interface ScalarEdit {
  /** Where the change lands: the value's own text, the anchor it comes from, or an override at the place of use. */
  readonly kind: 'here' | 'anchor' | 'override';
  readonly edit: TextEdit;
}

/**
 * The ways to give a plain scalar the value `literal`: over its own text, or, for a value that an anchor supplies, at
 * the anchor (all its uses change) and, where it can be written, as an override here. Each touches only those characters.
 */
export function scalarEdits(
  range: TextRange,
  shared: SharedValue | undefined,
  key: string,
  literal: string,
): readonly ScalarEdit[] {
  if (!shared) return [{ kind: 'here', edit: { range, newText: literal } }];
  const atAnchor: ScalarEdit = { kind: 'anchor', edit: { range, newText: literal } };
  const site = shared.override;
  if (!site) return [atAnchor];
  const override = ((): TextEdit => {
    switch (site.kind) {
      case 'replace':
        return { range: site.range, newText: literal };
      case 'insert':
        return { range: { start: site.at, end: site.at }, newText: `${site.prefix}${literal}${site.suffix}` };
      case 'wrap':
        return { range: site.range, newText: `{ <<: *${site.alias}, ${key}: ${literal} }` };
    }
  })();
  return [atAnchor, { kind: 'override', edit: override }];
}
