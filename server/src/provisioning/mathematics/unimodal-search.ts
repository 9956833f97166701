/**
 * The integer in [low, high] where a function that rises to one maximum and then falls is largest; the smallest such
 * integer where several tie next to each other. Evaluates `objective` about 2 log2(high - low) times. A coarse grid of
 * doubled distances is compared first, so a function with a second, distant and lower maximum is also served.
 * Source: golden-section search (Kiefer 1953) on integers; docs/theory.md, "Integer search".
 */
export function largestOfUnimodal(objective: (at: number) => number, low: number, high: number): number {
  const known = new Map<number, number>();
  const value = (at: number): number => {
    let result = known.get(at);
    if (result === undefined) {
      result = objective(at);
      known.set(at, result);
    }
    return result;
  };

  let [left, best, right] = bracketByDoubling(value, low, high);
  while (right - left > 3) {
    const leftIsWider = best - left > right - best;
    const probe = leftIsWider ? best - golden(best - left) : best + golden(right - best);
    if (leftIsWider ? value(probe) >= value(best) : value(probe) > value(best)) {
      if (leftIsWider) right = best;
      else left = best;
      best = probe;
    } else if (leftIsWider) {
      left = probe;
    } else {
      right = probe;
    }
  }
  let first = left;
  for (let at = left + 1; at <= right; at++) if (value(at) > value(first)) first = at;
  return first;
}

/**
 * The largest integer in [low, high] for which `holds`, given that it holds up to some point and not beyond; undefined
 * where it does not hold at `low`.
 */
export function lastOfPrefix(holds: (at: number) => boolean, low: number, high: number): number | undefined {
  if (low > high || !holds(low)) return undefined;
  let good = low;
  let step = 1;
  while (good + step <= high && holds(good + step)) {
    good += step;
    step *= 2;
  }
  let bad = Math.min(high + 1, good + step);
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (holds(middle)) good = middle;
    else bad = middle;
  }
  return good;
}

/** The best point of the grid low, low+1, low+3, low+7, ..., high with its two neighbours on the grid. */
function bracketByDoubling(value: (at: number) => number, low: number, high: number): [number, number, number] {
  let best = low;
  let left = low;
  let right = low;
  let previous = low;
  for (let distance = 1; previous < high; distance = 2 * distance + 1) {
    const at = Math.min(high, low + distance);
    if (value(at) > value(best)) {
      left = previous;
      best = at;
      right = at;
    } else if (best === previous) {
      right = at;
    }
    previous = at;
  }
  return [left, best, right];
}

/** The golden section of a width of at least 2, rounded: at least 1 and less than the width. */
function golden(width: number): number {
  return Math.round(width * 0.381966);
}
