import { microbatchGain } from '../evaluation/microbatch-gain';
import { formatCounted, formatGainBand } from '../wording/format';
import { scalarEdits } from '../yaml/scalar-edit';
import { changesOnly } from '../yaml/verified-edit';
import { finding, type Rule } from './rule';

export const tooFewMicrobatches: Rule = {
  code: 'AFD105',
  title: 'Microbatches too few to hide communication',
  severity: 'info',
  check({ deployment, evaluation, thresholds, text }) {
    const { sizing, profile } = evaluation ?? {};
    const configured = deployment?.microbatches;
    if (!sizing || !profile || !configured) return [];
    const better = microbatchGain(sizing, profile.relativeError);
    if (!better || better.gainLow < thresholds.minGain) return [];
    const what = configured.value === 1 ? 'overlaps no stage with another' : 'do not hide communication';
    const gain = formatGainBand(better.gain, better.gainLow, better.gainHigh);
    const literal = String(better.microbatches);
    return [
      finding(
        tooFewMicrobatches,
        configured.site,
        `${formatCounted(configured.value, 'microbatch').replace('hs', 'hes')} ${what}: ${literal} in flight give ${gain} tokens/s.`,
        {
          fixes: () =>
            scalarEdits(configured.range, configured.shared, 'microbatches', literal)
              .filter(({ edit }) => changesOnly(text, [edit]))
              .map(({ edit, kind }) => ({
                title: `Change to ${literal} microbatches, if the KV cache holds them${kind === 'anchor' ? `: edit the anchor &${configured.shared!.anchor}` : ''}`,
                preferred: false,
                cosmetic: false,
                edits: [edit],
              })),
        },
      ),
    ];
  },
};
