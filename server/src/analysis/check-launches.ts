import type { FileSettings } from '../configuration/file-settings';
import { evaluate } from '../evaluation/evaluate';
import type { Inputs } from '../evaluation/inputs';
import { requestOrderOf } from '../evaluation/request-order';
import type { Deployment } from '../manifest/deployment';
import type { LaunchFile } from '../manifest/launches/launch-file';
import type { LaunchGroup } from '../manifest/launches/pair-launches';
import { documentRules } from '../rules/catalogue';
import type { Finding, Rule, Subject } from '../rules/rule';
import type { TextRange } from '../text/text-range';
import type { YamlDocument } from '../yaml/yaml-document';
import { entriesAt, pathAt, type TreeNode } from '../yaml/yaml-tree';
import { type DocumentContent, launchKind } from './analysis';
import type { CheckedDocument, CheckedPart } from './judging/checked-document';
import { commandStart, launchSuppressions, sameLaunchText } from './launch-comments';
import {
  answeringFile,
  editedDeployments,
  type LaunchedDeployments,
  launchedDeployments,
} from './launched-deployments';
import { deploymentReferences, fileReferences } from './references';

/**
 * Each fix of a finding has the text read again, to see that nothing else changes. There are about as many findings as
 * launches: so many characters for all of them together. Of a text beyond no fix is offered.
 */
const mostRereading = 4_000_000;

/** A text with launches, and what they are checked under. */
export interface LaunchText {
  readonly text: string;
  readonly isScript: boolean;
  readonly file: LaunchFile;
  readonly inputs: Inputs;
  readonly settings: FileSettings;
  readonly nowMs: number;
  readonly check: (rule: Rule, subject: Subject) => readonly Finding[];
}

/** The deployments that launches in a text state, alone or with launches of other files; undefined where there are none. */
export function checkLaunches(asked: LaunchText): CheckedDocument | undefined {
  const { file, inputs, settings, text, isScript } = asked;
  const found = launchedDeployments(file, inputs, settings);
  const parts = [
    ...found.deployments.map((deployment, index) => checkDeployment(asked, deployment, index, found)),
    ...file.unreadable.map((document) => unreadablePart(asked, document)),
  ];
  return parts.length === 0
    ? undefined
    : { parts, suppressions: launchSuppressions(text, isScript, file), judged: undefined };
}

function checkDeployment(
  asked: LaunchText,
  deployment: Deployment,
  index: number,
  { others, searching, lookedIn }: LaunchedDeployments,
): CheckedPart {
  const { text, isScript, file, inputs, settings, check } = asked;
  const evaluation = evaluate(deployment, inputs, settings.thresholds);
  const references = deploymentReferences(deployment, evaluation);
  const loading = searching || references.some(({ state }) => state?.kind === 'loading');
  const answeredIn = answeringFile(deployment.launches);
  const requestOrder = requestOrderOf(deployment, evaluation, inputs);
  const computing = requestOrder.schedule.kind === 'computing';
  const subject: Subject = {
    ...emptySubject(asked),
    deployment,
    deploymentIn: (edited, elsewhere = []) =>
      mayReread(text, file) ? editedDeployments(edited, isScript, others, elsewhere, settings)[index] : undefined,
    evaluation,
    references,
    loading,
    computing,
    requestOrder,
    isSearchComplete: others?.complete ?? true,
    searched: others?.folder,
  };
  const rules = documentRules.filter(({ code }) => answeredIn === undefined || /^AFD4/.test(code));
  return {
    subject,
    findings: rules.flatMap((rule) => check(rule, subject)),
    extents: extentsOf(deployment.launches),
    references: fileReferences(references),
    content: {
      ...emptyContent(text),
      deployment,
      deploymentIn: subject.deploymentIn,
      answeredIn,
      evaluation,
      requestOrder,
      lookedIn,
      loading,
      computing,
    },
  };
}

/** A document of others whose YAML is broken: other tools say what is wrong with it. */
function unreadablePart(asked: LaunchText, { problems, extent }: YamlDocument): CheckedPart {
  const [first] = problems;
  const subject: Subject = {
    ...emptySubject(asked),
    unreadable: first && { message: 'the YAML around this launch is not valid', range: first.range, templated: false },
  };
  return {
    subject,
    findings: documentRules.flatMap((rule) => asked.check(rule, subject)),
    extents: [extent],
    references: [],
    content: { ...emptyContent(asked.text), wellFormed: false },
  };
}

function emptySubject({ text, isScript, file, settings, nowMs }: LaunchText): Subject {
  const rootAt = (offset: number) =>
    file.documents.find(({ extent: { start, end } }) => start <= offset && offset < end)?.root;
  return {
    text,
    extent: { start: 0, end: text.length },
    root: undefined,
    pathAt: (offset) => pathAt(rootAt(offset), offset),
    statementAt: (offset) => {
      if (!isScript) return keyAbove(rootAt(offset), offset);
      return mayReread(text, file) ? commandStart(text, offset) : undefined;
    },
    changesNothing: (edits) => mayReread(text, file) && sameLaunchText(text, isScript, edits),
    yamlProblems: [],
    schemaProblems: [],
    deployment: undefined,
    deploymentIn: () => undefined,
    evaluation: undefined,
    references: [],
    loading: false,
    computing: false,
    requestOrder: undefined,
    thresholds: settings.thresholds,
    nowMs,
    isConfiguration: false,
    configurationProblem: settings.configurationProblem,
    cluster: file.cluster,
  };
}

function mayReread(text: string, { launches }: LaunchFile): boolean {
  return text.length * launches.length <= mostRereading;
}

/** Where the innermost key begins under which an offset stands. */
function keyAbove(root: TreeNode | undefined, offset: number): number | undefined {
  return root && entriesAt(root, offset).at(-1)?.keyRange.start;
}

function emptyContent(text: string): DocumentContent {
  return {
    text,
    root: undefined,
    wellFormed: true,
    kind: launchKind,
    deployment: undefined,
    deploymentIn: () => undefined,
    answeredIn: undefined,
    evaluation: undefined,
    requestOrder: undefined,
    lookedIn: [],
    loading: false,
    computing: false,
  };
}

/** The documents of this file that the launches stand in, each once. */
function extentsOf(group: LaunchGroup): readonly TextRange[] {
  const extents = group.filter(({ file }) => file === undefined).map(({ carrier }) => carrier.extent);
  return [...new Map(extents.map((extent) => [extent.start, extent])).values()];
}
