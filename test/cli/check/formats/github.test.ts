import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CheckReport } from '../../../../server/src/cli/check/check-report';
import { plainMessage } from '../../../../server/src/cli/check/formats/finding-text';
import { github } from '../../../../server/src/cli/check/formats/github';
import { visible } from '../../../../server/src/cli/check/formats/visible-text';
import { assertGolden } from './golden';
import { largeReport, sampleContext, sampleReport } from './sample-report';

interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

/** The commands in an output, read as GitHub's runner reads them, and the other lines. */
function parsed(output: string): { readonly commands: readonly Command[]; readonly lines: readonly string[] } {
  const commands: Command[] = [];
  const lines: string[] = [];
  const decoded = (text: string): string =>
    text
      .replaceAll('%0D', '\r')
      .replaceAll('%0A', '\n')
      .replaceAll('%3A', ':')
      .replaceAll('%2C', ',')
      .replaceAll('%25', '%');
  for (const line of output.trimEnd().split('\n')) {
    const end = line.indexOf('::', 2);
    if (!line.startsWith('::') || end === -1) {
      lines.push(line);
      continue;
    }
    const [name, ...list] = line.slice(2, end).split(/ (.*)/s);
    const properties = Object.fromEntries(
      list[0]!.split(',').map((property) => {
        const equals = property.indexOf('=');
        return [property.slice(0, equals), decoded(property.slice(equals + 1))];
      }),
    );
    commands.push({ name: name!, properties, data: decoded(line.slice(end + 2)) });
  }
  return { commands, lines };
}

describe('the GitHub format', () => {
  it('writes what it always wrote', () => {
    assertGolden('github.txt', github(sampleReport, sampleContext));
  });

  it('names file, place and rule so that the runner reads them back', () => {
    const { commands } = parsed(github(sampleReport, sampleContext));
    const missing = commands.find(({ properties }) => properties.title?.startsWith('AFD305'))!;
    assert.deepEqual(missing.properties, {
      file: 'deploy/größe/日本 🚀,1:2.afd.yaml',
      line: '5',
      endLine: '5',
      col: '32',
      endColumn: '48',
      title: 'AFD305 Referenced file not found or not readable',
    });
    assert.match(missing.data, /, 100%\.$/);
    const sized = commands.find(({ properties }) => properties.title?.startsWith('AFD101'))!;
    assert.deepEqual([sized.name, sized.properties.title], ['warning', 'AFD101 Ratio mis-sized, attention-bound']);
    assert.deepEqual([sized.properties.col, sized.properties.endColumn], ['14', '14'], 'one character');
  });

  it('stays on one line, as the runner asks of columns', () => {
    const twice = parsed(github(sampleReport, sampleContext)).commands.find(({ data }) =>
      data.includes('given twice'),
    )!;
    const { line, endLine, col, endColumn } = twice.properties;
    assert.deepEqual([line, endLine, col, endColumn], ['9', '9', '5', '14']);
  });

  it('leaves out hints and what is suppressed, and reports what could not be used', () => {
    const { commands } = parsed(github(sampleReport, { ...sampleContext, showSuppressed: true }));
    assert.deepEqual(
      commands.map(({ name, properties }) => `${name} ${properties.title!.split(' ')[0]}`),
      [
        'error AFD',
        'error AFD',
        'error AFD305',
        'error AFD302',
        'error AFD307',
        'warning AFD101',
        'warning AFD303',
        'notice AFD304',
      ],
    );
  });

  it('annotates the ten most valuable of each level, and counts the rest', () => {
    const { commands, lines } = parsed(github(largeReport(2000), sampleContext));
    const found = (name: string) =>
      commands.filter((entry) => entry.name === name).map(({ data }) => data.split(' ')[1]);
    assert.deepEqual(found('error'), ['1999', '1998', '1997', '1996', '1995']);
    assert.deepEqual(
      found('warning'),
      Array.from({ length: 10 }, (_, i) => String(1900 - 100 * i)),
    );
    assert.deepEqual(lines, [
      '10 more are not annotated: GitHub shows at most 10 of each level.',
      '5 errors, 20 warnings, 1975 hints in 1 file; deployments: 0 evaluated, 0 partly evaluated, 0 not evaluated.'.replace(
        '1975',
        '1,975',
      ),
    ]);
  });

  it('says in a plain line that there is nothing', () => {
    const nothing: CheckReport = { ...sampleReport, findings: [], problems: [] };
    assert.match(github(nothing, sampleContext), /^No findings in 3 files; [^\n]*\n$/);
  });

  it('escapes whatever stands in a file', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('%', '\r', '\n', ':', ',', '::', '%25', '%0A', 'a', '=') }),
        (text) => {
          const [finding] = sampleReport.findings;
          const findings = [{ ...finding!, severity: 'error' as const, repositoryFile: text, message: text }];
          const { commands, lines } = parsed(github({ ...sampleReport, findings, problems: [] }, sampleContext));
          assert.deepEqual([commands.length, lines.length], [1, 1]);
          assert.equal(commands[0]!.properties.file, visible(text));
          assert.equal(commands[0]!.data, plainMessage(text));
        },
      ),
    );
  });
});
