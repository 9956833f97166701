import type { FileKind } from '../configuration/configuration';
import { configurationProblems, furtherDocument } from '../configuration/configuration-problems';
import type { FileSettings } from '../configuration/file-settings';
import { evaluate } from '../evaluation/evaluate';
import type { Inputs } from '../evaluation/inputs';
import { requestOrderOf } from '../evaluation/request-order';
import { isKindTemplated, kindOf } from '../latency/document-file';
import { deviceProblems } from '../latency/hardware/device-file';
import { modelProblems } from '../latency/hardware/model-file';
import { profileProblems } from '../latency/profile-document';
import type { Deployment } from '../manifest/deployment';
import { mayRenderMore } from '../manifest/deployment-defaults';
import { readNativeManifest } from '../manifest/dialects/native/native';
import { type LaunchFile, type ParseChunk, readLaunchFile } from '../manifest/launches/launch-file';
import { readSuppressions } from '../manifest/suppressions';
import { documentRules } from '../rules/catalogue';
import { fileTooLarge } from '../rules/document/file-too-large';
import type { Finding, Rule, Subject } from '../rules/rule';
import { closest } from '../text/closest';
import { quote } from '../text/format';
import { listed } from '../text/words';
import { type DocumentChunk, splitDocuments } from '../yaml/document-chunks';
import type { SchemaProblem } from '../yaml/schema-problems';
import { changesNothing } from '../yaml/verified-edit';
import { parseYaml, type YamlDocument } from '../yaml/yaml-document';
import { entryOf, pathAt, replaceable, type TreeNode } from '../yaml/yaml-tree';
import type { Analysis } from './analysis';
import { checkLaunches } from './check-launches';
import { applyBaseline } from './judging/apply-baseline';
import { type CheckedDocument, judgeDocuments } from './judging/checked-document';
import { judgeFile } from './judging/judge-findings';
import { placeDocuments, placeFinding } from './judging/place-documents';
import { withoutQuotes } from './judging/unquoted';
import { documentKinds, type OurShare } from './our-share';
import { withProject } from './profile-by-device';
import { configurationReferences, deploymentReferences, fileReferences } from './references';

/** Reports a failure that cost only itself: a rule that threw. */
export type FailureLog = (message: string, error: unknown) => void;

/**
 * Analyses texts of one file, version after version. Documents whose text did not change are not parsed again, and
 * not evaluated again unless `forget` was called because an input or a setting changed.
 */
export class Analyzer {
  private parsed = new Map<string, readonly YamlDocument[]>();
  private checked = new Map<string, readonly CheckedDocument[]>();
  private launchFile: { readonly text: string; readonly file: LaunchFile } | undefined;
  private checkedLaunches: CheckedDocument | undefined;
  private launchChunks: ReadonlyMap<string, readonly YamlDocument[]> = new Map();

  constructor(
    private readonly log: FailureLog,
    private readonly fileKind: FileKind = 'manifest',
  ) {}

  /** Drops results that depend on referenced files and settings. */
  forget(): void {
    this.checked.clear();
    this.checkedLaunches = undefined;
  }

