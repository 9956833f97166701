import assert from 'node:assert/strict';
import MarkdownIt from 'markdown-it';
import type { CheckReport } from '../../../../server/src/cli/check/check-report';
import { markdown } from '../../../../server/src/cli/check/formats/markdown';
import { modelVersion } from '../../../../server/src/report/explanation-json';
import { assertGolden } from './golden';
import { largeReport, sampleContext, sampleReport } from './sample-report';

const rows = (text: string): number => new MarkdownIt({ html: true }).render(text).split('<tr>').length - 1;

describe('the Markdown format', () => {
  it('writes what it always wrote', () => {
    assertGolden('report.md', markdown(sampleReport, sampleContext));
  });

  it('has a table row for each deployment and finding, and folds what is not to be read first', () => {
    const text = markdown(sampleReport, sampleContext);
    // Four deployments and seven findings with a header each; two, three and two rows below with theirs.
    assert.equal(rows(text), 4 + 7 + 2 + 2 + 3 + 2 + 3);
    assert.match(text, /<details><summary>2 deployments not or only partly evaluated<\/summary>/);
    assert.match(text, /<details><summary>3 suppressed findings<\/summary>/);
    assert.equal(text.split('<details>').length, text.split('</details>').length);
    assert.match(text, new RegExp(`<sub>AFD Lens 0\\.1\\.0, model ${modelVersion}\\. .*# afd-lens: ignore `));
  });

  it('begins with a mark of its own and the finding that gains most', () => {
    const heading = (report: CheckReport) => markdown(report, sampleContext).split('\n')[1]!;
    assert.match(
      markdown(sampleReport, sampleContext),
      /^<!-- afd-lens check -->\n### AFD Lens: <code>chat<\/code>: 4A:1F is /,
    );
    const others = sampleReport.findings.filter(({ gain }) => gain === undefined);
    assert.match(heading({ ...sampleReport, findings: others }), /^### AFD Lens: <code>größe<\/code>: The trace /);
    const more = { ...others[5]!, gain: 0.2, message: 'It gains more.', suppressed: undefined };
    assert.match(heading({ ...sampleReport, findings: [...sampleReport.findings, more] }), /It gains more\.$/);
    assert.equal(heading({ ...sampleReport, findings: [], problems: [] }), '### AFD Lens: no findings');
    const unread = { ...sampleReport, findings: [], problems: ['a.afd.yaml: is not UTF-8 text'] };
    assert.equal(heading(unread), '### AFD Lens: 1 input could not be used');
  });

  it('leaves out sections that have nothing', () => {
    const nothing: CheckReport = { files: sampleReport.files, deployments: [], findings: [], problems: [] };
    const text = markdown(nothing, sampleContext);
    assert.doesNotMatch(text, /details|\|/);
    assert.match(
      text,
      /\n\nNo findings in 3 files; deployments: 0 evaluated, 0 partly evaluated, 0 not evaluated\.\n\n/,
    );
  });

  it('passes no mention, markup or line of a file on', () => {
    const text = markdown(sampleReport, sampleContext);
    assert.doesNotMatch(text, /@team|<b>|[^&]#12|\*this\*/);
    assert.ok(!text.includes('\u001b'));
  });

  it('fits into a comment whatever it has to say, most severe first, and says how much is left out', () => {
    const nasty = '@a|`<'.repeat(200);
    const large = largeReport(5000);
    const suppressed = { by: 'ignores', reason: nasty } as const;
    const report: CheckReport = {
      files: large.files,
      findings: large.findings.map((finding, i) => ({
        ...finding,
        message: i % 2 ? finding.message : nasty,
        suppressed: i % 10 === 3 ? suppressed : undefined,
      })),
      deployments: Array.from({ length: 5000 }, (_, i) => {
        return {
          file: 'large.afd.yaml',
          name: `${i}${nasty}`,
          status: 'partial',
          summary: nasty,
          reasons: [nasty, nasty],
        };
      }),
      problems: Array(5000).fill(nasty),
    };
    const text = markdown(report, sampleContext);
    assert.ok(text.length <= 65_000 && text.length > 45_000, String(text.length));
    assert.equal(text.match(/^_[\d,]+ more not shown here: the whole list has no room\._$/gm)?.length, 5);
    const plain = markdown({ ...large, findings: large.findings }, sampleContext);
    assert.ok(plain.length <= 65_000 && plain.length > 64_000, String(plain.length));
    const shown = plain.match(/^\| (?:error|warning|info|hint) \|/gm)!;
    assert.deepEqual([shown[0], shown[5]], ['| error |', '| warning |']);
    const [, more] = /_([\d,]+) more not shown/.exec(plain)!;
    assert.equal(shown.length + Number(more!.replace(',', '')), 5000);
  });
});
