import assert from 'node:assert/strict';
import { limitText, mostTextBytes } from '../../server/src/agent-tools/tool-text';

describe('tool-text', () => {
  it('leaves a text that fits as it is', () => {
    const text = 'é'.repeat(mostTextBytes / 2);
    assert.equal(limitText(`${text}\n`, 'no'), text);
  });

  it('keeps whole lines and says how to see the rest', () => {
    const lines = Array.from({ length: 500 }, (_, n) => `line ${n} █`);
    const cut = limitText(lines.join('\n'), 'ask again').split('\n');
    assert.equal(cut.pop(), '(cut here; ask again)');
    assert.deepEqual(cut, lines.slice(0, cut.length));
    const bytes = Buffer.byteLength([...cut, '(cut here; ask again)'].join('\n'));
    assert.ok(bytes <= mostTextBytes && bytes > mostTextBytes - 40, `${bytes}`);
  });

  it('cuts a single long line between characters', () => {
    for (const letter of ['x', 'é', '█', '🚀']) {
      const cut = limitText(letter.repeat(3000) + letter.repeat(3000), 'ask again');
      assert.ok(Buffer.byteLength(cut) <= mostTextBytes, letter);
      assert.match(cut, new RegExp(`^(?:${letter})+\\n\\(cut here; ask again\\)$`, 'u'));
    }
  });
});
