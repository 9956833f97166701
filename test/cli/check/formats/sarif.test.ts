// Also tests: cli/check/formats/sarif-result, cli/check/formats/sarif-rules
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import type { Log, Result } from 'sarif';
import type { FormatContext } from '../../../../server/src/cli/check/check-report';
import { sarif } from '../../../../server/src/cli/check/formats/sarif';
import { allRules } from '../../../../server/src/rules/catalogue';
import { githubSarifProblems } from './github-sarif-rules';
import { assertGolden } from './golden';
import { largeReport, sampleContext, sampleReport } from './sample-report';

const shown: FormatContext = { ...sampleContext, showSuppressed: true };

function resultsOf(text: string): readonly Result[] {
  return (JSON.parse(text) as Log).runs[0]!.results!;
}

describe('the SARIF format', () => {
  const validate = (() => {
    const schema = JSON.parse(readFileSync('test/fixtures/sarif/sarif-2.1.0-rtm.5.json', 'utf8'));
    // Its draft 4 means the same in draft 7 once these two are gone.
    delete schema.$schema;
    delete schema.id;
    return new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);
  })();
  const assertValid = (text: string): void => {
    validate(JSON.parse(text));
    assert.deepEqual(validate.errors ?? [], []);
  };

  it('writes what it always wrote', () => {
    assertGolden('report.sarif', sarif(sampleReport, sampleContext));
    assertGolden('report-with-suppressed.sarif', sarif(sampleReport, shown));
  });

  for (const [title, context] of [
    ['without suppressed findings', sampleContext],
    ['with suppressed findings', shown],
  ] as const) {
    it(`keeps to the schema and to the rules of GitHub: ${title}`, () => {
      const text = sarif(sampleReport, context);
      assertValid(text);
      assert.deepEqual(githubSarifProblems(text), []);
    });
  }

  it('describes every rule of the program as GitHub asks', () => {
    const rules = allRules.map(({ code, title, severity }) => {
      return { code, title, severity, page: readFileSync(`docs/rules/${code}.md`, 'utf8') };
    });
    const text = sarif({ ...sampleReport, findings: [] }, { ...sampleContext, rules });
    assertValid(text);
    assert.deepEqual(githubSarifProblems(text), []);
    const described = (JSON.parse(text) as Log).runs[0]!.tool.driver.rules!;
    for (const { id, fullDescription } of described) {
      assert.ok(fullDescription!.text.length > 60 && !fullDescription!.text.includes(']('), id);
    }
  });

  it('leaves suppressed findings out unless they are asked for, and says then what suppresses them', () => {
    const count = sampleReport.findings.filter(({ suppressed }) => suppressed).length;
    assert.equal(resultsOf(sarif(sampleReport, sampleContext)).length, sampleReport.findings.length - count);
    const suppressions = resultsOf(sarif(sampleReport, shown)).flatMap((result) => result.suppressions!);
    assert.deepEqual(
      suppressions.map(({ kind, justification }) => [kind, justification]),
      [
        ['inSource', 'all there is so far'],
        ['external', undefined],
        ['external', 'a <b>reason</b> | with @team'],
      ],
    );
  });

  it('links the message to related places, and nothing that only looks like a link', () => {
    const results = resultsOf(sarif(sampleReport, shown));
    const sized = results.find(({ ruleId }) => ruleId === 'AFD101')!;
    assert.match(sized.message.text!, /per worker\. \[1 FFN worker, idle 41 % of each cycle\.\]\(1\)$/);
    assert.equal(sized.relatedLocations![0]!.id, 1);
    const odd = results.find(({ message }) => message.text!.includes('<b>|@team'))!;
    assert.match(odd.message.text!, /see \[x\] \(y\) \{\{0\}\} /);
  });

  it('encodes blanks, letters and colons of a path', () => {
    const uris = resultsOf(sarif(sampleReport, sampleContext)).map(
      ({ locations }) => locations![0]!.physicalLocation!.artifactLocation!.uri!,
    );
    assert.ok(uris.includes('deploy/chat%20prod.afd.yaml'));
    assert.deepEqual(
      [...new Set(uris.map(decodeURIComponent))],
      sampleReport.files.slice(0, 2).map(({ repositoryFile }) => repositoryFile),
    );
  });

  it('writes each fix as one change of the file, also one that only deletes', () => {
    const results = resultsOf(sarif(sampleReport, sampleContext));
    const replacements = (code: string) =>
      results.find(({ ruleId }) => ruleId === code)!.fixes!.map((fix) => fix.artifactChanges[0]!.replacements);
    assert.deepEqual(
      replacements('AFD101').map(({ length }) => length),
      [2, 1],
    );
    assert.equal(replacements('AFD302')[0]![0]!.insertedContent, undefined);
  });

  it('says that the run failed, and why, when something could not be used', () => {
    const [invocation] = (JSON.parse(sarif(sampleReport, sampleContext)) as Log).runs[0]!.invocations!;
    assert.equal(invocation!.executionSuccessful, false);
    assert.deepEqual(
      invocation!.toolExecutionNotifications!.map(({ level, message }) => [level, message.text]),
      [
        ['error', 'missing.afd.yaml: no such file'],
        ['error', "afd-lens.config.yaml: 'rules' has an unknown code AFD999"],
      ],
    );
  });

  it('keeps the most severe of more findings than GitHub takes, and says so', () => {
    const report = largeReport(25_100);
    const text = sarif(report, sampleContext);
    assertValid(text);
    assert.deepEqual(githubSarifProblems(text), []);
    const run = (JSON.parse(text) as Log).runs[0]!;
    assert.equal(run.results!.length, 25_000);
    const levels = (level: string) => run.results!.filter((result) => result.level === level).length;
    assert.deepEqual([levels('error'), levels('warning')], [5, 251]);
    const lines = run.results!.map(({ locations }) => locations![0]!.physicalLocation!.region!.startLine!);
    assert.ok(
      lines.every((line, i) => i === 0 || line > lines[i - 1]!),
      'in the order of the text',
    );
    const [invocation] = run.invocations!;
    assert.equal(invocation!.executionSuccessful, true);
    assert.match(invocation!.toolExecutionNotifications![0]!.message.text!, /^100 findings are left out: .* 25,000 /);
  });

  it('leaves out suppressed findings first', () => {
    const large = largeReport(25_001);
    const [first, ...others] = large.findings;
    const findings = [
      { ...first!, severity: 'error' as const, suppressed: { by: 'baseline' as const, reason: '' } },
      ...others,
    ];
    const results = resultsOf(sarif({ ...large, findings }, shown));
    assert.equal(results.length, 25_000);
    assert.ok(results.every(({ suppressions }) => suppressions!.length === 0));
  });
});

