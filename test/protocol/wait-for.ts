import assert from 'node:assert/strict';

/** Resolves when the condition holds; fails after five seconds. */
export async function waitFor(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 500; attempt++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  assert.fail('waited in vain');
}
