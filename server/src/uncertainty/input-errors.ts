import type { SlopeError } from '../provisioning/cycle/operating-point';

/** How far the inputs of a number may be off. Shares: 0.05 is 5 %. */
export interface InputErrors {
  readonly theta: ThetaError;
  /** No stage time is off by more than its share, slope and level each for itself. */
  readonly stages: { readonly attention: number; readonly communication: number; readonly ffn: number };
  /** How far slopes are off besides, each about a load at which the stage time stays. */
  readonly slopes?: { readonly attention?: SlopeError | undefined; readonly ffn?: SlopeError | undefined } | undefined;
  /** How much the coefficients of a stage are off together, from 0, each for itself, to 1, the whole stage by one factor. */
  readonly together?: number | undefined;
  /** Standard deviation of what a cycle time is off by at one ratio and not at twice that, beyond the errors above. */
  readonly misfit?: number | undefined;
}

/**
 * What is known of theta and nu: theta's relative standard error with how far 95 % reach, and that of nu with how the two
 * go together (without it nu goes along with theta); or only that there was one request.
 */
export type ThetaError =
  | {
      readonly kind: 'standard error';
      readonly relative: number;
      readonly reach95: number;
      readonly nu?: { readonly relative: number; readonly correlation: number } | undefined;
    }
  | { readonly kind: 'one request' };
