import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CheckReport, ReportedEdit, ReportedFinding } from '../../../../server/src/cli/check/check-report';
import { rdjson } from '../../../../server/src/cli/check/formats/rdjson';
import { spanOf } from '../../../../server/src/report/line-and-column';
import { applyEdits, inFile } from '../../../../server/src/text/text-range';
import { assertGolden } from './golden';
import { sampleContext, sampleReport } from './sample-report';

interface Position {
  readonly line: number;
  readonly column: number;
}

interface Suggestion {
  readonly range: { readonly start: Position; readonly end: Position };
  readonly text: string;
}

interface Diagnostic {
  readonly code: { readonly value: string; readonly url: string };
  readonly severity: string;
  readonly location: { readonly path: string; readonly range: Suggestion['range'] };
  readonly suggestions?: readonly Suggestion[];
}

function diagnosticsOf(report: CheckReport): readonly Diagnostic[] {
  return JSON.parse(rdjson(report, sampleContext)).diagnostics;
}

/** What reviewdog makes of a suggestion: it cuts lines of bytes. */
function applied(text: string, { range, text: newText }: Suggestion): string {
  const bytes = Buffer.from(text);
  const offset = ({ line, column }: Position): number => {
    let start = 0;
    for (let i = 1; i < line; i++) start = bytes.indexOf('\n', start) + 1;
    return start + column - 1;
  };
  return Buffer.concat([
    bytes.subarray(0, offset(range.start)),
    Buffer.from(newText),
    bytes.subarray(offset(range.end)),
  ]).toString();
}

describe('the rdjson format', () => {
  it('writes what it always wrote', () => {
    assertGolden('rdjson.json', rdjson(sampleReport, sampleContext));
  });

  it('has every finding but hints and suppressed ones, with its rule and the path as given', () => {
    const { source, severity, diagnostics } = JSON.parse(rdjson(sampleReport, sampleContext));
    assert.deepEqual([source.name, severity], ['afd-lens', 'ERROR']);
    assert.deepEqual(
      diagnostics.map(({ code, severity: own }: Diagnostic) => `${own} ${code.value}`),
      ['INFO AFD304', 'WARNING AFD101', 'ERROR AFD305', 'ERROR AFD302', 'WARNING AFD303', 'ERROR AFD307'],
    );
    assert.equal(diagnostics[0].location.path, 'chat prod.afd.yaml');
    assert.equal(diagnostics[0].code.url, 'https://github.com/afd-lens/afd-lens/blob/main/docs/rules/AFD304.md');
    assert.equal(JSON.parse(rdjson({ ...sampleReport, findings: [] }, sampleContext)).severity, 'INFO');
  });

  it('suggests the preferred fix as one edit, which changes the file as the fix does', () => {
    const [chat, wide] = sampleReport.files;
    const suggestion = (code: string) =>
      diagnosticsOf(sampleReport).find(({ code: { value } }) => value === code)!.suggestions!;
    assert.equal(suggestion('AFD101').length, 1);
    assert.equal(
      applied(chat!.text, suggestion('AFD101')[0]!),
      chat!.text.replace('workers: 4', 'workers: 20').replace('{ workers: 1 }', '{ workers: 2 }'),
    );
    assert.equal(applied(wide!.text, suggestion('AFD302')[0]!), wide!.text.replace('workers: 0, ', ''));
  });

  it('suggests nothing where the edits are far apart, or no fix is preferred', () => {
    const [sized] = sampleReport.findings.filter(({ code }) => code === 'AFD101');
    const [preferred] = sized!.fixes;
    const [first, second] = preferred!.edits;
    const far: ReportedEdit = { ...second!, start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };
    const findings: readonly ReportedFinding[] = [
      { ...sized!, fixes: [{ ...preferred!, edits: [first!, far] }] },
      { ...sized!, fixes: [{ ...preferred!, preferred: false }] },
    ];
    assert.deepEqual(
      diagnosticsOf({ ...sampleReport, findings }).map(({ suggestions }) => suggestions),
      [undefined, undefined],
    );
  });

  it('counts bytes, so that reviewdog changes what the fix changes, in any text', () => {
    const unit = fc.constantFrom('a', 'é', '中', '🚀', '\t', ' ', '\n', '\r\n');
    const [example] = sampleReport.findings;
    fc.assert(
      fc.property(
        fc.string({ unit, maxLength: 9 }),
        fc.array(fc.nat(), { minLength: 4, maxLength: 4 }),
        (text, numbers) => {
          // Between whole characters, and never between the two of a line end.
          const places = [...new Intl.Segmenter('en').segment(text)].map(({ index }) => index).concat(text.length);
          const [a, b, c, d] = numbers.map((number) => places[number % places.length]!).sort((x, y) => x - y);
          const edits = [
            { range: { start: c!, end: d! }, newText: 'ü' },
            { range: { start: a!, end: b! }, newText: '🚀' },
          ];
          const reported = edits.map(({ range, newText }) => {
            return { ...spanOf(text, inFile(range, 0)), newText };
          });
          fc.pre(b! < c!);
          const finding = { ...example!, file: 'x', fixes: [{ title: 'x', preferred: true, edits: reported }] };
          const files = [{ file: 'x', repositoryFile: 'x', text }];
          const [only] = diagnosticsOf({ files, deployments: [], findings: [finding], problems: [] });
          assert.equal(applied(text, only!.suggestions![0]!), applyEdits(text, edits));
        },
      ),
    );
  });
});
