import assert from 'node:assert/strict';
import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import type { CheckReport } from '../../../../server/src/cli/check/check-report';
import { pretty } from '../../../../server/src/cli/check/formats/pretty';
import { assertGolden } from './golden';
import { sampleContext, sampleReport } from './sample-report';

describe('the pretty format', () => {
  it('writes what it always wrote', () => {
    assertGolden('pretty.txt', pretty(sampleReport, sampleContext));
    assertGolden('pretty-with-suppressed.txt', pretty(sampleReport, { ...sampleContext, showSuppressed: true }));
  });

  it('takes colour from its context alone, and says the same with it', () => {
    const coloured = pretty(sampleReport, { ...sampleContext, colour: true });
    const plain = pretty(sampleReport, sampleContext);
    assert.ok(coloured.includes('\u001b[31merror\u001b[39m'));
    assert.equal(stripVTControlCharacters(coloured), plain);
  });

  it('ends with the counts, also where nothing was found', () => {
    const nothing: CheckReport = { ...sampleReport, deployments: [], findings: [], problems: [] };
    assert.equal(
      pretty(nothing, sampleContext),
      'No findings in 3 files; deployments: 0 evaluated, 0 partly evaluated, 0 not evaluated.\n',
    );
  });

  it('shows the reasons of a deployment unless a finding has said them', () => {
    const silent = pretty({ ...sampleReport, findings: [] }, sampleContext);
    assert.match(silent, /^ {2}Not evaluated: 'attention' is missing\.$/m);
    const said = pretty(sampleReport, sampleContext);
    assert.doesNotMatch(said, /^ {2}Not evaluated/m);
    assert.match(said, /^ {2}A reason that no finding gives/m);
  });

  it('passes nothing on that a terminal would obey', () => {
    const hostile = fc.string({
      unit: fc.constantFrom('a', '\u001b]0;x\u0007', '\u001b[2J', '\r', '\u009b', '\u202e', '\t'),
    });
    fc.assert(
      fc.property(hostile, hostile, (words, text) => {
        const files = sampleReport.files.map((file) => ({ ...file, file: words + file.file, text }));
        const findings = sampleReport.findings.map((finding) => ({
          ...finding,
          file: words + finding.file,
          message: words,
          start: { line: 1, column: 1 },
          end: { line: 1, column: 3 },
          related: finding.related.map((related) => ({ ...related, message: words })),
          fixes: finding.fixes.map((fix) => ({ ...fix, title: words })),
          suppressed: finding.suppressed && { ...finding.suppressed, reason: words },
        }));
        const deployments = sampleReport.deployments.map((deployment) => {
          return { ...deployment, file: words + deployment.file, name: words, summary: words, reasons: [words] };
        });
        const report = { files, findings, deployments, problems: [words] };
        const output = pretty(report, { ...sampleContext, showSuppressed: true });
        assert.doesNotMatch(output.replaceAll('\n', ''), /[\p{Cc}\u202e]/u);
        assert.equal(output.split('\n').filter((line) => line.includes(' AFD')).length, findings.length);
      }),
    );
  });
});
