import type { TextRange } from '../text/text-range';

/** Something wrong with the YAML itself, in one sentence. */
export interface YamlProblem {
  readonly kind: 'syntax' | 'duplicate-key' | 'alias-expansion';
  readonly message: string;
  readonly range: TextRange;
}
