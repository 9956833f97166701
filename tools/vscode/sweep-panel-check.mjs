// Uses the extension in the npm-borne workbench as a reader does: its code lens, then the sweep panel by pointer and keyboard, what-if,
// apply, undo, themes. Also tests: client/webview/
// Usage: node tools/vscode/sweep-panel-check.mjs   (after: node tools/build.mjs; tools/package-check.mjs does it with the package)
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repositoryRoot } from './paths.mjs';
import { strategies, unknownStrategies } from './strategies-tab-check.mjs';
import { recordFaults, simulationDone, sweepFrame } from './webview-page.mjs';
import { firstEditor, lineWith, notificationTexts, runCommand, waitForLenses, waitUntil } from './window-page.mjs';
import { closeOnSignals, openWindow } from './workbench.mjs';

const example = 'chat-prod.afd.yaml';

/** The one window, and what went wrong in it. */
let page;
let faults = [];

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  closeOnSignals();
  await useExtension({ link: repositoryRoot });
}

/** Opens a window with the extension as `vsix` or `link` and rejects with the first thing in it that is not as it should be. */
export async function useExtension(extension) {
  if (process.platform !== 'linux') {
    console.log('sweep panel: left out, it needs the npm-borne workbench, which is for Linux.');
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'afd-lens-sweep-'));
  cpSync(join(repositoryRoot, 'examples'), folder, { recursive: true });
  const opened = await openWindow({
    ...extension,
    folder,
    file: join(folder, example),
    viewport: { width: 1400, height: 900 },
    // Else the file in the window's address would keep it from restoring its editors.
    settings: { 'workbench.colorTheme': 'Default Dark Modern', 'window.restoreWindows': 'preserve' },
    beforeLoad: (opening) => {
      faults = recordFaults(opening);
    },
  });
  page = opened.page;
  try {
    await useWindow();
  } catch (error) {
    console.error(faults.join('\n'));
    await page.screenshot({ path: join(tmpdir(), 'afd-lens-sweep-failed.png') }).catch(() => {});
    throw error;
  } finally {
    await opened.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function useWindow() {
  const editor = await firstEditor(page);
  for (const lens of await waitForLenses(page)) console.log(`code lens: ${lens}`);
  await runCommand(page, 'AFD Lens: Show Sweep');
  const frame = await sweepFrame(page);
  for (const check of [
    policy,
    keepsFocus,
    simulates,
    keyboard,
    pointer,
    table,
    whatIf,
    applies,
    followsEdits,
    strategiesUnknown,
    themed,
  ]) {
    await check(frame, editor);
    console.log(`sweep panel: ${check.name}`);
  }
  await closesWhileSimulating(await keepsInputs(frame));
  await strategies(page);
  console.log('sweep panel: strategies');
  assert.deepEqual(await notificationTexts(page), []);
  assert.deepEqual(faults, []);
  console.log('sweep panel: good');
}

/** Nothing but what carries the nonce runs or styles. */
async function policy(frame) {
  const meta = frame.locator('meta[http-equiv="Content-Security-Policy"]');
  const content = await meta.getAttribute('content');
  assert.match(content, /^default-src 'none'; script-src 'nonce-[\w-]{16,}'; style-src 'nonce-[\w-]{16,}';/);
  const ran = await frame.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.strangeScript = true';
    document.body.append(script);
    return window.strangeScript === true;
  });
  assert.equal(ran, false);
  assert.match(faults.splice(0).join('\n'), /script-src/); // What was just provoked.
}

async function keepsFocus(_, editor) {
  await page.keyboard.press('Control+End');
  await editor.locator('textarea, .native-edit-context').first().waitFor({ state: 'attached' });
  assert.equal(await page.evaluate(() => document.activeElement?.closest('.monaco-editor') !== null), true);
}

async function simulates(frame) {
  const line = await simulationDone(frame);
  assert.match(line, /predicted \d+A:1F, simulated best \d+A:1F · ratio error [\d.]+ % · regret [\d.]+ %/);
  assert.match(await frame.locator('.simulated-text').innerText(), /traces\/chat\.csv.* seed 1 /);
}

