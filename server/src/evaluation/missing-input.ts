import type { TextRange } from '../text/text-range';

/** Something missing that keeps a deployment from being evaluated: a sentence without its full stop, and where. */
export interface MissingInput {
  readonly message: string;
  readonly range: TextRange;
  readonly templated: boolean;
}
