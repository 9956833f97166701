import assert from 'node:assert/strict';
import fc from 'fast-check';
import { visible, visibleJson } from '../../../../server/src/cli/check/formats/visible-text';

/** True for a control character, a mark of direction and half of a surrogate pair, by their numbers. */
function isObeyed(character: string): boolean {
  const code = character.codePointAt(0)!;
  const ranges = [
    [0, 0x1f],
    [0x7f, 0x9f],
    [0x2028, 0x202e],
    [0x2066, 0x2069],
    [0xd800, 0xdfff],
  ] as const;
  return ranges.some(([from, to]) => from <= code && code <= to);
}

describe('visible text', () => {
  it('shows what a terminal would obey, and leaves letters of all kinds', () => {
    assert.equal(
      visible('a\u001b[31m\r\n\t\u009b\u202Eb\uD800'),
      'a\\u001b[31m\\u000d\\u000a\\u0009\\u009b\\u202eb\\ud800',
    );
    assert.equal(visible('größe 日本 🚀 👨‍👩‍👧 e\u0301'), 'größe 日本 🚀 👨‍👩‍👧 e\u0301');
  });

  it('leaves nothing behind that a terminal would obey', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        assert.ok(![...visible(text)].some(isObeyed));
      }),
    );
  });

  it('writes JSON that means the same', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (texts) => {
        const json = visibleJson({ texts });
        assert.deepEqual(JSON.parse(json), { texts });
        assert.ok(![...json.replaceAll('\n', '')].some(isObeyed));
      }),
    );
  });
});
