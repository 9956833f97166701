import { setTimeout } from 'node:timers/promises';

/** How long something may take: as long as whoever runs the tests allows, since machines are slow at times. */
export const patienceMs = Number(process.env.AFD_LENS_PATIENCE_MS ?? 30_000);

/** How long a test may take, in which there are several waits. */
export const testTimeoutMs = 4 * patienceMs;

/** Asks again and again until there is an answer; fails when patience ends, naming what was waited for and what came `instead`. */
export async function waitFor<T>(
  what: string,
  ask: () => PromiseLike<T | undefined | false> | T | undefined | false,
  instead = () => '',
): Promise<T> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`waited ${patienceMs / 1000} s for ${what}${instead()}`);
    await setTimeout(20);
  }
}
