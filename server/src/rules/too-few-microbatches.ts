import { microbatchGain } from '../evaluation/microbatch-gain';
import { formatGainBand, formatTime, secondsPerUnit } from '../text/format';
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
    const limit = deployment.tpotSeconds?.value;
    const unit = secondsPerUnit(profile.timeUnit);
    if (limit !== undefined && unit !== undefined && better.tpot * unit > limit) return [];
    const what = configured.value === 1 ? 'overlaps no stage with another' : 'do not hide communication';
    const gain = formatGainBand(better.gain, better.gainLow, better.gainHigh);
    const literal = String(better.microbatches);
    return [
      finding(
        tooFewMicrobatches,
        configured.site,
        `${configured.value === 1 ? '1 microbatch' : `${configured.value} microbatches`} ${what}: ${literal} give ${gain} tokens/s per worker, TPOT ${formatTime(better.tpot, profile.timeUnit)}.`,
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
