import type { Strategies } from '../sweep/strategies';
import type { DeploymentChange, NoSweep, SimulatedSweep, TheorySweep, WhatIf } from '../sweep/sweep';

/** The client's commands that code lenses call with the document's URI and the index of the YAML document. */
export const lensCommands = { explain: 'afdLens.explain', sweep: 'afdLens.showSweep' } as const;

/** What a client may say of itself when the server starts, beside its settings. */
export interface StartOptions {
  /** True where it has the commands behind code lenses. */
  readonly clientCommands?: boolean;
  /** Languages of which it sends every open document anyway. */
  readonly languages?: readonly string[];
}

/** The section of the client's settings. */
export const settingsSection = 'afdLens';

/** The source that every finding of the server carries. */
export const findingSource = 'AFD Lens';

/** The commands that the server executes, by what they are about. */
export const serverCommands = {
  explain: 'afdLens.server.explain',
  sweep: 'afdLens.server.sweep',
  simulate: 'afdLens.server.simulate',
  strategies: 'afdLens.server.strategies',
  sweepEdit: 'afdLens.server.sweepEdit',
  tool: 'afdLens.server.tool',
} as const;

/** What each command is asked, and what it answers; null where the file has no such deployment, or to what it does not know. */
export interface ServerCommands {
  /** The derivation of a deployment; of the first one where no document is named. */
  readonly explain: {
    readonly asked: readonly [uri: string, document?: number];
    readonly answer: Explanation | null;
  };
  /** The theory of a deployment under a reader's changes. */
  readonly sweep: {
    readonly asked: readonly [...Deployment, whatIf: WhatIf];
    readonly answer: SweepAnswer<TheorySweep> | null;
  };
  /** Its simulation, whose progress is told by the token of the request; null also where it was ended. */
  readonly simulate: {
    readonly asked: readonly [...Deployment, whatIf: WhatIf, options: SimulationWishes];
    readonly answer: SweepAnswer<SimulatedSweep> | null;
  };
  /** Its serving strategies, as far as they are compared by now. */
  readonly strategies: {
    readonly asked: readonly [...Deployment, whatIf: WhatIf];
    readonly answer: StrategiesAnswer | null;
  };
  /** What writing values into the manifest takes. */
  readonly sweepEdit: {
    readonly asked: readonly [...Deployment, change: DeploymentChange];
    readonly answer: SweepEdit | null;
  };
  /** The answer of a tool for agents; relative paths start at the folders. */
  readonly tool: {
    readonly asked: readonly [name: string, input: object, folderUris: readonly string[]];
    readonly answer: ToolAnswer;
  };
}

/** The name of a command, without what all of them begin with. */
export type ServerCommand = keyof ServerCommands;

/** A file and the index of a YAML document in it. */
type Deployment = readonly [uri: string, document: number];

/** A deployment's name and its derivation. */
interface Explanation {
  readonly title: string;
  readonly markdown: string;
}

/** How a simulation is run, where the defaults do not do. */
export interface SimulationWishes {
  readonly seed?: number;
  readonly requestsPerWorker?: number;
  readonly replications?: number;
}

/** An answer about a sweep, and the version of the document it was computed for. */
export interface SweepAnswer<Sweep> {
  readonly version: number;
  readonly sweep: Sweep | NoSweep;
}

/** An answer about serving strategies, and the version of the document it was computed for. */
export interface StrategiesAnswer {
  readonly version: number;
  readonly strategies: Strategies;
}

/** What to write, or why nothing is; in either case the YAML to copy. */
export interface SweepEdit {
  readonly version: number;
  readonly edits: readonly SentEdit[];
  /** Edits of other files that state the same sizes. */
  readonly elsewhere?: readonly { readonly uri: string; readonly edits: readonly SentEdit[] }[];
  readonly yaml: string;
  readonly message?: string;
}

/** An edit of a text as the Language Server Protocol has it. */
export interface SentEdit {
  readonly range: { readonly start: SentPosition; readonly end: SentPosition };
  readonly newText: string;
}

interface SentPosition {
  readonly line: number;
  readonly character: number;
}

/** A tool's answer: text for the model, or the sentence that says why there is none. */
export interface ToolAnswer {
  readonly text: string;
  readonly isError: boolean;
}
