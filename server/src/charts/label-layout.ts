/** A label that would like to stand centred at `centre`. */
export interface Label {
  readonly centre: number;
  readonly width: number;
}

/**
 * Centres for labels in one row, in their order, at least `gap` apart and inside [low, high], that are as near to the
 * wanted ones as can be (least squares). Undefined where they do not fit.
 */
export function spreadLabels(
  labels: readonly Label[],
  low: number,
  high: number,
  gap: number,
): readonly number[] | undefined {
  const order = labels.map((_, index) => index).sort((a, b) => labels[a]!.centre - labels[b]!.centre);
  const total = labels.reduce((sum, { width }) => sum + width + gap, -gap);
  if (labels.length > 0 && total > high - low) return undefined;
  // Without the room that the labels before it take, a label is a point, and the points must only keep their order.
  let before = 0;
  const points = order.map((index) => {
    const { centre, width } = labels[index]!;
    const offset = before + width / 2;
    before += width + gap;
    return { index, offset, wanted: centre - offset };
  });
  const kept = inOrder(points.map(({ wanted }) => wanted));
  const centres: number[] = [];
  points.forEach(({ index, offset }, at) => {
    centres[index] = Math.min(Math.max(kept[at]!, low), high - total) + offset;
  });
  return centres;
}

/** The ascending values nearest to `values` (pool adjacent violators). */
function inOrder(values: readonly number[]): readonly number[] {
  const blocks: { mean: number; count: number }[] = [];
  for (const value of values) {
    let block = { mean: value, count: 1 };
    for (let last = blocks.at(-1); last && last.mean > block.mean; last = blocks.at(-1)) {
      const count = last.count + block.count;
      block = { mean: (last.mean * last.count + block.mean * block.count) / count, count };
      blocks.pop();
    }
    blocks.push(block);
  }
  return blocks.flatMap(({ mean, count }) => Array<number>(count).fill(mean));
}
