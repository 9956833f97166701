import { gaussLegendre } from '../mathematics/gauss-legendre';
import { logNormalCdf } from '../mathematics/normal';

/** What is left out at either end of the integral is below e^-42, about 1e-18. */
const NEGLIGIBLE = 42;
const PANELS = 12;
const MOST_TABLES = 20_000;
const RULE = gaussLegendre(12);

/**
 * The integral of 1 - Phi^x from each panel border to infinity. Below `lower` the integrand is 1, above `upper` 0,
 * to double precision.
 */
interface ExcessTable {
  readonly lower: number;
  readonly upper: number;
  readonly panelWidth: number;
  readonly fromBorder: Float64Array;
  readonly kappa: number;
}

const tables = new Map<number, ExcessTable>();

/**
 * kappa_x = E[max of x independent standard normal variables], to about 1e-14; `workers` >= 1, not necessarily an
 * integer (the mean of the law Phi^x). Source: docs/theory.md, "The barrier"; arXiv 2601.21351 v4, eqs 8-12.
 */
export function kappa(workers: number): number {
  return workers === 1 ? 0 : tableOf(workers).kappa;
}

/**
 * E[(M_x - z)^+] for M_x the maximum of x independent standard normal variables, that is the integral of
 * 1 - Phi(t)^x from z to infinity, to about 1e-14; `workers` >= 1, not necessarily an integer.
 * Source: docs/theory.md, "The barrier".
 */
function expectedExcess(z: number, workers: number): number {
  const table = tableOf(workers);
  if (z <= table.lower) return table.kappa - z;
  if (z >= table.upper) return 0;
  const panel = Math.min(PANELS - 1, Math.floor((z - table.lower) / table.panelWidth));
  const border = table.lower + (panel + 1) * table.panelWidth;
  return integrate(z, border, workers) + table.fromBorder[panel + 1]!;
}

/**
 * E[(W - knot)^+] for W = mean + sigma M_x, the slowest of x workers. A sigma of 0 gives max{0, mean - knot}.
 * Source: docs/theory.md, "The barrier".
 */
export function expectedOverrun(knot: number, mean: number, sigma: number, workers: number): number {
  const z = (knot - mean) / sigma;
  if (!Number.isFinite(z)) return Math.max(0, mean - knot);
  return sigma * expectedExcess(z, workers);
}

function tableOf(workers: number): ExcessTable {
  const known = tables.get(workers);
  if (known !== undefined) return known;
  const table = buildTable(workers);
  if (tables.size >= MOST_TABLES) tables.clear();
  tables.set(workers, table);
  return table;
}

function buildTable(workers: number): ExcessTable {
  if (!(workers >= 1) || workers === Number.POSITIVE_INFINITY) {
    throw new RangeError(`The barrier needs a finite count of at least 1 worker, got ${workers}.`);
  }
  const lower = quietBelow(workers);
  const upper = Math.sqrt(2 * (NEGLIGIBLE + Math.log(workers)));
  const panelWidth = (upper - lower) / PANELS;
  const fromBorder = new Float64Array(PANELS + 1);
  for (let panel = PANELS - 1; panel >= 0; panel--) {
    const start = lower + panel * panelWidth;
    fromBorder[panel] = fromBorder[panel + 1]! + integrate(start, lower + (panel + 1) * panelWidth, workers);
  }
  return { lower, upper, panelWidth, fromBorder, kappa: lower + fromBorder[0]! };
}

/** A point below which Phi^x is negligible, not more than about 0.1 too low. */
function quietBelow(workers: number): number {
  let low = -9.5;
  let high = Math.sqrt(2 * (NEGLIGIBLE + Math.log(workers)));
  while (high - low > 0.1) {
    const middle = (low + high) / 2;
    if (workers * logNormalCdf(middle) < -NEGLIGIBLE) low = middle;
    else high = middle;
  }
  return low;
}

function integrate(from: number, to: number, workers: number): number {
  const half = (to - from) / 2;
  const centre = (to + from) / 2;
  let sum = 0;
  for (let i = 0; i < RULE.nodes.length; i++) {
    sum -= RULE.weights[i]! * Math.expm1(workers * logNormalCdf(centre + half * RULE.nodes[i]!));
  }
  return half * sum;
}