describe('the rules of GitHub for SARIF', () => {
  type Change = (run: Log['runs'][number]) => void;
  const changes: readonly [string, Change, RegExp][] = [
    ['no place', ({ results }) => results![0]!.locations!.pop(), /has not one location/],
    ['two places', ({ results }) => results![0]!.locations!.push(results![0]!.locations![0]!), /has not one location/],
    ['a place over lines', ({ results }) => places(results)[0]!.region!.endLine!++, /more than one line/],
    ['no column', ({ results }) => delete places(results)[0]!.region!.startColumn, /no full region/],
    ['a blank', ({ results }) => Object.assign(places(results)[0]!.artifactLocation!, { uri: 'a b' }), /no relative/],
    [
      'an absolute path',
      ({ results }) => Object.assign(places(results)[0]!.artifactLocation!, { uri: '/a' }),
      /no relative/,
    ],
    ['an empty message', ({ results }) => Object.assign(results![0]!.message, { text: '' }), /is empty/],
    ['no fingerprint', ({ results }) => delete results![0]!.partialFingerprints, /no fingerprint/],
    ['a fingerprint twice', ({ results }) => results!.push(results![0]!), /fingerprint twice/],
    ['no level', ({ results }) => Object.assign(results![0]!, { level: 'none' }), /no level/],
    ['another rule', ({ results }) => Object.assign(results![0]!, { ruleIndex: 0 }), /not the rule/],
    ['a dead link', ({ results }) => Object.assign(results![0]!.message, { text: '[x](7)' }), /links to nothing/],
    ['an empty fix', ({ results }) => results![0]!.fixes![0]!.artifactChanges.pop(), /fix without changes/],
    ['some suppressions', ({ results }) => Object.assign(results![0]!, { suppressions: [] }), /some results only/],
    [
      'a long title',
      ({ tool }) => Object.assign(tool.driver.rules![0]!.fullDescription!, { text: 'x'.repeat(1025) }),
      /too long/,
    ],
    [
      'a security rule',
      ({ tool }) => Object.assign(tool.driver.rules![0]!.properties!, { 'security-severity': '1' }),
      /security alert/,
    ],
    ['many tags', ({ tool }) => tool.driver.rules![0]!.properties!.tags!.push(...'abcdefghi'), /too many tags/],
    ['no help', ({ tool }) => delete tool.driver.rules![0]!.help, /no help/],
    [
      'a relative link',
      ({ tool }) => Object.assign(tool.driver.rules![0]!.help!, { markdown: '[x](y.md)' }),
      /relative address/,
    ],
    ['no category', (run) => delete run.automationDetails, /no category/],
  ];
  const places = (results: Result[] | undefined) => results!.map(({ locations }) => locations![0]!.physicalLocation!);
  for (const [title, change, expected] of changes) {
    it(`are seen to be broken: ${title}`, () => {
      const log = JSON.parse(sarif(sampleReport, sampleContext)) as Log;
      change(log.runs[0]!);
      assert.match(githubSarifProblems(JSON.stringify(log)).join('\n'), expected);
    });
  }
});
