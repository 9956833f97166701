import { gzipSync } from 'node:zlib';
import type { Location, Log, PhysicalLocation, ReportingDescriptor, Result, Run } from 'sarif';

const mostDescription = 1024;
const mostTags = 10;
const mostResults = 25_000;
const mostLocations = 1000;
const mostBytes = 10_000_000;

/**
 * What GitHub code scanning would refuse, ignore or show wrongly about a SARIF file, one sentence each: its rules for
 * uploads, which are stricter than the schema ("SARIF support for code scanning"), and the limits of an upload.
 */
export function githubSarifProblems(text: string): readonly string[] {
  const log: Log = JSON.parse(text);
  const problems: string[] = [];
  const check = (holds: unknown, problem: string): void => {
    if (!holds) problems.push(problem);
  };
  check(gzipSync(text).length <= mostBytes, 'more than 10 MB');
  check(/^https:\/\//.test(log.$schema ?? ''), '$schema is missing');
  check(log.version === '2.1.0', 'version is not 2.1.0');
  check(log.runs.length === 1, 'not one run');
  emptyStrings(log, '').forEach((path) => {
    check(false, `${path} is empty`);
  });
  for (const run of log.runs) {
    checkRun(run, check);
    run.tool.driver.rules?.forEach((rule, i) => {
      checkRule(rule, (holds, problem) => check(holds, `rules[${i}] ${problem}`));
    });
    run.results?.forEach((result, i) => {
      checkResult(result, run, (holds, problem) => check(holds, `results[${i}] ${problem}`));
    });
  }
  return problems;
}

type Check = (holds: unknown, problem: string) => void;

function checkRun({ tool, results, automationDetails, columnKind, invocations }: Run, check: Check): void {
  const { name, version, semanticVersion, informationUri, rules } = tool.driver;
  check(name, 'no tool name');
  check(version && /^\d+\.\d+\.\d+/.test(semanticVersion ?? ''), 'no semantic version');
  check(isAbsolute(informationUri), 'informationUri is no address');
  check(rules && rules.length <= 25_000, 'no rules');
  check(new Set(rules?.map(({ id }) => id)).size === rules?.length, 'a rule twice');
  check(results && results.length <= mostResults, 'more results than GitHub takes');
  check(/^[^/]+\/$/.test(automationDetails?.id ?? ''), 'automationDetails.id is no category');
  check(columnKind === 'utf16CodeUnits', 'columnKind is not stated');
  check(typeof invocations?.[0]?.executionSuccessful === 'boolean', 'executionSuccessful is missing');
  const hashes = results?.map(({ locations, partialFingerprints }) =>
    JSON.stringify([
      locations?.[0]?.physicalLocation?.artifactLocation?.uri,
      partialFingerprints?.primaryLocationLineHash,
    ]),
  );
  check(new Set(hashes).size === hashes?.length, 'a fingerprint twice in a file');
  const stated = results?.filter(({ suppressions }) => suppressions).length;
  check(stated === 0 || stated === results?.length, 'suppressions of some results only');
}

function checkRule(rule: ReportingDescriptor, check: Check): void {
  const { id, shortDescription, fullDescription, help, helpUri, defaultConfiguration, properties } = rule;
  check(id, 'has no id');
  for (const description of [shortDescription, fullDescription]) {
    check(description && description.text.length <= mostDescription, 'has no description or one that is too long');
  }
  check(help?.text && help.markdown, 'has no help');
  check(!/\]\((?!https?:\/\/|#)/.test(help?.markdown ?? ''), 'links to a relative address');
  check(isAbsolute(helpUri), 'helpUri is no address');
  check(['note', 'warning', 'error'].includes(defaultConfiguration?.level ?? ''), 'has no level');
  check((properties?.tags?.length ?? 0) <= mostTags, 'has too many tags');
  check(!properties?.tags?.includes('security'), 'is a security rule');
  check(['very-high', 'high', 'medium', 'low'].includes(properties?.precision), 'has no precision');
  check(['error', 'warning', 'recommendation'].includes(properties?.['problem.severity']), 'has no problem.severity');
  check(!properties || !('security-severity' in properties), 'would become a security alert');
}

function checkResult(result: Result, { tool }: Run, check: Check): void {
  const { ruleId, ruleIndex, level, message, locations, partialFingerprints, relatedLocations, fixes } = result;
  check(ruleIndex !== undefined && tool.driver.rules?.[ruleIndex]?.id === ruleId, 'has not the rule at its index');
  check(['note', 'warning', 'error'].includes(level ?? ''), 'has no level');
  check(message.text, 'has no message');
  check(locations?.length === 1, 'has not one location');
  check(partialFingerprints?.primaryLocationLineHash, 'has no fingerprint');
  const places: readonly Location[] = [...(locations ?? []), ...(relatedLocations ?? [])];
  check(places.length <= mostLocations, 'has too many locations');
  for (const { physicalLocation } of places) checkPlace(physicalLocation, check);
  const ids = (relatedLocations ?? []).map(({ id }) => id);
  for (const [, id] of message.text!.matchAll(/\]\((\d+)\)/g)) check(ids.includes(Number(id)), 'links to nothing');
  for (const { artifactChanges } of fixes ?? []) {
    check(artifactChanges.length > 0, 'has a fix without changes');
    for (const { replacements } of artifactChanges) check(replacements.length > 0, 'has a change without replacements');
  }
  check(!fixes || fixes.length > 0, 'has an empty list of fixes');
}

function checkPlace(place: PhysicalLocation | undefined, check: Check): void {
  const { uri = '', uriBaseId } = place?.artifactLocation ?? {};
  check(uriBaseId === '%SRCROOT%', 'has no base');
  check(
    uri !== '' && !/^\/|^[a-z][a-z0-9+.-]*:|\\|[^\x21-\x7E]|[<>"{}|^`]/i.test(uri),
    `${uri} is no relative address`,
  );
  const { startLine = 0, startColumn = 0, endLine = 0, endColumn = 0 } = place?.region ?? {};
  check(startLine >= 1 && startColumn >= 1 && endColumn >= startColumn, 'has no full region');
  check(startLine === endLine, 'is on more than one line');
}

function isAbsolute(address: string | undefined): boolean {
  return address !== undefined && URL.canParse(address);
}

function emptyStrings(value: unknown, path: string): readonly string[] {
  if (value === '') return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => emptyStrings(inner, `${path}.${key}`));
}