  /** The analysis of a text's share that is ours. Never throws for any text; reads no files itself. */
  analyze(text: string, inputs: Inputs, settings: FileSettings, nowMs: number, share: OurShare = 'all'): Analysis {
    const tooLarge = fileTooLarge.checkText(text);
    if (tooLarge.length > 0) {
      this.parsed.clear();
      this.forget();
      const fileFindings = judgeFile(tooLarge, settings).map((finding) => placeFinding(finding, 0, undefined));
      return applyBaseline({ documents: [], fileFindings, loading: false, computing: false }, settings.baseline);
    }
    const parsed = new Map<string, readonly YamlDocument[]>();
    const checked = new Map<string, readonly CheckedDocument[]>();
    const read: { readonly start: number; readonly document: CheckedDocument }[] = [];
    for (const { start, text: chunk } of this.chunksOf(text)) {
      const yaml = parsed.get(chunk) ?? this.parsed.get(chunk) ?? parseYaml(chunk);
      parsed.set(chunk, yaml);
      const units =
        checked.get(chunk) ??
        this.checked.get(chunk) ??
        yaml.flatMap((_, position) => this.checkDocument(chunk, yaml, position, inputs, settings, nowMs));
      checked.set(chunk, units);
      for (const document of units) read.push({ start, document });
    }
    this.parsed = parsed;
    this.checked = checked;
    const launches = this.launchesOf(text, inputs, settings, nowMs);
    if (launches) read.push({ start: 0, document: launches });
    const judged = judgeDocuments(
      read.map(({ document }) => document),
      settings,
    );
    const documents = placeDocuments(
      read.map(({ start }, index) => ({ start, units: judged[index]! })),
      share,
    );
    const loading = documents.some((document) => document.loading);
    const computing = documents.some((document) => document.computing);
    const analysis = applyBaseline({ documents, fileFindings: [], loading, computing }, settings.baseline);
    return share === 'unrecognised' ? withoutQuotes(analysis) : analysis;
  }

  /** The parts of a text that are looked at as manifests. */
  private chunksOf(text: string): readonly DocumentChunk[] {
    if (this.isScript(text)) return [];
    return this.fileKind === 'configuration' ? [{ start: 0, text }] : splitDocuments(text);
  }

  private isScript(text: string): boolean {
    return this.fileKind === 'script' || text.startsWith('#!');
  }

  private launchesOf(text: string, inputs: Inputs, settings: FileSettings, nowMs: number): CheckedDocument | undefined {
    if (this.fileKind === 'configuration') return undefined;
    const isScript = this.isScript(text);
    if (this.launchFile?.text !== text) {
      this.launchFile = { text, file: readLaunchFile(text, isScript, undefined, this.keptParser()) };
      this.checkedLaunches = undefined;
    }
    const { file } = this.launchFile;
    const check = (rule: Rule, subject: Subject) => this.check(rule, subject);
    this.checkedLaunches ??= checkLaunches({ text, isScript, file, inputs, settings, nowMs, check });
    return this.checkedLaunches;
  }

  /** Parses parts of a file that are not as they were in the last version, where they were. */
  private keptParser(): ParseChunk {
    const before = this.launchChunks;
    const now = new Map<string, readonly YamlDocument[]>();
    this.launchChunks = now;
    return (text, start) => {
      const key = `${start} ${text}`;
      const documents = before.get(key) ?? parseYaml(text, start);
      now.set(key, documents);
      return documents;
    };
  }

