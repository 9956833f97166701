/** Maps `domain` to `range` along a line; the middle of the range where the domain is a single value. */
export function linearScale(
  domain: readonly [number, number],
  range: readonly [number, number],
): (value: number) => number {
  const [low, high] = domain;
  const [from, to] = range;
  if (!(high > low)) return () => (from + to) / 2;
  return (value) => from + ((value - low) / (high - low)) * (to - from);
}

/** Maps `domain` to `range` along a logarithmic scale; the domain lies above 0. */
export function logScale(
  domain: readonly [number, number],
  range: readonly [number, number],
): (value: number) => number {
  const scale = linearScale([Math.log(domain[0]), Math.log(domain[1])], range);
  return (value) => scale(Math.log(value));
}
