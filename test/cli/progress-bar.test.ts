import assert from 'node:assert/strict';
import { withProgressBar } from '../../server/src/cli/progress-bar';

async function written(isTTY: boolean, work: (onProgress: (share: number) => void) => Promise<unknown>) {
  let text = '';
  const write = (more: string | Uint8Array) => {
    text += more;
    return true;
  };
  await withProgressBar('simulating chat', work, { isTTY, write } as never).catch(() => {});
  return text;
}

describe('progress-bar', () => {
  it('grows on a terminal and is gone at the end, also of a failure', async () => {
    const halves = async (onProgress: (share: number) => void) => [0.5, 0.501, 1].forEach(onProgress);
    const clear = '\r\u001b[K';
    const half = `simulating chat [${'#'.repeat(15)}${'.'.repeat(15)}] 50 %`;
    const full = `simulating chat [${'#'.repeat(30)}] 100 %`;
    assert.equal(await written(true, halves), `${clear}${half}${clear}${full}${clear}`, 'a line once');
    const failing = async (onProgress: (share: number) => void) => {
      onProgress(0);
      throw new Error('stop');
    };
    assert.ok((await written(true, failing)).endsWith(clear));
  });

  it('writes nothing elsewhere', async () => {
    assert.equal(await written(false, async (onProgress) => onProgress(0.5)), '');
  });
});
