import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isTemplated, maskTemplates, writesLines } from '../../server/src/yaml/template-mask';
import { parseYaml } from '../../server/src/yaml/yaml-document';
import { nodeAt } from '../../server/src/yaml/yaml-tree';

const mask = (text: string) => maskTemplates(text).replaceAll('\uE000', '@');

describe('template mask', () => {
  const cases: readonly [string, string, string][] = [
    ['a value', 'a: {{ .x }}\n', 'a: @@@@@@@@\n'],
    ['part of a value', 'a: x-{{.y}}-z', 'a: x-@@@@@@-z'],
    ['a line of its own becomes a comment', '  {{- if .x }}\r\na: 1', '  #           \r\na: 1'],
    ['nothing is masked without the closing braces', 'a: {{ b\nc: }}', 'a: {{ b\nc: }}'],
    ['flow maps that end together', 'a: {b: {c: 1}}', 'a: {b: {c: 1}}'],
    ['several on one line', '{{a}}: {{ b }} # {{', '@@@@@: @@@@@@@ # {{'],
    [
      'a line of its own in a block scalar becomes empty lines',
      'a: |\n  x\n{{ y }}\n  z\n',
      'a: |\n  x\n\n\n\n\n\n\n\n\n  z\n',
    ],
    ['a line of its own behind a block scalar', '- a: |\n    x\n  {{ y }}\n  b: 1', '- a: |\n    x\n  #      \n  b: 1'],
    ['a line of its own in a block of an item', '- |-\n  x\n  {{ y }}\n- b', '- |-\n  x\n\n\n\n\n\n\n\n\n\n\n- b'],
    [
      'a line of its own in a block with an anchor, a tag and a comment',
      '- - a: &b !!str >+2 # c\n        x\n{{y}}\n      z',
      '- - a: &b !!str >+2 # c\n        x\n\n\n\n\n\n\n      z',
    ],
    ['a line of its own behind a pipe that opens nothing', 'a: b |\n  c\n  {{y}}\n  d', 'a: b |\n  c\n  #    \n  d'],
    ['open braces on an earlier line', '# {{\na: {{b}}\n', '# {{\na: @@@@@\n'],
  ];
  for (const [title, text, expected] of cases) {
    it(`covers expressions: ${title}`, () => assert.equal(mask(text), expected));
  }

  const writing: readonly [string, string, boolean][] = [
    ['an include', 'spec:\n  {{- include "x" . | nindent 2 }}\n', true],
    ['a value behind a condition', '{{ if .x }}{{ toYaml .y }}{{ end }}\r\n', true],
    ['a condition', '  {{- if .x }}\na: 1\n  {{- else }}\n  {{- end -}}\n', false],
    ['a variable, a comment and a loop', '{{ $a := 1 }}\n{{/* b */}}\n{{- range .x }}\n{{ $a = 2 }}\n', false],
    ['a value of a key', 'a: {{ .x }}\n', false],
    ['a word that begins like a condition', '{{ iffy }}\n', true],
  ];
  for (const [title, text, expected] of writing) {
    it(`knows what may write lines: ${title}`, () => assert.equal(writesLines(text), expected));
  }

  it('keeps every offset and everything outside braces', () => {
    const texts = fc.array(fc.constantFrom('{{', '}}', '{', '}', 'a', ': ', '\n', ' ', '#'), { maxLength: 40 });
    fc.assert(
      fc.property(texts, (parts) => {
        const text = parts.join('');
        const masked = maskTemplates(text);
        assert.equal(masked.length, text.length);
        if (!/\{\{[^\n]*\}\}/.test(text)) assert.equal(masked, text);
        for (let at = 0; at < text.length; at++) if (text[at] === '\n') assert.equal(masked[at], '\n');
      }),
    );
  });

  it('takes one pass over a megabyte of open braces', () => {
    const text = '{{'.repeat(500_000);
    assert.equal(maskTemplates(text), text);
    for (const unit of ['a: &x ', ': | ', '- ', '&', ' |  ', '{{}} ']) {
      const long = `{{ ${unit.repeat(200_000)}\n`;
      assert.equal(maskTemplates(long + long).length, 2 * long.length);
    }
    const lines = '{{ \n'.repeat(200_000);
    assert.equal(maskTemplates(lines), lines);
  });

  it('marks the scalars it touched', () => {
    const root = parseYaml('a: {{ .x }}\nb: "v{{ .y }}"\nc: 1\n')[0]!.root!;
    assert.deepEqual(
      ['a', 'b', 'c'].map((key) => Reflect.get(nodeAt(root, [key])!, 'templated')),
      [true, true, false],
    );
    assert.equal(isTemplated('plain'), false);
  });
});
