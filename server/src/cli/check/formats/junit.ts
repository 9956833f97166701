import type { ReportedDeployment, ReportedFinding, ReportFormat } from '../check-report';
import { byFile, notSuppressed, withOccurrence } from './finding-order';
import { plainMessage, preferredFix, suppressionWords } from './finding-text';
import { visible } from './visible-text';

/** A test case: its name, and what was found; nothing where it passed. */
interface TestCase {
  readonly name: string;
  readonly outcome?: {
    readonly kind: 'failure' | 'error' | 'skipped';
    readonly message: string;
    readonly type?: string;
    readonly details?: string;
  };
  readonly output?: string;
}

interface TestSuite {
  readonly name: string;
  readonly file: string | undefined;
  readonly cases: readonly TestCase[];
}

/**
 * JUnit XML: a suite for each file, in it a case for each finding and for each deployment that has none. Errors and
 * warnings fail. A deployment that could not be judged, or only in part, is skipped: a pass would say that it is good.
 */
export const junit: ReportFormat = (report, { showSuppressed }) => {
  const findings = byFile(report.findings);
  const deployments = byFile(report.deployments);
  const suites = report.files.map(({ file, repositoryFile }): TestSuite => {
    const inFile = findings.get(file) ?? [];
    const active = notSuppressed(inFile);
    const cases = [
      ...(showSuppressed ? inFile : active).map(findingCase),
      ...(deployments.get(file) ?? []).flatMap((deployment) => deploymentCase(deployment, active)),
    ];
    return { name: repositoryFile, file: repositoryFile, cases: cases.length > 0 ? cases : [{ name: 'no findings' }] };
  });
  const problems = report.problems.map((problem): TestCase => {
    return { name: plainMessage(problem), outcome: { kind: 'error', message: plainMessage(problem) } };
  });
  return testSuites(problems.length > 0 ? [...suites, { name: 'afd-lens', file: undefined, cases: problems }] : suites);
};

/** Its name has no line and no value, so that a test history follows it through edits. */
function findingCase(finding: ReportedFinding): TestCase {
  const { code, severity, path, deployment, file, start, suppressed } = finding;
  const message = plainMessage(finding.message);
  const name = [code, ...(path ? [path] : []), ...(deployment ? [`(${deployment})`] : [])].join(' ');
  if (suppressed) return { name, outcome: { kind: 'skipped', message: `suppressed ${suppressionWords(suppressed)}` } };
  const fix = preferredFix(finding);
  const details = [
    `${file}:${start.line}:${start.column} ${severity} ${code} ${message}`,
    ...finding.related.map(
      (related) => `${file}:${related.start.line}:${related.start.column} ${plainMessage(related.message)}`,
    ),
    ...(fix ? [`fix: ${plainMessage(fix.title)}`] : []),
  ].join('\n');
  const fails = severity === 'error' || severity === 'warning';
  return fails ? { name, outcome: { kind: 'failure', message, type: severity, details } } : { name, output: details };
}

function deploymentCase(deployment: ReportedDeployment, findings: readonly ReportedFinding[]): readonly TestCase[] {
  const { name, status, reasons, summary } = deployment;
  const title = name === undefined ? 'deployment' : `deployment ${name}`;
  if (status !== 'evaluated') {
    const why = [status === 'partial' ? 'partly evaluated' : 'not evaluated', ...reasons.map(plainMessage)].join('; ');
    return [{ name: title, outcome: { kind: 'skipped', message: why } }];
  }
  const isClean = !findings.some((finding) => finding.deployment === name);
  return isClean ? [{ name: title, output: plainMessage(summary) }] : [];
}

function testSuites(suites: readonly TestSuite[]): string {
  const cases = suites.flatMap((suite) => suite.cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="afd-lens"${counts(cases)}>`,
    ...suites.flatMap(({ name, file, cases }) => [
      `  <testsuite${attribute('name', name)}${counts(cases)} time="0">`,
      ...withOccurrence(cases, (testCase) => testCase.name).flatMap(({ item, occurrence }) =>
        testCaseLines({ ...item, name: occurrence === 1 ? item.name : `${item.name} #${occurrence}` }, name, file),
      ),
      '  </testsuite>',
    ]),
    '</testsuites>',
    '',
  ].join('\n');
}

function testCaseLines(
  { name, outcome, output }: TestCase,
  suite: string,
  file: string | undefined,
): readonly string[] {
  const head = `    <testcase${attribute('name', name)}${attribute('classname', suite)}${attribute('file', file)} time="0"`;
  const children = [
    ...(outcome
      ? [
          element(
            outcome.kind,
            `${attribute('message', outcome.message)}${attribute('type', outcome.type)}`,
            outcome.details,
          ),
        ]
      : []),
    ...(output === undefined ? [] : [element('system-out', '', output)]),
  ];
  return children.length === 0
    ? [`${head}/>`]
    : [`${head}>`, ...children.map((child) => `      ${child}`), '    </testcase>'];
}

function counts(cases: readonly TestCase[]): string {
  const of = (kind: 'failure' | 'error' | 'skipped') => cases.filter(({ outcome }) => outcome?.kind === kind).length;
  return ` tests="${cases.length}" failures="${of('failure')}" errors="${of('error')}" skipped="${of('skipped')}"`;
}

function element(name: string, attributes: string, content: string | undefined): string {
  if (content === undefined) return `<${name}${attributes}/>`;
  return `<${name}${attributes}>${content.split('\n').map(escapedXml).join('\n')}</${name}>`;
}

function attribute(name: string, value: string | undefined): string {
  return value === undefined ? '' : ` ${name}="${escapedXml(value)}"`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Text as content or attribute of XML 1.0, on one line; what cannot stand there is shown as `\u001b`. */
function escapedXml(text: string): string {
  return visible(text)
    .replaceAll(/[\uFFFE\uFFFF]/g, '\uFFFD')
    .replaceAll(/[&<>"']/g, (character) => entities[character]!);
}
