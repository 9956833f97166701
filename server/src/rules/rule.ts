import type { Evaluation } from '../evaluation/evaluation';
import type { DeviceState, ModelState, ProfileState, Thresholds, TraceState } from '../evaluation/inputs';
import type { MissingInput } from '../evaluation/missing-input';
import type { RequestOrder } from '../evaluation/request-order';
import type { CarriedFile } from '../manifest/carriers/process';
import type { Deployment } from '../manifest/deployment';
import type { ResizableText } from '../manifest/exact-resize';
import type { Fact } from '../manifest/fact';
import type { FileEdits, TextEdit, TextRange } from '../text/text-range';
import type { SchemaProblem } from '../yaml/schema-problems';
import type { YamlProblem } from '../yaml/yaml-problem';

export type Severity = 'error' | 'warning' | 'info' | 'hint';

/** A file, or an entry of the catalogue, that a document names or is given, and what is known of it. */
export interface Reference {
  readonly kind: 'trace' | 'profile' | 'device' | 'model';
  readonly fact: Fact<string>;
  /** Undefined for an id that the catalogue does not have. */
  readonly state: TraceState | ProfileState | DeviceState | ModelState | undefined;
}

/** What a reference leads to, at the start of a sentence. */
export const referenceNames: Readonly<Record<Reference['kind'], string>> = {
  trace: 'Trace',
  profile: 'Profile',
  device: 'Device',
  model: 'Model',
};

/** One document of a file as rules see it. Ranges are offsets into `text`: the document's chunk, or the file of launches. */
export interface Subject extends ResizableText {
  /** The document's part of `text`. */
  readonly extent: TextRange;
  readonly yamlProblems: readonly YamlProblem[];
  readonly schemaProblems: readonly SchemaProblem[];
  readonly deployment: Deployment | undefined;
  /** The keys and indices that lead to an offset, like `spec.attention.workers`; empty where there are none. */
  readonly pathAt: (offset: number) => string;
  /** Where the statement that holds an offset begins, if a comment can stand above it only. */
  readonly statementAt?: (offset: number) => number | undefined;
  /** Whether edits of `text` touch only comments and layout. */
  readonly changesNothing: (edits: readonly TextEdit[]) => boolean;
  readonly evaluation: Evaluation | undefined;
  /** Empty in a document that is too broken to be read. */
  readonly references: readonly Reference[];
  /** True while a file that it refers to is still being read. */
  readonly loading: boolean;
  /** True while something that follows from it at length is being computed. */
  readonly computing: boolean;
  /** How much requests wait, and what their order makes of it; undefined without an evaluation. */
  readonly requestOrder: RequestOrder | undefined;
  readonly thresholds: Thresholds;
  readonly nowMs: number;
  /** True for the document of an `afd-lens.config.yaml`. */
  readonly isConfiguration: boolean;
  /** Services and claims that stand beside launches. */
  readonly cluster?: Pick<CarriedFile, 'services' | 'claims'>;
  /** Why a document that seems to launch something cannot be read. */
  readonly unreadable?: MissingInput | undefined;
  /** False where the search for the other launches of a deployment ended before its end. */
  readonly isSearchComplete?: boolean;
  /** The folder in which other launches of a deployment were looked for; undefined where only this file was. */
  readonly searched?: string | undefined;
  /** What is wrong with the configuration that this document's settings come from. */
  readonly configurationProblem: string | undefined;
}

export interface RelatedPlace<Range extends TextRange = TextRange> {
  readonly message: string;
  readonly range: Range;
  /** Absolute path of the file whose offsets the range is, where it is another one. */
  readonly file?: string | undefined;
}

/**
 * Something a rule says about one place: fact, number, bound. At most about 120 characters, no line break. Rules give ranges
 * of the text that they see; `FileFinding` is what becomes of it.
 */
export interface Finding<Range extends TextRange = TextRange> {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly range: Range;
  readonly related: readonly RelatedPlace<Range>[];
  /** Marks text that has no effect, so that an editor may fade it. */
  readonly unnecessary?: boolean;
  /** Predicted gain of the best alternative, a share; for findings about one. */
  readonly gain?: number;
  /** Computed when asked for: building and checking edits costs more than finding the problem. */
  readonly fixes: () => readonly Fix<Range>[];
}

/** An edit that resolves a finding. */
export interface Fix<Range extends TextRange = TextRange> {
  readonly title: string;
  readonly preferred: boolean;
  /** True when the edit changes no meaning, so that it may run on save. */
  readonly cosmetic: boolean;
  /** Marks a fix that accepts the finding rather than resolves it. */
  readonly suppression?: true;
  readonly edits: readonly TextEdit<Range>[];
  /** What changes in other files; the fix is all of it or nothing. */
  readonly elsewhere?: readonly FileEdits[] | undefined;
}

/** True when the fix is complete with its edits of this file. */
export function isWithinFile({ elsewhere = [] }: Pick<Fix, 'elsewhere'>): boolean {
  return elsewhere.length === 0;
}

/** One rule: its documentation is `docs/rules/<code>.md`. */
export interface Rule {
  readonly code: string;
  readonly title: string;
  readonly severity: Severity;
  check(subject: Subject): readonly Finding[];
}

/** A finding of `rule`, with what is rarely given left empty. */
export function finding(
  rule: Pick<Rule, 'code' | 'severity'>,
  range: TextRange,
  message: string,
  extra: Partial<Pick<Finding, 'related' | 'fixes' | 'unnecessary' | 'severity' | 'gain'>> = {},
): Finding {
  return { code: rule.code, severity: rule.severity, message, range, related: [], fixes: () => [], ...extra };
}
