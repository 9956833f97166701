// What a script sees and does in the page of an open window. Selectors hold for both flavours of the workbench.
import { setTimeout } from 'node:timers/promises';
import { patienceMs } from './patience.mjs';

/** Asks again and again until there is an answer, and returns it; fails when patience ends, naming what was waited for. */
export async function waitUntil(what, ask) {
  const end = Date.now() + patienceMs;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`waited ${patienceMs / 1000} s for ${what}`);
    await setTimeout(50);
  }
}

/** The first text editor, once it shows its lines. */
export async function firstEditor(page) {
  const editor = page.locator('.editor-instance .monaco-editor').first();
  await editor.locator('.view-lines .view-line').first().waitFor();
  return editor;
}

/** The texts of the code lenses in view, once there is one. */
export async function waitForLenses(page) {
  const lenses = page.locator('.codelens-decoration a');
  await lenses.first().waitFor();
  return lenses.allInnerTexts();
}

/** Texts of the notifications in view; there should never be one. */
export const notificationTexts = (page) => page.locator('.notification-toast').allInnerTexts();

/** Runs a command by its title in the palette. It is opened anew where an editor that was just opened took the focus from it. */
export async function runCommand(page, title) {
  const row = page.locator('.quick-input-list .monaco-list-row').filter({ hasText: title }).first();
  const input = page.locator('.quick-input-widget input[type=text]').first();
  let timeout = 7_000;
  await waitUntil(`the command ${title} in the palette`, async () => {
    await page.keyboard.press('F1');
    await input.fill(`>${title}`);
    const isThere = await row.waitFor({ timeout }).then(
      () => true,
      () => false,
    );
    if (!isThere) await page.keyboard.press('Escape');
    timeout *= 2;
    return isThere;
  });
  await page.keyboard.press('Enter');
}

/** The line of an editor that holds `text`. */
export const lineWith = (editor, text) => editor.locator('.view-line').filter({ hasText: text }).first();

/** The middle of the last token in a line that holds `text`, for the mouse: clicking locators would scroll the panes. */
export async function tokenPosition(editor, lineText, tokenText) {
  const token = lineWith(editor, lineText).locator('span span').filter({ hasText: tokenText }).last();
  const box = await token.boundingBox();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
