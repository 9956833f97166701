import { basename, dirname, isAbsolute, resolve } from 'node:path';
import type { FileSettings } from '../configuration/file-settings';
import type { FileWithLaunches, Inputs, ReadyLaunches } from '../evaluation/inputs';
import { isProfilePath } from '../latency/catalogue';
import type { Deployment } from '../manifest/deployment';
import { type Fact, factSetIn } from '../manifest/fact';
import { launchDeployments } from '../manifest/launches/launch-deployments';
import type { LaunchDirective } from '../manifest/launches/launch-directive';
import { type LaunchFile, readLaunchFile } from '../manifest/launches/launch-file';
import type { LaunchGroup } from '../manifest/launches/pair-launches';
import { startsRole } from '../manifest/launches/role';
import { applyEdits, type FileEdits } from '../text/text-range';
import { isScript } from './our-share';
import { withProject } from './profile-by-device';

/** The deployments that have a launch in a file, and what else was looked at to find their other launches. */
export interface LaunchedDeployments {
  readonly deployments: readonly Deployment[];
  /** Undefined where nothing else was looked at. */
  readonly others: ReadyLaunches | undefined;
  /** True while other files are still being looked at. */
  readonly searching: boolean;
  /** The folder that is or was searched, and the files with launches in it. */
  readonly lookedIn: readonly string[];
}

/** The deployments of a file; other files are asked only where one lacks one of its pools. */
export function launchedDeployments(
  file: LaunchFile,
  inputs: Pick<Inputs, 'launches'>,
  settings: FileSettings,
): LaunchedDeployments {
  const alone = deploymentsIn(file, [], settings);
  const isWhole = alone.every(({ launches }) => starts(launches, 'attention') && starts(launches, 'ffn'));
  const others = isWhole ? undefined : inputs.launches?.();
  const known = others?.kind === 'ready' ? others : undefined;
  return {
    deployments: known ? deploymentsIn(file, known.files, settings) : alone,
    others: known,
    searching: others?.kind === 'loading',
    lookedIn: others ? [others.folder, ...(known?.files.map(({ path }) => path) ?? [])] : [],
  };
}

/** The file whose findings speak of the ratio, where it is another one: that of the attention launch. */
export function answeringFile(group: LaunchGroup): string | undefined {
  const attention = group.filter((launch) => startsRole(launch, 'attention'));
  return attention.some(({ file }) => file === undefined) ? undefined : attention[0]?.file;
}

/**
 * The deployments of another version of the file, with other files edited too; none where another file does not say any
 * more what an edit expects.
 */
export function editedDeployments(
  text: string,
  isOurScript: boolean,
  others: ReadyLaunches | undefined,
  elsewhere: readonly FileEdits[],
  settings: FileSettings,
): readonly Deployment[] {
  const edited = (others?.files ?? []).map((file) => withEdits(file, elsewhere));
  const files = edited.flatMap((file) => file ?? []);
  return files.length < edited.length ? [] : deploymentsIn(readLaunchFile(text, isOurScript), files, settings);
}

function deploymentsIn(
  { launches, directives }: LaunchFile,
  others: readonly FileWithLaunches[],
  { afdPluginDate, defaults, device }: FileSettings,
): readonly Deployment[] {
  const theirs = others.flatMap((file) => file.directives.map((directive) => placed(directive, file.path)));
  const all = [...launches, ...others.flatMap((file) => file.launches)];
  return launchDeployments(all, [...directives, ...theirs], { pluginDate: afdPluginDate }).map((deployment) =>
    withoutLoneRate(withProject(givenFromElsewhere(deployment), { defaults, device })),
  );
}

/** How often requests come says nothing where neither comment nor project says which: then the workload is what is missing. */
function withoutLoneRate(deployment: Deployment): Deployment {
  const { trace, statistics } = deployment.workload ?? {};
  return trace || statistics ? deployment : { ...deployment, workload: undefined };
}

/** What a comment in another file gives is set there, and is reported where this file would say it. */
function givenFromElsewhere(deployment: Deployment): Deployment {
  const { latencyProfile, workload, scheduler, factsRange } = deployment;
  const given = <T>(fact: Fact<T>): Fact<T> =>
    fact.file === undefined ? fact : factSetIn(basename(fact.file), fact.value, factsRange);
  const trace = workload?.trace;
  return {
    ...deployment,
    latencyProfile: latencyProfile && given(latencyProfile),
    workload: workload && {
      ...workload,
      keyRange: trace?.path.file === undefined ? workload.keyRange : factsRange,
      trace: trace && { ...trace, path: given(trace.path) },
      requestRate: workload.requestRate && given(workload.requestRate),
    },
    scheduler: { ...scheduler, kvTokens: scheduler.kvTokens && given(scheduler.kvTokens) },
  };
}

function starts(group: LaunchGroup, role: 'attention' | 'ffn'): boolean {
  return group.some((launch) => startsRole(launch, role));
}

/** References of another file start at its own folder. */
function placed(directive: LaunchDirective, path: string): LaunchDirective {
  const { trace, profile } = directive;
  const from = (reference: string): string => (isAbsolute(reference) ? reference : resolve(dirname(path), reference));
  return {
    ...directive,
    trace: trace && { ...trace, value: from(trace.value) },
    profile: profile && { ...profile, value: isProfilePath(profile.value) ? from(profile.value) : profile.value },
  };
}

function withEdits(file: FileWithLaunches, elsewhere: readonly FileEdits[]): FileWithLaunches | undefined {
  const edits = elsewhere.find(({ path }) => path === file.path)?.edits;
  if (!edits) return file;
  if (edits.some(({ range, oldText }) => file.text.slice(range.start, range.end) !== oldText)) return undefined;
  const text = applyEdits(file.text, edits);
  return { ...file, text, ...readLaunchFile(text, isScript(file.path, text), file.path) };
}