/** Every control can be reached with Tab alone, shows where the focus is, and the arrow keys walk along the points. */
async function keyboard(frame) {
  const wanted = await frame.evaluate(() => {
    const all = document.querySelectorAll('#sweep :is(input, select, button, summary, [tabindex="0"])');
    return [...all].filter((each) => !each.disabled && each.tabIndex === 0 && each.checkVisibility()).length;
  });
  await frame.locator('#ratio-tab').focus();
  const reached = new Set(['ratio-tab']);
  for (let presses = 0; presses < wanted + 4; presses++) {
    await page.keyboard.press('Tab');
    const [name, outlined] = await frame.evaluate(() => {
      const each = document.activeElement;
      const name = each.id || `${each.className} ${each.getAttribute('aria-label') ?? each.textContent}`;
      return [name, getComputedStyle(each).outlineStyle];
    });
    if (!(await frame.evaluate(() => document.activeElement.closest('#sweep')))) break;
    assert.equal(outlined, 'solid', `${name} shows no focus`);
    reached.add(name);
  }
  assert.equal(reached.size, wanted, [...reached].join(' | '));

  await frame.locator('.chart').first().focus();
  await page.keyboard.press('Home');
  const live = frame.locator('.only-read[aria-live]');
  assert.match(
    await live.innerText(),
    /^1A:1F · ratio 1\.00 · attention-bound: throughput [\d.]+, simulated [\d.]+ ± /,
  );
  await page.keyboard.press('ArrowRight');
  assert.match(await live.innerText(), /^2A:1F/);
  assert.equal(await frame.locator('.card:visible').count(), 1);
  await page.keyboard.press('Escape');
  assert.equal(await frame.locator('.card:visible').count(), 0);
}

async function pointer(frame) {
  const chart = frame.locator('#ratio-panel .chart').last();
  const { width, height } = await chart.boundingBox();
  await chart.hover({ position: { x: width / 2, y: height / 2 } });
  assert.match(await frame.locator('.card:visible').innerText(), /\d+A:1F · ratio [\s\S]*FFN idle/);
  await frame.locator('h1').hover();
  assert.equal(await frame.locator('.card:visible').count(), 0);
}

async function table(frame) {
  await frame.locator('summary').click();
  await frame.locator('.figures tbody tr').first().waitFor();
  const rows = await frame.locator('.figures tbody tr').count();
  const simulated = await frame.locator('svg .simulated').count();
  assert.ok(rows >= 32, `${rows} rows`);
  const filled = await frame.locator('.figures tbody tr td:nth-child(5)').allInnerTexts();
  // A point of the legend is no point of the chart.
  assert.equal(filled.filter((text) => text !== '').length, simulated - 1);
  assert.equal(await frame.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true);
  await frame.locator('summary').click();
}

async function whatIf(frame) {
  const verdict = frame.locator('#ratio-panel .verdict');
  const before = await verdict.innerText();
  await frame.locator('#batch-size').fill('128');
  await frame.waitForFunction(() => /with batch size 128/.test(document.querySelector('.verdict').textContent));
  assert.equal(await frame.locator('#batch-size-hint').innerText(), 'manifest: 256');
  assert.match(await frame.locator('.primary').innerText(), /^Apply \d+A:1F, batch size 128$/);
  assert.ok((await frame.locator('.outdated .simulated').count()) > 0);
  await frame.locator('#batch-size').fill('0');
  assert.equal(await frame.locator('#batch-size').getAttribute('aria-invalid'), 'true');
  await frame.locator('button', { hasText: 'Reset' }).click();
  await frame.waitForFunction((text) => document.querySelector('.verdict').innerText === text, before);
  assert.equal(await frame.locator('#batch-size').inputValue(), '256');
  await frame.locator('#request-length').press('ArrowRight');
  await frame.waitForFunction(() => /with request length 1\.06×/.test(document.querySelector('.verdict').textContent));
  await frame.locator('.small', { hasText: 'Cancel' }).click();
  await frame.locator('.small', { hasText: 'Simulate' }).click();
  await frame.locator('button', { hasText: 'Reset' }).click();
  await simulationDone(frame);
}

