import type { SizeCopy } from '../deployment';

/** What beside the counts themselves has to change with a pool's size: copies, and why some place cannot. */
export interface InStep {
  readonly copies: readonly SizeCopy[];
  /** Reasons against an edit, as the rest of `The FFN pool is not edited: …`. */
  readonly obstacles: readonly string[];
}

/** Nothing that has to change, and nothing against an edit. */
export const nothingInStep: InStep = { copies: [], obstacles: [] };

/** A reason against an edit. */
export function against(obstacle: string): InStep {
  return { copies: [], obstacles: [obstacle] };
}

/** Everything that has to change, and everything against an edit. */
export function allInStep(parts: readonly InStep[]): InStep {
  return {
    copies: parts.flatMap(({ copies }) => copies),
    obstacles: parts.flatMap(({ obstacles }) => obstacles),
  };
}
