import type { LatencyProfile } from '../latency/latency-profile';
import type { CacheReads, Rate, RooflineBreakdown } from '../latency/roofline/breakdown';
import type { MemoryModel } from '../provisioning/memory/memory';
import { formatAmount, formatCounted, formatNumber, formatShare, formatTime, plainLine, quote } from '../text/format';
import { errorText } from './evidence';
import type { Explanation } from './explanation';

type Row = readonly [string, string, string];

/** What the stage times of a profile derived from data sheets follow from: for the hover on profile, model or device. */
export function explainRoofline(profile: LatencyProfile, breakdown: RooflineBreakdown): Explanation {
  return {
    headline: `**${quote(profile.id)}** · roofline, **uncalibrated**: from data sheets, nothing of it is measured`,
    table: {
      header: ['decode step, all layers', 'time', ''],
      rows: [
        ...attentionRows(profile, breakdown),
        ...ffnRows(profile, breakdown),
        ...communicationRows(profile, breakdown),
      ],
    },
    derivation: [
      efficiencyLine(breakdown),
      precisionLine(breakdown),
      ...(profile.memory ? [memoryLine(profile.memory)] : []),
      ...(profile.weighted
        ? [
            `Cost of one worker in dollars per hour: attention ${formatNumber(profile.latency.attentionCost)}, FFN ${formatNumber(profile.latency.ffnCost)}`,
          ]
        : []),
    ],
    evidence: [
      `error of a stage time: ${errorText(profile)}; measure some steps, and \`afd-lens fit\` writes a calibrated profile`,
      `from ${breakdown.sources.map(({ id, source }) => `${quote(id)}: ${quote(source)}`).join('; ')}`,
      // A note may come from a device file; unlike a word it is shown in full.
      ...breakdown.notes.map((note) => `note: \`${plainLine(note)}\``),
    ],
  };
}

function attentionRows({ latency, timeUnit }: LatencyProfile, { attention }: RooflineBreakdown): readonly Row[] {
  const { projectionCompute, headCompute, bandwidth } = attention;
  return [
    ...attention.cacheReads.map((reads) => cacheRow(reads, attention)),
    [
      'attention, per request',
      formatTime(latency.attention.perRequest ?? 0, timeUnit),
      `projections ${flopAt(attention.projectionFlopPerRequest, projectionCompute)}, head ${flopAt(attention.headFlopPerRequest, headCompute)}`,
    ],
    [
      'attention, per step',
      formatTime(latency.attention.beta, timeUnit),
      `weights ${bytesAt(attention.weightBytesPerStep, bandwidth)}, ${formatCounted(attention.operationsPerStep, 'operation')}`,
    ],
  ];
}

function cacheRow(reads: CacheReads, { bandwidth, scoreCompute }: RooflineBreakdown['attention']): Row {
  const capped = reads.readsAtMost === undefined ? '' : `, at most ${formatNumber(reads.readsAtMost)} of a request`;
  const set =
    reads.limit === 'memory'
      ? `${bytesAt(reads.bytesPerToken, bandwidth)}, memory-bound`
      : `${flopAt(reads.flopPerToken, scoreCompute)}, compute-bound`;
  return [
    `${reads.reads === 'indexer' ? 'indexer' : 'attention'}, per KV token${capped}`,
    formatTime(reads.secondsPerToken, 's'),
    `${set}, ${formatCounted(reads.layers, 'layer')}`,
  ];
}

function ffnRows({ latency, timeUnit }: LatencyProfile, { ffn }: RooflineBreakdown): readonly Row[] {
  const { experts } = latency.ffn;
  const computed = [
    ...(ffn.expertFlopPerRow > 0 ? [`experts ${flopAt(ffn.expertFlopPerRow, ffn.expertCompute)}`] : []),
    ...(ffn.alwaysFlopPerRow > 0 ? [`dense and shared ${flopAt(ffn.alwaysFlopPerRow, ffn.alwaysCompute)}`] : []),
  ];
  const own =
    ffn.ownWeightBytesPerStep > 0
      ? [`dense and shared weights ${bytesAt(ffn.ownWeightBytesPerStep, ffn.bandwidth)}`]
      : [];
  return [
    ['FFN, per request', formatTime(latency.ffn.alpha, timeUnit), computed.join(', ')],
    [
      'FFN, per step',
      formatTime(latency.ffn.beta, timeUnit),
      [...own, formatCounted(ffn.operationsPerStep, 'operation')].join(', '),
    ],
    ...(experts
      ? [
          [
            'FFN, reading all experts',
            formatTime(experts.readTime, timeUnit),
            `${bytesAt(ffn.expertBytes, ffn.bandwidth)}, divided by the FFN workers; a token hits ${formatNumber(experts.perToken)} of ${formatNumber(experts.count)} per layer`,
          ] as const,
        ]
      : []),
  ];
}

