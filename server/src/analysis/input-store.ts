import { basename, sep } from 'node:path';
import { BackgroundStore, type Entry } from '../background/background-store';
import type {
  DeviceState,
  Inputs,
  LaunchesState,
  ModelState,
  ProfileState,
  ReadyLaunches,
  TraceState,
} from '../evaluation/inputs';
import type { KeepRequests } from '../workload/request-list';
import type { NoTrace, RequestsOutcome, TraceLoader, TraceRequest } from '../workload/trace-loader';
import type { ColumnMapping } from '../workload/trace-summary';
import { type InputDocumentKind, loadDocument } from './document-readers';
import { LaunchSearch, type SearchScope } from './launch-search';
import { isCarrierName } from './our-share';
import { leftBy, refusal } from './reach/confine';
import { liesBelow } from './reach/real-path';
import { placeToRead, type ReadFrom } from './read-from';
import { type ReferenceBase, referencePath } from './reference-path';
import type { Studies } from './studies';

/** An editor's unsaved text of a file. */
export interface Buffer {
  readonly text: string;
  readonly version: number;
}

export interface InputStoreOptions {
  readonly loader: TraceLoader;
  /** The unsaved text of a file, if some editor holds one. */
  readonly bufferOf?: (path: string) => Buffer | undefined;
  /** Where a file is read from instead, if not from its own place. */
  readonly readFrom?: ReadFrom | undefined;
  /** The folders of which a message may show how columns are called (see `ownFolders`); none where it is not given. */
  readonly ownFolders?: () => readonly string[];
  /** What computes at length; without it nothing is compared and no orders are tried. */
  readonly studies?: Studies | undefined;
  /** Called when a file's state changed after it was first asked for. */
  readonly onChange?: () => void;
  /** Called with the share read of a trace, and undefined when the reading ended. */
  readonly onProgress?: (path: string, share: number | undefined) => void;
}

type InputState = TraceState | ProfileState | DeviceState | ModelState | ReadyLaunches | { readonly kind: 'loading' };

/** A state by the file that it is of, or by the folder that launches are looked for in. */
type InputEntry = Entry<InputState, string>;

/**
 * Referenced files by path: answers at once with what is known, reads in the background, keeps the last usable state
 * while a changed file is read again.
 */
export class InputStore {
  private readonly store: BackgroundStore<InputState, string>;
  private readonly search: LaunchSearch;

  constructor(private readonly options: InputStoreOptions) {
    this.store = new BackgroundStore<InputState, string>({
      initial: { kind: 'loading' },
      failed: (error, path) => ({ kind: 'failed', path, message: `Reading failed: ${error}.`, line: undefined }),
      onChange: options.onChange,
    });
    this.search = new LaunchSearch({
      bufferOf: (path) => options.bufferOf?.(path)?.text,
      readFrom: options.readFrom,
    });
  }

  /**
   * The inputs of documents whose references start at `base`. The launches of others are looked for in `scope`, if it is
   * given, but not in the file `self`.
   */
  inputsFor(base: ReferenceBase, scope?: SearchScope, self?: string): Inputs {
    return {
      ...(scope ? { launches: () => withoutFile(this.launchesIn(scope), self) } : {}),
      trace: (reference, columns) => {
        const target = referencePath(base, reference);
        if ('message' in target) return { kind: 'unreachable', message: target.message };
        const key = JSON.stringify(['trace', target.path, columns?.prefill, columns?.decode]);
        return this.referencedState(base, reference, key, target.path, (signal) =>
          this.loadTrace(target.path, columns, signal),
        ) as TraceState;
      },
      profile: (reference) => this.documentState(base, reference, 'profile') as ProfileState,
      device: (reference) => this.documentState(base, reference, 'device') as DeviceState,
      model: (reference) => this.documentState(base, reference, 'model') as ModelState,
      ...this.studiesFor(base),
    };
  }

  private studiesFor(base: ReferenceBase): Pick<Inputs, 'comparison' | 'schedule'> {
    const { studies } = this.options;
    if (!studies) return {};
    return {
      comparison: (question) => studies.comparison(question),
      schedule: (trace, question) =>
        studies.schedule(trace, question, ({ reference, columns }, keep, signal) =>
          this.requests(base, reference, columns, keep, signal),
        ),
    };
  }

  private documentState(base: ReferenceBase, reference: string, kind: InputDocumentKind): InputState {
    const target = referencePath(base, reference);
    if ('message' in target) return { kind: 'unreachable', message: target.message };
    return this.referencedState(base, reference, `${kind}:${target.path}`, target.path, () =>
      loadDocument(target.path, kind, this.options),
    );
  }

  /** The state of a file that is read only where its reference keeps to what it is confined to. */
  private referencedState(
    { confinements = [] }: ReferenceBase,
    reference: string,
    key: string,
    path: string,
    load: (signal: AbortSignal) => Promise<InputState>,
  ): InputState {
    if (confinements.length === 0) return this.store.stateOf(key, path, load);
    const confinedKey = JSON.stringify([key, reference, confinements]);
    return this.store.stateOf(confinedKey, path, async (signal) => {
      const left = await leftBy(confinements, path, this.options.readFrom);
      return left ? { kind: 'unreachable', message: refusal(reference, left), isConfined: true } : load(signal);
    });
  }

