import type { AnalysedFile } from '../../analysis/analysis';
import { evaluatedDocuments } from '../../analysis/evaluated-documents';
import { reasons } from '../../report/explanation-json';
import { type DiffRow, diffRows } from './diff-rows';
import type { DiffSide } from './diff-side';

/** A deployment that differs between the two sides. */
export interface DeploymentDiff {
  readonly change: 'added' | 'removed' | 'changed';
  readonly name: string | undefined;
  /** Its name, or what else tells it from others. */
  readonly title: string;
  /** Its file, as it is called after the change, or was called before it was removed. */
  readonly file: string;
  /** The file's name before, if it was renamed. */
  readonly previousFile: string | undefined;
  readonly before: DiffSide | undefined;
  readonly after: DiffSide | undefined;
  readonly rows: readonly DiffRow[];
  /** Codes of findings that only one side has, suppressed ones included. */
  readonly findings: { readonly appeared: readonly FoundCode[]; readonly gone: readonly FoundCode[] };
}

export interface FoundCode {
  readonly code: string;
  /** True when every finding of that code is suppressed. */
  readonly suppressed: boolean;
}

/** What one run of `diff` found, for the output formats. */
export interface DiffReport {
  /** As the user gave it, and the commit where it is a revision. */
  readonly base: { readonly name: string; readonly commit: string | undefined };
  readonly deployments: readonly DeploymentDiff[];
}

/**
 * The deployments of one file that differ in what is shown of them. They are matched by their name, those without one by
 * their order. One that has another name and is otherwise the same did not change.
 */
export function compareFiles(
  before: AnalysedFile | undefined,
  after: AnalysedFile | undefined,
  renamed = false,
): readonly DeploymentDiff[] {
  const left = new Map(sidesOf(before));
  const previousFile = renamed ? before?.file : undefined;
  const added: DiffSide[] = [];
  const found: DeploymentDiff[] = [];
  for (const [key, side] of sidesOf(after)) {
    const was = left.get(key);
    if (!was) added.push(side);
    else if (isChanged(was, side)) found.push(deploymentDiff(was, side, previousFile));
    left.delete(key);
  }
  for (const side of added) {
    const [key] = [...left].find(([, was]) => !isChanged(was, side)) ?? [];
    if (key === undefined) found.push(deploymentDiff(undefined, side, previousFile));
    else left.delete(key);
  }
  return [
    ...found.sort((a, b) => a.after!.unit.index - b.after!.unit.index),
    ...[...left.values()].map((side) => deploymentDiff(side, undefined, previousFile)),
  ];
}

/** Why a side has no prediction; empty where it has one. */
export function whyNotEvaluated({ unit, evaluation }: DiffSide): readonly string[] {
  return reasons(unit, evaluation);
}

/** A deployment belongs to the file that answers for it, which states its sizes too. */
function sidesOf(file: AnalysedFile | undefined): readonly (readonly [string, DiffSide])[] {
  const counts = new Map<string | undefined, number>();
  return evaluatedDocuments(file?.analysis.documents ?? []).flatMap((unit) => {
    const { deployment, evaluation, answeredIn } = unit;
    if (!file || answeredIn !== undefined) return [];
    const { name } = deployment;
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    return [[JSON.stringify([name ?? null, count]), { file, unit, deployment, evaluation }] as const];
  });
}

function isChanged(before: DiffSide, after: DiffSide): boolean {
  return diffRows(before, after).some(({ decides }) => decides);
}

function deploymentDiff(
  before: DiffSide | undefined,
  after: DiffSide | undefined,
  previousFile: string | undefined,
): DeploymentDiff {
  const { file, unit, deployment } = (after ?? before)!;
  const { name } = deployment;
  return {
    change: before && after ? 'changed' : after ? 'added' : 'removed',
    name,
    title: name ?? (file.analysis.documents.length > 1 ? `${file.file}, document ${unit.index + 1}` : file.file),
    file: file.file,
    previousFile,
    before,
    after,
    rows: diffRows(before, after),
    findings: { appeared: onlyIn(after, before), gone: onlyIn(before, after) },
  };
}

/** A suppression does not make a finding go: it is only accepted. */
function onlyIn(side: DiffSide | undefined, other: DiffSide | undefined): readonly FoundCode[] {
  const known = new Set(other?.unit.findings.map(({ code }) => code));
  const codes = new Set(side?.unit.findings.map(({ code }) => code).filter((code) => !known.has(code)));
  return [...codes].sort().map((code) => ({
    code,
    suppressed: side!.unit.findings.every((finding) => finding.code !== code || finding.suppressed !== undefined),
  }));
}
