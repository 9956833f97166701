/** The index a key leads to among `count` in a row; undefined for other keys. */
export function stepAlong(key: string, from: number | undefined, count: number): number | undefined {
  const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1, PageUp: 10, PageDown: -10 };
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  const step = steps[key];
  if (step === undefined) return undefined;
  return from === undefined ? 0 : Math.min(count - 1, Math.max(0, from + step));
}

/** The same among tabs, which go around the ends. */
export function stepAround(key: string, from: number, count: number): number | undefined {
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  const step = { ArrowLeft: -1, ArrowRight: 1 }[key];
  return step === undefined ? undefined : (from + step + count) % count;
}
