/** A request as a scheduler sees it. */
export interface SchedulingRequest {
  /** Prompt tokens, P >= 0, held from its first step on. */
  readonly prefill: number;
  /** Decode steps, D >= 1; in its k-th step it holds P + k tokens. */
  readonly decode: number;
  /** When it arrives, in steps; 0 for all of a burst. */
  readonly arrival: number;
}