/** What is applied stands in the editor, and one undo takes all of it back. */
async function applies(frame, editor) {
  await frame.locator('#batch-size').fill('128');
  const apply = frame.locator('.primary:enabled', { hasText: 'batch size 128' });
  const [, attention] = /Apply (\d+)A:1F/.exec(await apply.innerText());
  await apply.click();
  await lineWith(editor, `workers: ${attention}`).waitFor();
  await lineWith(editor, 'batchSize: 128').waitFor();
  await frame.locator('.reason', { hasText: 'Nothing to apply' }).waitFor();
  assert.equal(await frame.locator('#batch-size-hint').innerText(), '');
  await lineWith(editor, 'batchSize: 128').click();
  await page.keyboard.press('Control+KeyZ');
  await lineWith(editor, 'workers: 3').waitFor();
  await lineWith(editor, 'batchSize: 256').waitFor();
  await frame.waitForFunction(() => /^3A:1F is/.test(document.querySelector('.verdict').textContent));
}

async function followsEdits(frame, editor) {
  await lineWith(editor, 'ffn:').click();
  await page.keyboard.press('End');
  await page.keyboard.type('x');
  await frame.locator('#ratio-panel .problem:visible').waitFor();
  assert.equal(await frame.locator('.content.stale polyline.theory').count(), 2);
  await page.keyboard.press('Backspace');
  await frame.locator('#ratio-panel .problem').waitFor({ state: 'hidden' });
  await simulationDone(frame);
}

async function strategiesUnknown(frame) {
  await unknownStrategies(page, frame);
}

async function themed(frame, editor) {
  const look = () =>
    frame.evaluate(() => [
      getComputedStyle(document.querySelector('svg .theory')).stroke,
      getComputedStyle(document.querySelector('svg .tick')).fill,
    ]);
  const looks = [await look()];
  for (const theme of ['Light Modern', 'High Contrast']) {
    await chooseTheme(theme, editor);
    await frame.waitForFunction(
      (before) => getComputedStyle(document.querySelector('svg .tick')).fill !== before,
      looks.at(-1)[1],
    );
    looks.push(await look());
  }
  assert.equal(await frame.locator('body.vscode-high-contrast').count(), 1);
  assert.equal(new Set(looks.map(String)).size, 3);
}

async function chooseTheme(name, editor) {
  await lineWith(editor, 'ffn:').click();
  await page.keyboard.press('Control+KeyK');
  await page.keyboard.press('Control+KeyT');
  const input = page.locator('.quick-input-widget input[type=text]').first();
  await input.fill(name);
  await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: name }).first().waitFor();
  await page.keyboard.press('Enter');
}

/** What the reader entered outlives a hidden panel and a reload of the window. Returns the new panel's frame. */
async function keepsInputs(frame) {
  await frame.locator('#batch-size').fill('128');
  // The file opens in the group that has the focus, which must be the panel's.
  await page.locator('.tab', { hasText: 'Sweep' }).click();
  await page.locator('.editor-group-container.active .tab', { hasText: 'Sweep' }).waitFor();
  await page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'paper-base-case' }).click();
  await page.locator('.tab.active', { hasText: 'paper-base-case' }).waitFor();
  await waitUntil('the hidden panel to go', () => frame.isDetached());
  await page.locator('.tab', { hasText: 'Sweep' }).click();
  const shown = await sweepFrame(page);
  await withChange(shown);
  await runCommand(page, 'Developer: Reload Window');
  await page.waitForEvent('load');
  const restored = await sweepFrame(page);
  await withChange(restored);
  console.log('sweep panel: keepsInputs');
  return restored;
}

async function withChange(frame) {
  await frame.waitForFunction(() => /with batch size 128/.test(document.querySelector('.verdict').textContent));
  assert.equal(await frame.locator('#batch-size').inputValue(), '128');
}

async function closesWhileSimulating(frame) {
  await frame.locator('#batch-size').fill('512');
  await frame.locator('progress:visible').waitFor();
  await page.locator('.tab', { hasText: 'Sweep' }).click({ button: 'middle' });
  await page.locator('.tab', { hasText: 'Sweep' }).waitFor({ state: 'detached' });
  await page.waitForTimeout(1500); // For an error to show.
  console.log('sweep panel: closesWhileSimulating');
}
