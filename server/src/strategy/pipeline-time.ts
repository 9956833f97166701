/**
 * t_pipe: seconds of one step through all layers of which `microbatches` follow each other through the stages; each stage
 * time is of one microbatch through all layers. The longest stage sets the pace, the others show once, for one layer.
 * Source: arXiv 2605.28302's code; docs/strategy.md, "Pipeline". Throws a RangeError without stages.
 */
export function pipelineTime(stages: readonly number[], microbatches: number, layers: number): number {
  if (stages.length === 0) throw new RangeError('A pipeline needs at least one stage.');
  const slowest = Math.max(...stages);
  const others = stages.reduce((sum, stage) => sum + stage, 0) - slowest;
  return microbatches * slowest + others / layers;
}
