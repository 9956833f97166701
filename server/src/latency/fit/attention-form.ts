import type { FittedAttention } from './fitted-profile';
import { inverseCrossProducts } from './least-squares';

/** What one attention worker does in a step, and how long it takes. */
export interface AttentionLoad {
  /** T: KV tokens read. */
  readonly tokens: number;
  /** B; undefined where it was not recorded. */
  readonly requests: number | undefined;
  readonly time: number;
}

/** Which coefficients of attention are free. What is not, follows from alpha (perRequest) or is 0 (beta). */
export interface AttentionForm {
  readonly freePerRequest: boolean;
  readonly freeBeta: boolean;
  /** perRequest over alpha where that is not free: the KV tokens whose reading takes as long as a request does besides. */
  readonly tokensPerRequest: number;
}

/** Attention's coefficients in the units of a profile. */
export interface AttentionLineValues {
  readonly alpha: number;
  readonly perRequest: number;
  readonly beta: number;
}

/**
 * What a request costs beside reading its tokens, in tokens, where measurements cannot tell: projections, launches and
 * everything else that grows with B. Published breakdowns of decode steps (Qwen3-235B and MiniMax, FastAFD) put the
 * dense part of the attention pool at 5,200 to 6,200 tokens per request at 16K context, and at 3,100 at 8K.
 */
export const usualTokensPerRequest = 6000;

/** A coefficient counts as measured where its share of the stage's time is known to this standard error. */
const mostShareError = 0.1;

/** Loads are not told apart better than by this relative error, however often they were timed. */
const leastNoise = 0.01;

/** The regressors of a load, one for each free coefficient: tokens, requests, the constant. */
export function attentionRegressors(
  { freePerRequest, freeBeta, tokensPerRequest }: AttentionForm,
  { tokens, requests = 0 }: Pick<AttentionLoad, 'tokens' | 'requests'>,
): readonly number[] {
  return [
    freePerRequest ? tokens : tokens + tokensPerRequest * requests,
    ...(freePerRequest ? [requests] : []),
    ...(freeBeta ? [1] : []),
  ];
}

/** Values for all three, from one for each free coefficient; `fixed` stands in for those that are not free and unknown. */
function attentionValues<T>(
  { freePerRequest, freeBeta }: AttentionForm,
  values: readonly T[],
  fixed: { readonly perRequest: T; readonly beta: T },
): { readonly alpha: T; readonly perRequest: T; readonly beta: T } {
  return {
    alpha: values[0]!,
    perRequest: freePerRequest ? values[1]! : fixed.perRequest,
    beta: freeBeta ? values.at(-1)! : fixed.beta,
  };
}

/** The line that free coefficients mean. */
export function attentionLine(form: AttentionForm, coefficients: readonly number[]): AttentionLineValues {
  const fixed = { perRequest: form.tokensPerRequest * coefficients[0]!, beta: 0 };
  return attentionValues(form, coefficients, fixed);
}

/** The line's coefficients, with the standard errors of those that are free. */
export function attentionCoefficients(
  form: AttentionForm,
  line: AttentionLineValues,
  errors: readonly (number | undefined)[],
): Omit<FittedAttention, 'rows'> {
  const own = attentionValues<number | undefined>(form, errors, { perRequest: undefined, beta: undefined });
  const coefficient = (name: keyof AttentionLineValues) => ({ value: line[name], standardError: own[name] });
  return { alpha: coefficient('alpha'), perRequest: coefficient('perRequest'), beta: coefficient('beta') };
}

/**
 * The form with the most coefficients that these loads tell apart, given the relative error of a time. Where requests
 * were not recorded, none is per request.
 */
export function separableForm(loads: readonly AttentionLoad[], noise: number, tokensPerRequest: number): AttentionForm {
  const hasRequests = loads.every(({ requests }) => requests !== undefined);
  const distinct = [...new Map(loads.map((load) => [`${load.tokens} ${load.requests}`, load])).values()];
  const form = (freePerRequest: boolean, freeBeta: boolean): AttentionForm => ({
    freePerRequest,
    freeBeta,
    tokensPerRequest: hasRequests ? tokensPerRequest : 0,
  });
  const pairs = [...(hasRequests ? [form(true, false)] : []), form(false, true)]
    .map((pair) => ({ pair, error: worstShareError(pair, distinct, noise) }))
    .sort((a, b) => a.error - b.error);
  const all = form(true, true);
  if (hasRequests && worstShareError(all, distinct, noise) <= mostShareError) return all;
  return pairs[0]!.error <= mostShareError ? pairs[0]!.pair : form(false, false);
}

/** The largest standard error of a free coefficient's share of the mean time; infinite where they cannot be told apart. */
function worstShareError(form: AttentionForm, loads: readonly AttentionLoad[], noise: number): number {
  const relative = loads.map((load) => attentionRegressors(form, load).map((value) => value / load.time));
  const size = relative[0]?.length ?? 0;
  const inverse = loads.length < size ? undefined : inverseCrossProducts(relative, size);
  if (inverse === undefined) return Number.POSITIVE_INFINITY;
  const deviation = Math.max(noise, leastNoise);
  const errors = inverse.map((row, i) => {
    const mean = relative.reduce((sum, columns) => sum + columns[i]!, 0) / loads.length;
    return deviation * Math.sqrt(row[i]!) * mean;
  });
  return Math.max(...errors);
}
