import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseDuration } from '../../server/src/manifest/duration';
import { durationText, quotesOf, yamlScalar } from '../../server/src/sweep/yaml-value';
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

describe('yaml-value', () => {
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

  it('writes times in the unit and spacing of what was there', () => {
    assert.equal(durationText(0.05), '50ms');
    assert.equal(durationText(0.0075, '50ms'), '7.5ms');
    assert.equal(durationText(0.04, '0.05s'), '0.04s');
    assert.equal(durationText(0.04, "'50 ms'"), '40 ms');
    assert.equal(durationText(0.04, '50000us'), '40000us');
    assert.equal(durationText(0.04, 'soon'), '40ms');
  });

  it('keeps the time, or says that it cannot', () => {
    assert.equal(durationText(1e-12), '0.001ns');
    assert.equal(durationText(1e20), '100000000000000000000s');
    for (const none of [0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1e-18, 1e30]) {
      assert.equal(durationText(none), undefined, `${none}`);
    }
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e6, noNaN: true }), fc.constantFrom('1s', '1 ms', '1us'), (time, like) =>
        assert.ok(Math.abs(parseDuration(durationText(time, like)!)! / time - 1) < 1e-11),
      ),
    );
  });
});
