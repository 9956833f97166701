import type { SuppressedBy } from '../../../analysis/analysis';
import type { ReportedFinding, ReportedFix } from '../check-report';
import { visible } from './visible-text';

/** A message for readers of plain text: without backquotes, on one line. */
export function plainMessage(message: string): string {
  return visible(message).replaceAll('`', "'");
}

/** The fix that an editor would apply at one keystroke; undefined where none is preferred. */
export function preferredFix({ fixes }: ReportedFinding): ReportedFix | undefined {
  return fixes.find(({ preferred, edits }) => preferred && edits.length > 0);
}

/** What suppressed a finding, and why: `by a comment: the pool is fixed`. */
export function suppressionWords({ by, reason }: SuppressedBy): string {
  const words = { comment: 'by a comment', ignores: 'by ignores in the configuration', baseline: 'by the baseline' };
  return reason ? `${words[by]}: ${visible(reason)}` : words[by];
}
