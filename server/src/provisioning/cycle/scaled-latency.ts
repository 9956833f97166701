import type { AttentionLine, FfnLine, LatencyModel, StageLine } from './operating-point';

/** The latency model with every part of each stage's time multiplied by the factor of that stage. */
export function scaledLatency(
  latency: LatencyModel,
  factors: { readonly attention: number; readonly communication: number; readonly ffn: number },
): LatencyModel {
  return {
    ...latency,
    attention: attentionTimes(latency.attention, factors.attention),
    communication: { ...latency.communication, ...times(latency.communication, factors.communication) },
    ffn: ffnTimes(latency.ffn, factors.ffn),
  };
}

function times({ alpha, beta }: StageLine, factor: number): StageLine {
  return { alpha: alpha * factor, beta: beta * factor };
}

function attentionTimes(line: AttentionLine, factor: number): AttentionLine {
  return {
    ...times(line, factor),
    perRequest: line.perRequest && line.perRequest * factor,
    capped: line.capped?.map(({ alpha, tokens }) => ({ alpha: alpha * factor, tokens })),
  };
}

function ffnTimes(line: FfnLine, factor: number): FfnLine {
  const { experts } = line;
  return { ...times(line, factor), experts: experts && { ...experts, readTime: experts.readTime * factor } };
}