  /**
   * The requests of a trace that `keep` says, read now; not to be changed by who gets them. Neither shows progress nor
   * keeps a state. Rejects with the signal's reason, or when the store is disposed.
   */
  async requests(
    base: ReferenceBase,
    reference: string,
    columns: ColumnMapping | undefined,
    keep: KeepRequests,
    signal?: AbortSignal,
  ): Promise<RequestsOutcome> {
    const target = referencePath(base, reference);
    if ('message' in target) return { kind: 'failed', message: target.message };
    const left = await leftBy(base.confinements ?? [], target.path, this.options.readFrom);
    if (left) return { kind: 'failed', message: refusal(reference, left) };
    const request = await this.traceRequest(target.path);
    if (!request) return { kind: 'missing' };
    const outcome = await this.options.loader.requests(request, columns, keep, { signal });
    return outcome.kind === 'failed' ? this.failureOf(target.path, outcome) : outcome;
  }

  /** Paths that were asked for and are still kept. */
  paths(): ReadonlySet<string> {
    return new Set(this.store.entries().flatMap(({ about, state }) => [about, ...filesIn(state)]));
  }

  /**
   * Reads a file again because it, or an editor's buffer of it, changed, and searches a folder again because that was
   * asked for or a file in it changed. True when the path is one of ours.
   */
  refresh(path: string): boolean {
    return this.store.renew((entry) => {
      const { state } = entry;
      if (!concerns(entry, path)) return undefined;
      return carries(state, path) ? () => this.search.lookAgain(state, path) : entry.work;
    });
  }

  /** Looks whether a file changed unnoticed; one that is being read now is current anyway. Folders are not searched again. */
  recheck(path: string): void {
    this.store.renew((entry) =>
      entry.about === path && !entry.isUnderWay && !isSearch(entry) ? entry.work : undefined,
    );
  }

  /** Ends the reading of a file at the user's wish and says so where it is referenced. */
  cancel(path: string): void {
    const message = 'Reading the trace was cancelled; save this file to read it again.';
    const state = { kind: 'failed', path, message, line: undefined } as const;
    this.store.conclude(({ about }) => (about === path ? state : undefined));
  }

  /** Drops files that no document refers to any more and ends their reading. */
  keepOnly(paths: ReadonlySet<string>): void {
    this.store.keepOnly((path) => paths.has(path));
  }

  /** Resolves when nothing is being read or computed. */
  async settled(): Promise<void> {
    await this.store.settled();
    await this.options.studies?.settled();
  }

  dispose(): void {
    this.store.dispose();
    this.options.loader.dispose();
  }

  private launchesIn(scope: SearchScope): LaunchesState {
    const key = JSON.stringify(['launches', scope.folder, scope.deep, scope.confinements]);
    const state = this.store.stateOf(key, scope.folder, (signal) => this.search.search(scope, signal));
    return state.kind === 'ready' ? (state as ReadyLaunches) : { kind: 'loading', folder: scope.folder };
  }

  private async loadTrace(path: string, columns: ColumnMapping | undefined, signal: AbortSignal): Promise<TraceState> {
    try {
      const request = await this.traceRequest(path);
      if (!request) return { kind: 'missing', path };
      const outcome = await this.options.loader.load(request, columns, {
        signal,
        onProgress: (share) => this.options.onProgress?.(path, share),
      });
      if (outcome.kind === 'missing') return { kind: 'missing', path };
      if (outcome.kind === 'failed') return { path, ...(await this.failureOf(path, outcome)) };
      return { kind: 'ready', path, summary: outcome.summary, modifiedMs: outcome.modifiedMs };
    } finally {
      this.options.onProgress?.(path, undefined);
    }
  }

  /** Why a trace is not usable; with the names of its columns only where they are no secret. */
  private async failureOf(path: string, { message, line, withNames }: Extract<NoTrace, { kind: 'failed' }>) {
    const isOwn = withNames !== undefined && (await liesBelow(this.options.ownFolders?.() ?? [], path));
    return { kind: 'failed', message: isOwn ? withNames : message, line } as const;
  }

  /** Undefined for a file that is to count as missing. */
  private async traceRequest(path: string): Promise<TraceRequest | undefined> {
    const buffer = this.options.bufferOf?.(path);
    if (buffer) return { name: basename(path), text: buffer.text, version: buffer.version };
    const place = await placeToRead(path, this.options.readFrom);
    return place === undefined ? undefined : { path: place };
  }
}

function isSearch({ state }: InputEntry): boolean {
  return 'files' in state;
}

function filesIn(state: InputState): readonly string[] {
  return 'files' in state ? state.files.map(({ path }) => path) : [];
}

function carries(state: InputState, file: string): state is ReadyLaunches {
  return filesIn(state).includes(file);
}

/** Whether a change of the path may change the entry: its file, its folder, or a file below that may launch something. */
function concerns(entry: InputEntry, changed: string): boolean {
  const { about: path } = entry;
  return path === changed || (isSearch(entry) && isCarrierName(changed) && changed.startsWith(path + sep));
}

function withoutFile(state: LaunchesState, file: string | undefined): LaunchesState {
  if (state.kind === 'loading') return state;
  return file === undefined ? state : { ...state, files: state.files.filter(({ path }) => path !== file) };
}