function communicationRows(
  { latency, timeUnit }: LatencyProfile,
  { communication, assumptions }: RooflineBreakdown,
): readonly Row[] {
  const { dispatchBytesPerRow, combineBytesPerRow, link, tier, hopsPerStep } = communication;
  const to = latency.communication.fanOut ? ', for each FFN worker that it goes to' : '';
  return [
    [
      'communication, per request',
      formatTime(latency.communication.alpha, timeUnit),
      `${formatAmount(dispatchBytesPerRow, 'B')} out and ${formatAmount(combineBytesPerRow, 'B')} back at ${formatAmount(link.effectivePerSecond, 'B/s')} ${tier}${to}`,
    ],
    [
      'communication, per step',
      formatTime(latency.communication.beta, timeUnit),
      `${formatCounted(hopsPerStep, 'hop')} of ${formatTime(assumptions.hopSeconds, 's')}`,
    ],
  ];
}

function efficiencyLine({ attention, ffn, communication }: RooflineBreakdown): string {
  const bytes = (rate: Rate) => `${formatShare(rate.efficiency)} of ${formatAmount(rate.peakPerSecond, 'B/s')}`;
  const flop = (rate: Rate) => `${formatShare(rate.efficiency)} of ${formatAmount(rate.peakPerSecond, 'FLOP/s')}`;
  const ffnCompute = ffn.expertFlopPerRow > 0 ? ffn.expertCompute : ffn.alwaysCompute;
  return `Assumed of the peaks: attention ${bytes(attention.bandwidth)} and ${flop(attention.projectionCompute)}, FFN ${bytes(ffn.bandwidth)} and ${flop(ffnCompute)}, network ${bytes(communication.link)}`;
}

function precisionLine({ precision, attention, ffn }: RooflineBreakdown): string {
  const usesAlways = ffn.alwaysFlopPerRow > 0;
  const stored = [
    `attention ${precision.attention}`,
    ...(ffn.routing ? [`experts ${precision.experts}`] : []),
    ...(usesAlways ? [`dense and shared FFN ${precision.alwaysFfn}`] : []),
    `KV cache ${precision.kvCache}`,
    `head ${precision.embeddingAndHead}`,
  ];
  return `Stored: ${stored.join(', ')}; scores in ${attention.scoreCompute.precision}`;
}

function memoryLine({ attention, ffn }: MemoryModel): string {
  const kv = attention.kvPerToken > 0 ? `, ${formatAmount(attention.kvPerToken, 'B')} per KV token` : '';
  const capped = attention.capped.map(
    ({ perToken, tokens }) =>
      `, ${formatAmount(perToken, 'B')} per KV token for at most ${formatNumber(tokens)} of a request`,
  );
  const weights = [
    ...(ffn.ownWeights > 0 ? [`${formatAmount(ffn.ownWeights, 'B')} each`] : []),
    ...(ffn.sharedWeights > 0 ? [`${formatAmount(ffn.sharedWeights, 'B')} divided by the FFN workers`] : []),
  ];
  return `Memory: attention weights ${formatAmount(attention.weights, 'B')}${kv}${capped.join('')}, of ${formatAmount(attention.capacity, 'B')}; FFN weights ${weights.join(', ')}, of ${formatAmount(ffn.capacity, 'B')}; ${formatAmount(attention.reserve, 'B')} reserved`;
}

function bytesAt(bytes: number, rate: Rate): string {
  return `${formatAmount(bytes, 'B')} at ${formatAmount(rate.effectivePerSecond, 'B/s')}`;
}

function flopAt(flop: number, rate: { readonly effectivePerSecond: number; readonly precision: string }): string {
  return `${formatAmount(flop, 'FLOP')} at ${formatAmount(rate.effectivePerSecond, 'FLOP/s')} ${rate.precision}`;
}
