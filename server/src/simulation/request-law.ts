/** Lengths of completed requests in the order of a trace: prefill tokens P >= 0 and decode steps D >= 1, same length. */
export interface RequestLengths {
  readonly prefill: Float64Array;
  readonly decode: Float64Array;
}

/**
 * Where requests come from: a trace, in its order or resampled (each drawn anew, with replacement); or a distribution of
 * P >= 0 and D >= 1. `geometric`: independent, both from 1. `lognormal`: with these means, standard deviations and the
 * correlation of P and D; D is rounded to at least 1.
 */
export type RequestLaw =
  | { readonly kind: 'replay'; readonly list: RequestLengths }
  | { readonly kind: 'resample'; readonly list: RequestLengths }
  | { readonly kind: 'geometric'; readonly meanPrefill: number; readonly meanDecode: number }
  | {
      readonly kind: 'lognormal';
      readonly meanPrefill: number;
      readonly meanDecode: number;
      readonly deviationPrefill: number;
      readonly deviationDecode: number;
      readonly correlation: number;
    }
  | { readonly kind: 'deterministic'; readonly prefill: number; readonly decode: number };
