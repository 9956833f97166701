import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { lfsContent } from '../../../server/src/cli/git/git-lfs';

describe('content that Git LFS keeps', () => {
  let folder = '';
  const content = 'a,b\n1,2\n';
  const hash = createHash('sha256').update(content).digest('hex');
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${hash}\nsize ${content.length}\n`;
  const object = () => join(folder, '.git', 'lfs', 'objects', hash.slice(0, 2), hash.slice(2, 4), hash);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'afd-lfs-'));
    mkdirSync(dirname(object()), { recursive: true });
    writeFileSync(object(), content);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const find = (text: string) => {
    writeFileSync(join(folder, 'a.csv'), text);
    return lfsContent(join(folder, 'a.csv'), join(folder, '.git'));
  };

  it('is found by its pointer', async () => {
    assert.equal(await find(pointer), object());
  });

  const others: readonly [string, string][] = [
    ['no pointer', content],
    ['an empty file', ''],
    ['a pointer that leads elsewhere', pointer.replace(/sha256:.*/, 'sha256:../../../../etc/passwd')],
    ['a pointer without a size', pointer.replace(/size.*/, '')],
    ['another size', pointer.replace(/size.*/, 'size 9')],
    [
      'content that was not fetched',
      pointer.replace(
        hash,
        hash.replace(/./, (first) => (first === '0' ? '1' : '0')),
      ),
    ],
    ['a long file that begins like a pointer', pointer + '#'.repeat(2000)],
  ];
  for (const [title, text] of others) {
    it(`is not found: ${title}`, async () => {
      assert.equal(await find(text), undefined);
    });
  }
});
