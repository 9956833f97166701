import assert from 'node:assert/strict';
import fc from 'fast-check';
import { quotesOf, yamlScalar } from '../../server/src/text/yaml-scalar';
import { parseYaml } from '../../server/src/yaml/yaml-document';
import { toPlain } from '../../server/src/yaml/yaml-tree';

/** Text with what YAML, templates and terminals take for something else. */
const awkwardText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom('{', '}', '\n', '\u0085', '\u2028', '\uFEFF', '\0', ' ', "'", '"', '\\', '#', ':', '-', '1', 'a'),
    )
    .map((parts) => parts.join('')),
);

describe('yaml-scalar', () => {
  it('writes text that YAML reads as the same text, plain where it can', () => {
    assert.deepEqual(
      ['./gpu 1.yaml', '50ms', 'true', '1.5', "o'clock", '', 'a: b', '- a', 'a #b'].map((text) => yamlScalar(text)),
      ['./gpu 1.yaml', '50ms', "'true'", "'1.5'", "'o''clock'", "''", "'a: b'", "'- a'", "'a #b'"],
    );
    assert.deepEqual([yamlScalar(256), yamlScalar('a', '"'), yamlScalar("it's", "'")], ['256', '"a"', "'it''s'"]);
    fc.assert(
      fc.property(awkwardText, fc.constantFrom('', '"', "'"), (text, quotes) => {
        fc.pre(!text.includes('\uE000'));
        const [document] = parseYaml(`{ a: [${yamlScalar(text, quotes as '' | '"' | "'")}] }`);
        assert.deepEqual(toPlain(document!.root!), { a: [text] });
      }),
    );
    for (const text of [
      '.inf',
      '.NaN',
      'y',
      'N',
      '2026-11-21',
      '1_000',
      '1.2.3',
      '0x1F',
      '1e5',
      '...',
      '\u0085',
      'a\nb',
    ]) {
      const [document] = parseYaml(`a: ${yamlScalar(text)}`);
      assert.deepEqual(toPlain(document!.root!), { a: text });
    }
    assert.deepEqual(
      ['a\nb', '{{ x }}', '\u009b', '2026-11-21', 'y'].map((text) => yamlScalar(text)),
      ['"a\\nb"', '"{\\x7B x }}"', '"\\u009b"', "'2026-11-21'", "'y'"],
    );
    assert.deepEqual(['"a"', "'a'", 'a', ''].map(quotesOf), ['"', "'", '', '']);
  });
});
