import { type InlayHint, MarkupKind, type Range } from 'vscode-languageserver/node';
import { poolPlaceHere } from '../../manifest/place-here';
import { inFile } from '../../text/text-range';
import { advantage, standing, summarize } from '../../wording/summary';
import type { OpenManifest } from '../open-manifest';

/** One hint behind each ratio scalar in the asked range: the optimum, or that the value is near it. */
export function inlayHints({ document, analysis }: OpenManifest, range: Range): InlayHint[] {
  const [from, to] = [document.offsetAt(range.start), document.offsetAt(range.end)];
  return analysis.documents.flatMap(({ deployment, evaluation, start }) => {
    const sizing = evaluation?.sizing;
    const scalar = deployment?.attention && poolPlaceHere(deployment.attention);
    if (!deployment || !evaluation || !sizing || !scalar) return [];
    const { end: offset } = inFile(scalar, start);
    if (offset < from || offset > to) return [];
    const tooltip = `${summarize(deployment, evaluation)}\n\n${advantage(sizing, evaluation.memory, evaluation.profile?.weighted ?? false)}`;
    const label = standing(sizing, evaluation.memory);
    return [
      {
        position: document.positionAt(offset),
        label: evaluation.profile?.calibration === 'roofline' ? `${label}, uncalibrated` : label,
        paddingLeft: true,
        tooltip: { kind: MarkupKind.Markdown, value: tooltip },
      },
    ];
  });
}
