/**
 * Standard normal distribution function, accurate to about 1e-15 relative in both tails.
 * Source: W. J. Cody, "Rational Chebyshev approximations for the error function", Math. Comp. 23 (1969).
 */

const LOG_SQRT_2PI = 0.9189385332046727;
const INVERSE_SQRT_2PI = 0.3989422804014327;

/** Below this, Phi underflows a double; its logarithm is still representable. */
const UNDERFLOW = -37;

/** Phi(z), the share of a standard normal variable below z. */
export function normalCdf(z: number): number {
  return z > 0 ? 1 - lowerTail(-z) : lowerTail(z);
}

/** ln Phi(z), accurate where Phi(z) is close to 1 and where it underflows. NaN gives NaN. */
export function logNormalCdf(z: number): number {
  if (z > 0) return Math.log1p(-lowerTail(-z));
  if (z >= UNDERFLOW) return Math.log(lowerTail(z));
  return logFarTail(z);
}

/** Phi(z) for z <= 0. */
function lowerTail(z: number): number {
  const t = -z;
  if (t <= 0.67448975) return 0.5 - central(t);
  if (t >= 38.6) return 0;
  return splitGaussian(t) * (t <= 5.656854249492381 ? middle(t) : far(t));
}

/** Phi(t) - 1/2 for 0 <= t <= 0.6745. */
function central(t: number): number {
  const s = t * t;
  const numerator =
    (((0.06568233791820745 * s + 2.2352520354606837) * s + 161.02823106855587) * s + 1067.6894854603709) * s +
    18154.98125334356;
  const denominator =
    (((s + 47.202581904688245) * s + 976.0985517377767) * s + 10260.932208618979) * s + 45507.78933502673;
  return (t * numerator) / denominator;
}

/** Q(t) e^(t^2/2) for 0.6745 <= t <= sqrt 32. */
function middle(t: number): number {
  let numerator = 1.0765576773720192e-8 * t;
  let denominator = t;
  numerator = (numerator + 0.39894151208813466) * t;
  denominator = (denominator + 22.266688044328117) * t;
  numerator = (numerator + 8.883149794388377) * t;
  denominator = (denominator + 235.387901782625) * t;
  numerator = (numerator + 93.50665613217785) * t;
  denominator = (denominator + 1519.3775994075547) * t;
  numerator = (numerator + 597.2702763948002) * t;
  denominator = (denominator + 6485.558298266761) * t;
  numerator = (numerator + 2494.5375852903726) * t;
  denominator = (denominator + 18615.571640885097) * t;
  numerator = (numerator + 6848.190450536283) * t;
  denominator = (denominator + 34900.95272114598) * t;
  numerator = (numerator + 11602.65143764735) * t;
  denominator = (denominator + 38912.00328609327) * t;
  return (numerator + 9842.714838383978) / (denominator + 19685.429676859992);
}

/** Q(t) e^(t^2/2) for t >= sqrt 32. */
function far(t: number): number {
  const s = 1 / (t * t);
  const numerator =
    ((((0.02307344176494017 * s + 0.215898534057957) * s + 0.12740116116024736) * s + 0.022235277870649807) * s +
      0.0014216191932278934) *
      s +
    2.9112874951168793e-5;
  const denominator =
    ((((s + 1.2842600961449111) * s + 0.4682382124808651) * s + 0.06598813786892856) * s + 0.0037823963320275824) * s +
    7.297515550839662e-5;
  return (INVERSE_SQRT_2PI - (s * numerator) / denominator) / t;
}

/** e^(-t^2/2) without the rounding error of squaring a large t. */
function splitGaussian(t: number): number {
  const head = Math.trunc(t * 16) / 16;
  return Math.exp(-0.5 * head * head) * Math.exp(-0.5 * (t - head) * (t + head));
}

/** Asymptotic series of ln Phi(z) for z well below -30. */
function logFarTail(z: number): number {
  const s = 1 / (z * z);
  const series = 1 - s * (1 - 3 * s * (1 - 5 * s * (1 - 7 * s)));
  return -0.5 * z * z - LOG_SQRT_2PI - Math.log(-z) + Math.log(series);
}
