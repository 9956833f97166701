import { evaluate } from '../evaluation/evaluate';
import type { Inputs } from '../evaluation/inputs';
import { isProfilePath } from '../latency/catalogue';
import { isKindTemplated, kindOf, profileProblems } from '../latency/profile-document';
import type { Deployment } from '../manifest/deployment';
import { readNativeManifest } from '../manifest/dialects/native';
import { documentRules } from '../rules/catalogue';
import { fileTooLarge } from '../rules/file-too-large';
import type { Finding, Rule, Subject } from '../rules/rule';
import { closest } from '../text/closest';
import { quote } from '../text/format';
import { splitDocuments } from '../yaml/document-chunks';
import type { SchemaProblem } from '../yaml/schema-problems';
import { parseYaml, type YamlDocument } from '../yaml/yaml-document';
import { entryOf, replaceable, type TreeNode } from '../yaml/yaml-tree';
import type { AnalysedDocument, Analysis, AnalysisSettings, FileReference, JudgedFinding } from './analysis';
import { judge } from './judge-findings';

/** Reports a failure that cost only itself: a rule that threw. */
export type FailureLog = (message: string, error: unknown) => void;

/** A document without its place in the file; what can be kept while its text and inputs stay the same. */
type UnplacedDocument = Omit<AnalysedDocument, 'start' | 'index'>;

const documentKinds = ['AFDDeployment', 'LatencyProfile'] as const;

/**
 * Analyses texts of one file, version after version. Documents whose text did not change are not parsed again, and
 * not evaluated again unless `forget` was called because an input or a setting changed.
 */
export class Analyzer {
  private parsed = new Map<string, readonly YamlDocument[]>();
  private analysed = new Map<string, readonly UnplacedDocument[]>();

  constructor(private readonly log: FailureLog) {}

  /** Drops results that depend on referenced files and settings. */
  forget(): void {
    this.analysed.clear();
  }

  /** The analysis of a text. Never throws for any text; reads no files itself. */
  analyze(text: string, inputs: Inputs, settings: AnalysisSettings, nowMs: number): Analysis {
    const tooLarge = fileTooLarge.checkText(text);
    if (tooLarge.length > 0) {
      this.parsed.clear();
      this.analysed.clear();
      return { documents: [], fileFindings: judgeAll(tooLarge, settings), loading: false };
    }
    const parsed = new Map<string, readonly YamlDocument[]>();
    const analysed = new Map<string, readonly UnplacedDocument[]>();
    const documents: AnalysedDocument[] = [];
    for (const { start, text: chunk } of splitDocuments(text)) {
      const yaml = parsed.get(chunk) ?? this.parsed.get(chunk) ?? parseYaml(chunk);
      parsed.set(chunk, yaml);
      const units =
        analysed.get(chunk) ??
        this.analysed.get(chunk) ??
        yaml.flatMap((_, position) => this.analyzeDocument(chunk, yaml, position, inputs, settings, nowMs));
      analysed.set(chunk, units);
      for (const unit of units) documents.push({ ...unit, start, index: documents.length });
    }
    this.parsed = parsed;
    this.analysed = analysed;
    return { documents, fileFindings: [], loading: documents.some(({ evaluation }) => evaluation?.loading) };
  }

  private analyzeDocument(
    text: string,
    documents: readonly YamlDocument[],
    position: number,
    inputs: Inputs,
    settings: AnalysisSettings,
    nowMs: number,
  ): readonly UnplacedDocument[] {
    const { root, problems, wellFormed, extent } = documents[position]!;
    if (!root && problems.length === 0) return [];
    const kind = kindOf(root);
    const { deployment, schemaProblems } = readDocument(root);
    // Which of two equal keys counts differs between parsers, so nothing is computed from either.
    const readable = wellFormed && !problems.some(({ kind: problem }) => problem === 'duplicate-key');
    const evaluation = deployment && readable ? evaluate(deployment, inputs, settings.thresholds) : undefined;
    const subject: Subject = {
      text,
      extent,
      root,
      yamlProblems: problems,
      // In a broken text the parser's guess at the structure is not worth complaining about.
      schemaProblems: wellFormed ? schemaProblems : [],
      deployment,
      deploymentIn: (edited) => readDocument(parseYaml(edited)[position]?.root).deployment,
      evaluation,
      thresholds: settings.thresholds,
      nowMs,
    };
    const findings = documentRules.flatMap((rule) => this.check(rule, subject));
    return [
      {
        text,
        extent,
        root,
        wellFormed: readable,
        kind,
        deployment,
        evaluation,
        findings: judge(subject, findings, wellFormed, settings),
        references: deployment ? fileReferences(deployment) : [],
      },
    ];
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

function readDocument(root: TreeNode | undefined): {
  deployment: Deployment | undefined;
  schemaProblems: readonly SchemaProblem[];
} {
  const kind = kindOf(root);
  if (!root || isKindTemplated(root)) return { deployment: undefined, schemaProblems: [] };
  if (kind === 'LatencyProfile') return { deployment: undefined, schemaProblems: profileProblems(root) };
  if (kind === 'AFDDeployment') {
    const { deployment, problems } = readNativeManifest(root);
    return { deployment, schemaProblems: problems };
  }
  return { deployment: undefined, schemaProblems: [unknownKind(root, kind)] };
}

function unknownKind(root: TreeNode, kind: string | undefined): SchemaProblem {
  const entry = entryOf(root, 'kind');
  const known = documentKinds.map(quote).join(' or ');
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

function fileReferences({ workload, latencyProfile }: Deployment): readonly FileReference[] {
  const references: FileReference[] = [];
  if (workload?.trace)
    references.push({ kind: 'trace', reference: workload.trace.path.value, range: workload.trace.path.site });
  if (latencyProfile && isProfilePath(latencyProfile.value)) {
    references.push({ kind: 'profile', reference: latencyProfile.value, range: latencyProfile.site });
  }
  return references;
}

function judgeAll(findings: readonly Finding[], settings: AnalysisSettings): readonly JudgedFinding[] {
  return findings.flatMap((finding) => {
    const severity = settings.rules[finding.code];
    return severity === 'off' ? [] : [{ ...finding, severity: severity ?? finding.severity, suppressed: undefined }];
  });
}
