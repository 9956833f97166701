import assert from 'node:assert/strict';
import { fileSettings } from '../../server/src/configuration/file-settings';
import { readConfiguration } from '../../server/src/configuration/read-configuration';
import { readSuppressions, type Suppression } from '../../server/src/manifest/suppressions';
import { parseYaml } from '../../server/src/yaml/yaml-document';
import { baseWorkload, deployment, findingsOf, header, now } from '../analysis/analysed';

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

const placements = ['trailing', 'line above', 'ancestor', 'top of document', 'top of file'] as const;

/** A text in which `<trailing>` and so on, behind a line or on one of its own, stand where a comment may. */
interface Style {
  readonly code: string;
  readonly text: string;
  readonly lineEnd?: string;
}

/** The style's text with a comment in one of the places; without one where none is named. */
function written({ text, lineEnd = '\n' }: Style, placement?: string, comment = ''): string {
  return text
    .split('\n')
    .flatMap((line) => {
      const [, content, slot] = /^(.*)<([a-z ]+)>$/.exec(line) ?? [];
      if (content === undefined) return [line];
      if (slot === placement) return [`${content}${comment}`];
      return content.trim() === '' ? [] : [content.trimEnd()];
    })
    .join(lineEnd);
}

const head = `<top of document>
apiVersion: afd-lens/v1
kind: AFDDeployment
spec: <ancestor>
${baseWorkload}`;
const pools = `  attention:
    <line above>
    workers: 4 <trailing>
    batchSize: 256
  ffn: { workers: 1 }
`;
const profile = `<top of document>
apiVersion: afd-lens/v1
kind: LatencyProfile
timeUnit: ms
calibration: measured
attention: { alpha: 1, beta: 1 }
ffn: { alpha: 1, beta: 1 }
communication: { alpha: 1, beta: 1 }
calibratedRanges: <ancestor>
  ratio:
    - 1
    <line above>
    - many <trailing>
`;
const anchor = 'x-pool: &pool { workers: 4, batchSize: 256 }\n';
const flow =
  '  attention: { batchSize: 256,\n    <line above>\n    workers: 4 <trailing>\n    }\n  ffn: { workers: 1 }\n';
const alias = '  <line above>\n  attention: *pool <trailing>\n  ffn: { workers: 1 }\n';
const merge = '  attention:\n    <line above>\n    <<: *pool <trailing>\n    batchSize: 256\n  ffn: { workers: 1 }\n';

const styles: Readonly<Record<string, Style>> = {
  block: { code: 'AFD101', text: `<top of file>\n---\n${head}${pools}` },
  flow: { code: 'AFD101', text: `<top of file>\n---\n${head}${flow}` },
  'list item': { code: 'AFD302', text: `<top of file>\n---\n${profile}` },
  'second document': {
    code: 'AFD101',
    text: `<top of file>\n${deployment('{ workers: 10, batchSize: 256 }')}---\n${head}${pools}`,
  },
  template: { code: 'AFD111', text: `<top of file>\n---\n${head}${pools.replace('4', '{{ .Values.attention }}')}` },
  CRLF: { code: 'AFD101', text: `<top of file>\n---\n${head}${pools}`, lineEnd: '\r\n' },
  alias: { code: 'AFD101', text: `<top of file>\n---\n${head.replace('api', `${anchor}api`)}${alias}` },
  'merge key': { code: 'AFD101', text: `<top of file>\n---\n${head.replace('api', `${anchor}api`)}${merge}` },
};

const letters = { 'lower case': (text: string) => text.toLowerCase(), capitals: (text: string) => text.toUpperCase() };

describe('suppressions in every placement and style', () => {
  for (const [name, style] of Object.entries(styles)) {
    const { code } = style;
    const foundIn = (text: string) => findingsOf(text).filter((finding) => finding.code === code);

    for (const placement of placements) {
      for (const [title, inLetters] of Object.entries(letters)) {
        it(`cover by a comment: ${name}, ${placement}, in ${title}`, () => {
          const text = written(style, placement, `# ${inLetters(`afd-lens: ignore ${code}`)} -- why`);
          assert.equal(text.split('-- why').length, 2, text);
          assert.ok(foundIn(text).length > 0, text);
          for (const { suppressed } of foundIn(text))
            assert.deepEqual(suppressed, { by: 'comment', reason: 'why' }, text);
          assert.ok(!findingsOf(text).some((finding) => finding.code === 'AFD900'), text);
        });
      }

      it(`cover nothing for another rule, and are unused: ${name}, ${placement}`, () => {
        const text = written(style, placement, '# afd-lens: ignore AFD310');
        assert.deepEqual(
          foundIn(text).map(({ suppressed }) => suppressed),
          foundIn(written(style)).map(() => undefined),
        );
        assert.equal(findingsOf(text).filter((finding) => finding.code === 'AFD900').length, 1, text);
      });
    }

    it(`cover by an entry of ignores, in capitals: ${name}`, () => {
      const under = (ignore: string) => {
        const configuration = readConfiguration('/srv/afd-lens.config.yaml', `ignores:\n  - ${ignore}\n`);
        const settings = fileSettings({ path: '/srv/a.yaml', folder: '/srv', configuration, nowMs: now });
        const found = findingsOf(written(style), undefined, settings).find((finding) => finding.code === code);
        return [configuration.problem === undefined, found?.suppressed?.by, found?.suppressed?.reason];
      };
      assert.deepEqual(under(`{ rule: ${code}, reason: why }`), [true, 'ignores', 'why']);
      assert.deepEqual(under(`{ rule: ${code}, reason: why, expires: 2026-01-01 }`), [true, 'ignores', 'why']);
      assert.deepEqual(under(`{ rule: ${code}, reason: why, expires: 2025-12-31 }`), [true, undefined, undefined]);
      assert.deepEqual(under(`{ rule: ${code}, reason: why, path: metadata }`), [true, undefined, undefined]);
      assert.deepEqual(under(`{ rule: ${code}, reason: why, files: ["b.*"] }`), [true, undefined, undefined]);
      assert.deepEqual(under(`{ rule: ${code.toLowerCase()}, reason: why }`), [false, undefined, undefined]);
    });
  }
});
