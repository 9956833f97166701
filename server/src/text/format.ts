/** Unit of the times in a latency profile. */
export type TimeUnit = 'cycle' | 's' | 'ms' | 'us' | 'ns';

const secondsPer: Readonly<Record<Exclude<TimeUnit, 'cycle'>, number>> = { s: 1, ms: 1e-3, us: 1e-6, ns: 1e-9 };

/** Number formatters by their digits; making one costs far more than using it. */
const formatters = new Map<number, Intl.NumberFormat>();

function formatterWith(minimumFractionDigits: number, maximumFractionDigits: number): Intl.NumberFormat {
  const key = minimumFractionDigits * 100 + maximumFractionDigits;
  let formatter = formatters.get(key);
  if (!formatter) {
    formatter = new Intl.NumberFormat('en-US', { minimumFractionDigits, maximumFractionDigits });
    formatters.set(key, formatter);
  }
  return formatter;
}

/** A word of the file, in backquotes, shortened when long; what a template expression will fill in is shown as `{{ }}`. */
export function quote(word: string): string {
  return `\`${plainWord(word)}\``;
}

/** A word without backquotes: on one line, and without what a terminal would take for a command. */
export function plainWord(word: string): string {
  const line = word.replaceAll(/\uE000+/g, '{{ }}').replaceAll(/[`\p{Cc}\u2028\u2029]+/gu, ' ');
  return line.length > 60 ? `${line.slice(0, 57).replace(/[\uD800-\uDBFF]$/, '')}...` : line;
}

/** A sentence for a terminal: on one line, without what it would take for a command, with quotes for backquotes. */
export function plainLine(text: string): string {
  return text.replaceAll('`', "'").replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}

/** A number with four significant digits and thousands separators: `0.6463`, `12,031`, `316.9`. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? 'unbounded' : 'unknown';
  if (value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e12)) return value.toPrecision(3);
  const decimals = value === 0 ? 0 : Math.max(0, 3 - Math.floor(Math.log10(Math.abs(value))));
  return formatterWith(0, decimals).format(value);
}

/** A number at an axis whose numbers are `step` apart, with the decimals that the step needs: `0.30`, `0.35`, `12,500`. */
export function formatTick(value: number, step: number): string {
  const isWhole = (number: number): boolean => Math.abs(number - Math.round(number)) < 1e-6 * Math.abs(number);
  let decimals = 0;
  while (decimals < 12 && step > 0 && !isWhole(step * 10 ** decimals)) decimals += 1;
  return formatterWith(decimals, decimals).format(value);
}

/** A count with thousands separators: `12,031`. */
export function formatCount(value: number): string {
  return formatterWith(0, 0).format(Math.round(value));
}

/** A count, or a mean of counts, and its noun: `1 request`, `12,031 requests`, `12.5 requests`. */
export function formatCounted(value: number, noun: string, plural = `${noun}s`): string {
  return `${Number.isInteger(value) ? formatCount(value) : formatNumber(value)} ${value === 1 ? noun : plural}`;
}

/** A ratio r = x/y to two decimals: `9.55`. */
export function formatRatioValue(ratio: number): string {
  return Number.isFinite(ratio) ? formatterWith(2, 2).format(ratio) : 'unbounded';
}

/** Pool sizes: `10A:1F`. */
export function formatPools(pools: { readonly attention: number; readonly ffn: number }): string {
  return `${pools.attention}A:${pools.ffn}F`;
}

/** A share as a percentage without sign: `42 %`, `4.2 %`. */
export function formatShare(share: number): string {
  return `${percentDigits(share)} %`;
}

/** A gain as a percentage with sign: `+11 %`, `-1.5 %`. */
export function formatGain(gain: number): string {
  return `${signed(gain)} %`;
}

/** A gain and its bounds: `+11 % (+7 to +14 %)`. */
export function formatGainBand(gain: number, low: number, high: number): string {
  return `${signed(gain)} % (${signed(low)} to ${signed(high)} %)`;
}

function signed(share: number): string {
  const digits = percentDigits(share);
  return share >= 0 && !digits.startsWith('-') ? `+${digits}` : digits;
}

function percentDigits(share: number): string {
  const percent = share * 100;
  if (!Number.isFinite(percent)) return percent > 0 ? 'unbounded' : 'unknown';
  const digits = Math.abs(percent) >= 9.95 ? formatterWith(0, 0).format(Math.round(percent)) : percent.toFixed(1);
  return digits === '-0.0' ? '0.0' : digits;
}

/** A time of a profile: `316.9 cycles`, `41.2 ms`. Times in seconds are shown in the unit that reads best. */
export function formatTime(value: number, unit: TimeUnit): string {
  const { size, name } = readableUnit(value, unit);
  return `${formatNumber(value / size)} ${name}`;
}

/** An amount with the prefix, a power of 1,000, by which it reads best: `96.26 kB`, `4.8 TB/s`, `2.5 PFLOP/s`. */
export function formatAmount(value: number, unit: 'B' | 'B/s' | 'FLOP' | 'FLOP/s'): string {
  const prefixes = ['', 'k', 'M', 'G', 'T', 'P', 'E'];
  // What rounds up to 1,000 has the next prefix.
  const thousands = Math.floor(Math.log10(Number(Math.abs(value).toPrecision(4))) / 3);
  const power = Number.isFinite(thousands) ? Math.min(Math.max(thousands, 0), prefixes.length - 1) : 0;
  return `${formatNumber(value / 1000 ** power)} ${prefixes[power]}${unit}`;
}

/** The unit in which a time reads best: its size in the given unit, and its name. */
function readableUnit(value: number, unit: TimeUnit): { readonly size: number; readonly name: string } {
  if (unit === 'cycle') return { size: 1, name: 'cycles' };
  const seconds = value * secondsPer[unit];
  const [best, name] =
    seconds >= 1
      ? ([1, 's'] as const)
      : seconds >= 1e-3
        ? ([1e-3, 'ms'] as const)
        : seconds >= 1e-6 || seconds <= 0
          ? ([1e-6, 'µs'] as const)
          : ([1e-9, 'ns'] as const);
  return { size: best / secondsPer[unit], name };
}

/**
 * A mean and the half width of its interval, both with the decimals that this width tells: `0.7482 ± 0.0013`, `442 ± 17`;
 * the mean alone where the width is not known.
 */
function formatEstimate(mean: number, halfWidth: number | undefined, mostDecimals = 12): string {
  if (halfWidth === undefined || !Number.isFinite(mean) || !Number.isFinite(halfWidth)) return formatNumber(mean);
  const decimalsFor = (value: number, digits: number): number =>
    value === 0 ? mostDecimals : Math.max(0, digits - 1 - Math.floor(Math.log10(Math.abs(value))));
  const decimals = Math.min(decimalsFor(mean, 4), decimalsFor(halfWidth, 2), mostDecimals);
  const formatter = formatterWith(decimals, decimals);
  return `${formatter.format(mean)} ± ${formatter.format(halfWidth)}`;
}

/** A time with the half width of its interval: `41.20 ± 0.15 ms`. */
export function formatTimeEstimate(mean: number, halfWidth: number | undefined, unit: TimeUnit): string {
  const { size, name } = readableUnit(mean, unit);
  return `${formatEstimate(mean / size, halfWidth === undefined ? undefined : halfWidth / size)} ${name}`;
}

/** A share with the half width of its interval: `12.1 ± 0.4 %`. */
export function formatShareEstimate(mean: number, halfWidth: number | undefined): string {
  if (halfWidth === undefined) return formatShare(mean);
  return `${formatEstimate(mean * 100, halfWidth * 100, 1)} %`;
}

/** A throughput with the half width of its interval, without its unit. */
export function formatThroughputEstimate(tokensPerUnit: number, halfWidth: number | undefined, unit: TimeUnit): string {
  const seconds = unit === 'cycle' ? 1 : secondsPer[unit];
  return formatEstimate(tokensPerUnit / seconds, halfWidth === undefined ? undefined : halfWidth / seconds);
}

/** Throughput per worker from tokens per time unit: `312 tok/s per worker`, `0.6463 tok/cycle per worker`. */
export function formatThroughput(tokensPerUnit: number, unit: TimeUnit, weighted = false): string {
  return `${formatTokenRate(tokensPerUnit, unit)} ${weighted ? 'per unit of cost' : 'per worker'}`;
}

/** Tokens per time unit, of whatever the reader is told: `3,120 tok/s`, `3.232 tok/cycle`. */
export function formatTokenRate(tokensPerUnit: number, unit: TimeUnit): string {
  if (unit === 'cycle') return `${formatNumber(tokensPerUnit)} tok/cycle`;
  const perSecond = tokensPerUnit / secondsPer[unit];
  return `${perSecond >= 1000 ? formatCount(perSecond) : formatNumber(perSecond)} tok/s`;
}

/** Seconds per time unit; undefined for cycles, whose length is unknown. */
export function secondsPerUnit(unit: TimeUnit): number | undefined {
  return unit === 'cycle' ? undefined : secondsPer[unit];
}

/** A span of time in words: `3 days`, `5 hours`, `40 minutes`. */
export function formatSpan(seconds: number): string {
  const steps = [
    [86_400, 'day'],
    [3_600, 'hour'],
    [60, 'minute'],
  ] as const;
  const [size, noun] = steps.find(([step]) => seconds >= 2 * step) ?? [1, 'second'];
  return formatCounted(Math.floor(seconds / size), noun);
}

/** A horizontal bar of ten cells: `██████····`. */
export function formatBar(share: number): string {
  const filled = Math.min(10, Math.max(0, Math.round(share * 10)));
  return '█'.repeat(filled) + '·'.repeat(10 - filled);
}

/** A sentence as the rest of another one: its first letter small, unless it begins with an abbreviation. */
export function lowerFirst(sentence: string): string {
  return /^[A-Z]{2}/.test(sentence) ? sentence : sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