  private checkDocument(
    text: string,
    documents: readonly YamlDocument[],
    position: number,
    inputs: Inputs,
    settings: FileSettings,
    nowMs: number,
  ): readonly CheckedDocument[] {
    const { root, problems, wellFormed, extent } = documents[position]!;
    if (!root && problems.length === 0) return [];
    const isConfiguration = this.fileKind === 'configuration';
    const read = (node: TreeNode | undefined) =>
      isConfiguration ? readConfigurationDocument(node, position) : readDocument(node);
    const { deployment: stated, schemaProblems } = read(root);
    const deployment = stated && (mayRenderMore(text, root, extent) ? stated : withProject(stated, settings));
    // Which of two equal keys counts differs between parsers, so nothing is computed from either.
    const readable = wellFormed && !problems.some(({ kind: problem }) => problem === 'duplicate-key');
    const evaluation = deployment && readable ? evaluate(deployment, inputs, settings.thresholds) : undefined;
    const references = deployment
      ? deploymentReferences(deployment, evaluation)
      : isConfiguration && root && readable && position === 0
        ? configurationReferences(root, inputs)
        : [];
    const loading = references.some(({ state }) => state?.kind === 'loading');
    const requestOrder = deployment && evaluation && requestOrderOf(deployment, evaluation, inputs);
    const computing = [requestOrder?.schedule, evaluation?.strategy.comparison].some(
      (state) => state?.kind === 'computing',
    );
    const subject: Subject = {
      text,
      extent,
      root,
      pathAt: (offset) => pathAt(root, offset),
      changesNothing: (edits) => changesNothing(text, edits),
      yamlProblems: problems,
      // In a broken text the parser's guess at the structure is not worth complaining about.
      schemaProblems: wellFormed ? schemaProblems : [],
      deployment,
      // Nothing read here is stated by several files, so edits elsewhere cannot be followed.
      deploymentIn: (edited, elsewhere = []) =>
        elsewhere.length > 0 ? undefined : read(parseYaml(edited)[position]?.root).deployment,
      evaluation,
      references: readable ? references : [],
      loading,
      computing,
      requestOrder,
      thresholds: settings.thresholds,
      nowMs,
      isConfiguration,
      configurationProblem: settings.configurationProblem,
    };
    const content = {
      text,
      root,
      wellFormed: readable,
      kind: isConfiguration ? 'Configuration' : kindOf(root),
      deployment,
      answeredIn: undefined,
      deploymentIn: subject.deploymentIn,
      evaluation,
      requestOrder,
      lookedIn: [],
      loading,
      computing,
    };
    const findings = documentRules.flatMap((rule) => this.check(rule, subject));
    const parts = [{ subject, content, extents: [extent], references: fileReferences(references), findings }];
    return [{ parts, suppressions: wellFormed ? readSuppressions(text, root, extent) : [], judged: undefined }];
  }

  private check(rule: Rule, subject: Subject): readonly Finding[] {
    try {
      return rule.check(subject);
    } catch (error) {
      this.log(`rule ${rule.code} failed`, error);
      return [];
    }
  }
}

/** A configuration deploys nothing; only its own problems count. */
function readConfigurationDocument(root: TreeNode | undefined, position: number): ReturnType<typeof readDocument> {
  const problems = root && (position === 0 ? configurationProblems(root) : [furtherDocument(root)]);
  return { deployment: undefined, schemaProblems: problems ?? [] };
}

/** Problems of the documents that deployments refer to. */
const inputProblems: ReadonlyMap<string | undefined, (root: TreeNode) => readonly SchemaProblem[]> = new Map([
  ['LatencyProfile', profileProblems],
  ['Device', deviceProblems],
  ['Model', modelProblems],
]);

function readDocument(root: TreeNode | undefined): {
  deployment: Deployment | undefined;
  schemaProblems: readonly SchemaProblem[];
} {
  const kind = kindOf(root);
  if (!root || isKindTemplated(root)) return { deployment: undefined, schemaProblems: [] };
  const problemsOf = inputProblems.get(kind);
  if (problemsOf) return { deployment: undefined, schemaProblems: problemsOf(root) };
  if (kind === 'AFDDeployment') {
    const { deployment, problems } = readNativeManifest(root);
    return { deployment, schemaProblems: problems };
  }
  return { deployment: undefined, schemaProblems: [unknownKind(root, kind)] };
}

function unknownKind(root: TreeNode, kind: string | undefined): SchemaProblem {
  const entry = entryOf(root, 'kind');
  const known = listed(documentKinds.map(quote), 'or');
  if (kind === undefined || !entry) {
    const range = entry?.keyRange ?? { start: root.site.start, end: root.site.start + 1 };
    const message = `The document needs \`kind\`: ${known}.`;
    return { kind: entry ? 'value' : 'missing-key', message, range, replacement: undefined };
  }
  const likely = closest(kind, documentKinds);
  const message = `Unknown kind ${quote(kind)}; ${likely ? `did you mean ${quote(likely)}?` : `known kinds: ${known}.`}`;
  const replacement = replaceable(entry.value) ? likely : undefined;
  return { kind: 'value', message, range: entry.value.site, replacement };
}
