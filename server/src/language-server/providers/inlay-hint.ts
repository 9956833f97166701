import { type InlayHint, MarkupKind, type Range } from 'vscode-languageserver/node';
import type { Sizing } from '../../evaluation/evaluation';
import { formatPools } from '../../text/format';
import { advantage, inBand, samePools, summarize } from '../../wording/summary';
import type { OpenManifest } from '../open-manifest';

/** One hint behind each ratio scalar in the asked range: the optimum, or that the value is near it. */
export function inlayHints({ document, analysis }: OpenManifest, range: Range): InlayHint[] {
  const [from, to] = [document.offsetAt(range.start), document.offsetAt(range.end)];
  return analysis.documents.flatMap(({ deployment, evaluation, start, text }) => {
    const sizing = evaluation?.sizing;
    const scalar = deployment?.attention?.size.site;
    if (!deployment || !evaluation || !sizing || !scalar || start + text.length < from || start > to) return [];
    const offset = start + scalar.end;
    if (offset < from || offset > to) return [];
    const tooltip = `${summarize(deployment, evaluation)}\n\n${advantage(sizing, evaluation.profile?.weighted ?? false)}`;
    return [
      {
        position: document.positionAt(offset),
        label: label(sizing),
        paddingLeft: true,
        tooltip: { kind: MarkupKind.Markdown, value: tooltip },
      },
    ];
  });
}

function label(sizing: Sizing): string {
  if (samePools(sizing.optimum, sizing.pools)) return 'optimal';
  return inBand(sizing) ? 'within 1 % of optimal' : `optimum ${formatPools(sizing.optimum)}`;
}
