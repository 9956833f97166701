/** A length of requests: prefill tokens and decode steps. */
export type Lengths = readonly [prefill: number, decode: number];

/** A standard normal number. */
export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** A whole length of at least 1 with this median and spread. */
export function length(median: number, spread: number): number {
  return Math.max(1, Math.round(median * Math.exp(spread)));
}

/** Requests that are independent of each other. */
export function lognormalRequests(count: number, random: () => number): Lengths[] {
  return Array.from({ length: count }, () => [length(500, 0.8 * normal(random)), length(200, 0.7 * normal(random))]);
}

/** Requests whose prompts resemble those before, by a correlation from one to the next. */
export function driftingRequests(count: number, random: () => number, correlation: number): Lengths[] {
  let level = normal(random);
  return Array.from({ length: count }, () => {
    level = correlation * level + Math.sqrt(1 - correlation ** 2) * normal(random);
    return [length(500, 0.5 * level + 0.6 * normal(random)), length(200, 0.7 * normal(random))];
  });
}
