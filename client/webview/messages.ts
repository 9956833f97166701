import type { ComparedStrategies, NoStrategies } from '../../server/src/sweep/strategies';
import type { SimulatedSweep, TheorySweep, WhatIf } from '../../server/src/sweep/sweep';

/** The deployment a panel shows: a file and the index of a YAML document in it. */
export interface SweepTarget {
  readonly uri: string;
  readonly document: number;
}

/** The tabs of a panel, in their order. */
export const tabNames = ['ratio', 'strategies'] as const;
export type TabName = (typeof tabNames)[number];

/** What a panel keeps across hiding and reloads. */
export interface SavedState {
  readonly target: SweepTarget;
  readonly whatIf: WhatIf;
  /** Absent in what earlier versions kept. */
  readonly tab?: TabName;
}

/** How the simulation stands. `share` is done, from 0 to 1; `stopped` says why there is none to wait for. */
export type SimulationStatus =
  | { readonly kind: 'idle' }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'running'; readonly share: number }
  | { readonly kind: 'stopped'; readonly reason: string; readonly again: boolean };

/** What "Apply" would write: the reason why it cannot, or undefined; and whether there is YAML to copy. */
export interface EditOffer {
  readonly refusal: string | undefined;
  readonly copyable: boolean;
}

/** Everything a panel shows. */
export interface PanelState {
  readonly target: SweepTarget;
  readonly file: string;
  /** The last sweep there was. */
  readonly theory: TheorySweep | undefined;
  /** Why there is no sweep now; the last one is then shown dimmed. */
  readonly problem: string | undefined;
  readonly simulated: SimulatedSweep | undefined;
  /** True where `simulated` belongs to other inputs than `theory`. */
  readonly outdated: boolean;
  readonly status: SimulationStatus;
  /** Undefined while it is not known yet. */
  readonly edit: EditOffer | undefined;
}

/** What the tab of strategies shows. */
export interface StrategiesState {
  /** The last comparison there was. */
  readonly last: ComparedStrategies | undefined;
  /**
   * How the answer to the present inputs stands. `ready`: it is `last`. `computing`, `problem`: `last` is shown dimmed, until
   * the answer comes, or because there is none. `none`: nothing can be compared, and `last` is not shown.
   */
  readonly status:
    | { readonly kind: 'ready' | 'computing' }
    | NoStrategies
    | { readonly kind: 'problem'; readonly message: string };
}

/** What the extension tells the page. */
export type ToPage =
  | { readonly kind: 'strategies'; readonly strategies: StrategiesState }
  | { readonly kind: 'state'; readonly state: PanelState }
  | { readonly kind: 'progress'; readonly share: number }
  | { readonly kind: 'copied' };

/** What the page asks of the extension. */
export type FromPage =
  | { readonly kind: 'ready'; readonly whatIf: WhatIf | undefined; readonly tab: TabName }
  | { readonly kind: 'tab'; readonly tab: TabName }
  | { readonly kind: 'whatIf'; readonly whatIf: WhatIf }
  | { readonly kind: 'simulate' | 'cancel' | 'apply' | 'copy' };
