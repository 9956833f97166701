import assert from 'node:assert/strict';
import { readSuppressions, type Suppression } from '../../server/src/manifest/suppressions';
import { parseYaml } from '../../server/src/yaml/yaml-document';
import { deployment, findingsOf, header } from '../analysis/analysed';

function read(text: string): readonly Suppression[] {
  return parseYaml(text).flatMap(({ root, extent }) => readSuppressions(text, root, extent));
}

/** The mis-sized base case with a comment in place of each `@`. */
function placed(template: string): string {
  return template.replaceAll('@', '# afd-lens: ignore AFD101 -- why');
}

const block = (at: Partial<Record<'top' | 'spec' | 'above' | 'behind' | 'pool', string>>): string =>
  placed(`${at.top ?? ''}${header}spec:${at.spec ?? ''}
  latencyProfile: ascend-910c-deepseek-v3
  workload: { statistics: { distribution: geometric, meanPrefill: 100, meanDecode: 500 } }
  attention:${at.pool ?? ''}
${at.above ?? ''}    workers: 4${at.behind ?? ''}
    batchSize: 256
  ffn: { workers: 1 }
`);

describe('a suppression', () => {
  const covering: readonly [string, string][] = [
    ['behind the value', block({ behind: ' @' })],
    ['on its own line above', block({ above: '    @\n' })],
    ['above, with other comments and blank lines between', block({ above: '    @\n\n    # more\n' })],
    ['above, indented differently', block({ above: '@\n' })],
    ['behind an ancestor key', block({ pool: ' @' })],
    ['behind the root of the ancestors', block({ spec: ' @' })],
    ['before the first key', block({ top: '@\n' })],
    ['on the document marker', block({ top: '--- @\n' })],
    ['after the document marker', block({ top: '---\n@\n\n' })],
    ['behind a BOM', block({ top: '\uFEFF@\n' })],
    ['with CRLF', block({ above: '    @\n' }).replaceAll('\n', '\r\n')],
    ['inside a flow map', placed(deployment('{ workers: 4, @\n    batchSize: 256 }'))],
    ['above a line of a flow map', placed(deployment('{ batchSize: 256,\n    @\n    workers: 4 }'))],
    [
      'above an alias',
      placed(`x-a: &a { workers: 4, batchSize: 256 }\n${deployment('*a').replace('  attention', '  @\n  attention')}`),
    ],
    ['in capitals and with other spacing', block({ behind: ' #AFD-Lens:Ignore  afd101' })],
    ['among several codes', block({ behind: ' # afd-lens: ignore AFD105,AFD101 AFD103' })],
  ];
  for (const [title, text] of covering) {
    it(`covers what it stands at: ${title}`, () => {
      const finding = findingsOf(text).find(({ code }) => code === 'AFD101');
      assert.ok(finding?.suppressed, 'not suppressed');
    });
  }

  const notCovering: readonly [string, string][] = [
    ['another code', block({ behind: ' # afd-lens: ignore AFD103' })],
    ['another line', placed(deployment('{ workers: 4, batchSize: 256 }').replace('  ffn', '  @\n  ffn'))],
    ['in a quoted string', `${deployment('{ workers: 4, batchSize: 256 }')}  x-note: "# afd-lens: ignore AFD101"\n`],
    ['in a block scalar', `x-note: |\n  # afd-lens: ignore AFD101\n${deployment('{ workers: 4, batchSize: 256 }')}`],
    ['in a quoted key', `"# afd-lens: ignore AFD101": 1\n${deployment('{ workers: 4, batchSize: 256 }')}`],
    ['in the document before', `---\n${placed('@\na: 1')}\n---\n${deployment('{ workers: 4, batchSize: 256 }')}`],
    [
      'in the document before, kept whole by a directive',
      `%YAML 1.2\n---\n${placed('@\na: 1')}\n...\n---\n${deployment('{ workers: 4, batchSize: 256 }')}`,
    ],
    ['without a code', block({ behind: ' # afd-lens: ignore' })],
    ['another word', block({ behind: ' # afd-lens: ignored AFD101' })],
  ];
  it('covers every document of the file at its top, and says so once it covers none', () => {
    const off = deployment('{ workers: 4, batchSize: 256 }');
    const text = `# afd-lens: ignore AFD101 -- all of them\n${off}---\n${off}`;
    const coded = (other: string) => findingsOf(other).map(({ code, suppressed }) => [code, suppressed?.reason]);
    assert.deepEqual(coded(text), [
      ['AFD101', 'all of them'],
      ['AFD101', 'all of them'],
    ]);
    const fine = deployment('{ workers: 10, batchSize: 256 }');
    assert.deepEqual(coded(`# afd-lens: ignore AFD101\n${fine}---\n${off}`), [['AFD101', undefined]]);
    assert.deepEqual(coded(`# afd-lens: ignore AFD101\n${fine}---\n${fine}`), [['AFD900', undefined]]);
    const unknown = deployment('{ workers: 10 }');
    assert.deepEqual(coded(`# afd-lens: ignore AFD101\n${fine}---\n${unknown}`), [['AFD111', undefined]]);
  });

  for (const [title, text] of notCovering) {
    it(`covers nothing else: ${title}`, () => {
      const finding = findingsOf(text).find(({ code }) => code === 'AFD101');
      assert.ok(finding && !finding.suppressed, 'suppressed');
    });
  }

  it('covers nothing behind a list or a block scalar, though their text ends where the next key begins', () => {
    for (const above of [
      'x-notes: # afd-lens: ignore AFD111\n  - b: 1\n',
      '# x\nx-note: > # afd-lens: ignore AFD111\n  a\n',
    ]) {
      const text = `${header}${above}spec: { attention: { workers: 4, batchSize: 1 }, ffn: { workers: 1 } }\n`;
      const found = findingsOf(text).filter(({ start }) => text.startsWith('spec', start));
      assert.deepEqual(
        found.map(({ code, suppressed }) => [code, suppressed]),
        ['AFD111', 'AFD111'].map((code) => [code, undefined]),
      );
    }
  });

  const parts: readonly [string, readonly string[], string | undefined][] = [
    ['# afd-lens: ignore AFD101', ['AFD101'], undefined],
    ['# afd-lens: ignore afd101, AFD102 -- two of them', ['AFD101', 'AFD102'], 'two of them'],
    ['# afd-lens: ignore AFD101 -- a -- b  ', ['AFD101'], 'a -- b'],
    ['# afd-lens: ignore AFD101 --', ['AFD101'], undefined],
    ['# afd-lens: ignore -- why', [], 'why'],
    ['# afd-lens: ignore', [], undefined],
    ['# afd-lens: ignore AFD999 FOO', ['AFD999', 'FOO'], undefined],
  ];
  for (const [comment, codes, reason] of parts) {
    it(`has codes and a reason: ${comment}`, () => {
      const text = `a: 1 ${comment}\n`;
      const [found] = read(text);
      assert.deepEqual(
        found?.codes.map(({ code }) => code),
        codes,
      );
      assert.equal(found?.reason, reason);
      assert.equal(text.slice(found!.range.start, found!.range.end), comment.trimEnd());
      for (const { code, range } of found!.codes) assert.equal(text.slice(range.start, range.end).toUpperCase(), code);
    });
  }

  it('may stand behind the header of a block scalar', () => {
    assert.equal(read('a: | # afd-lens: ignore AFD302\n  # afd-lens: ignore AFD101\n').length, 1);
  });

  it('is not looked for in an empty document', () => {
    assert.deepEqual(read('# afd-lens: ignore AFD101\n'), []);
  });
});
