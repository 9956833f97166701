// Uses the sweep panel in the npm-borne workbench as a reader does: pointer, keyboard, what-if, apply, undo, themes. Also tests: client/webview/
// Usage: node tools/vscode/sweep-panel-check.mjs   (after: node tools/build.mjs)
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from './paths.mjs';
import { recordFaults, showStrategies, simulationDone, sweepFrame } from './webview-page.mjs';
import { firstEditor, lineWith, notificationTexts, runCommand, waitForLenses } from './window-page.mjs';
import { closeOnSignals, openWindow } from './workbench.mjs';

const example = 'chat-prod.afd.yaml';
/** One whose strategies can be compared. */
const comparable = 'qwen3-h200.afd.yaml';

if (process.platform !== 'linux') {
  console.log('sweep panel: left out, it needs the npm-borne workbench, which is for Linux.');
  process.exit(0);
}
closeOnSignals();
const folder = mkdtempSync(join(tmpdir(), 'afd-lens-sweep-'));
cpSync(join(repositoryRoot, 'examples'), folder, { recursive: true });
let faults = [];
const { page, close } = await openWindow({
  link: repositoryRoot,
  folder,
  file: join(folder, example),
  viewport: { width: 1400, height: 900 },
  // Else the file in the window's address would keep it from restoring its editors.
  settings: { 'workbench.colorTheme': 'Default Dark Modern', 'window.restoreWindows': 'preserve' },
  beforeLoad: (opened) => {
    faults = recordFaults(opened);
  },
});
page.setDefaultTimeout(20_000);
try {
  const editor = await firstEditor(page);
  await waitForLenses(page);
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
    unknownStrategies,
    themed,
  ]) {
    await check(frame, editor);
    console.log(`sweep panel: ${check.name}`);
  }
  await closesWhileSimulating(await keepsInputs(frame));
  await strategies();
  assert.deepEqual(await notificationTexts(page), []);
  assert.deepEqual(faults, []);
  console.log('sweep panel: good');
} catch (error) {
  console.error(faults.join('\n'));
  await page.screenshot({ path: join(tmpdir(), 'afd-lens-sweep-failed.png') });
  throw error;
} finally {
  await close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
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

/** The other tab, by keyboard alone, says what to provide. */
async function unknownStrategies(frame) {
  await frame.locator('#ratio-tab').focus();
  await page.keyboard.press('ArrowRight');
  assert.equal(await frame.evaluate(() => document.activeElement.id), 'strategies-tab');
  const panel = frame.locator('#strategies-panel');
  await panel.locator('strong', { hasText: 'Unknown whether AFD pays' }).waitFor();
  assert.deepEqual(await panel.locator('.strategy-notes code').allInnerTexts(), ['device', 'slo.tpot']);
  assert.equal(await panel.locator('svg').count(), 0);
  assert.equal(await frame.locator('#batch-size').isVisible(), false);
  assert.equal(await frame.locator('#request-length').isVisible(), true);
  await page.keyboard.press('ArrowRight');
  assert.equal(await frame.locator('#ratio-panel').isVisible(), true);
  assert.equal(await frame.locator('#batch-size').isVisible(), true);
}

/** Verdict, chart and table of a deployment that can be compared; they follow the what-if, and the tab outlives a reload. */
async function strategies() {
  await page.keyboard.press('Control+KeyP');
  await page.locator('.quick-input-widget input[type=text]').first().fill(comparable);
  await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: comparable }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.tab.active', { hasText: comparable }).waitFor();
  await waitForLenses(page);
  await runCommand(page, 'AFD Lens: Show Sweep');
  const frame = await sweepFrame(page);
  await showStrategies(frame);
  const panel = frame.locator('#strategies-panel');
  assert.match(await panel.locator('.verdict').innerText(), /AFD|Near-tie/);
  assert.equal(await panel.locator('.figures tbody tr').count(), 4);
  assert.equal(await panel.locator('.legend li').count(), 4);
  assert.match(await panel.locator('.over-tpot-label').textContent(), /^TPOT objective 60 ms$/);
  assert.equal(await frame.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true);
  await panel.locator('.chart').focus();
  await page.keyboard.press('ArrowRight');
  const live = frame.locator('.only-read[aria-live]');
  assert.match(await live.innerText(), / · best within the objectives: throughput [\d,]+ tok\/s; one user /);
  const first = await live.innerText();
  await page.keyboard.press('ArrowDown');
  assert.notEqual(await live.innerText(), first);
  assert.equal(await panel.locator('.card:visible').count(), 1);
  await page.keyboard.press('Escape');
  await frame.locator('#tpot-objective').fill('40');
  await panel.locator('.over-tpot-label', { hasText: '40 ms' }).waitFor({ state: 'attached' });
  await lineWith(await firstEditor(page), 'ffn:').click();
  await runCommand(page, 'Developer: Reload Window');
  await page.waitForEvent('load');
  const restored = await sweepFrame(page, '#strategies-panel .chart svg');
  await restored.locator('.over-tpot-label', { hasText: '40 ms' }).waitFor({ state: 'attached' });
  assert.equal(await restored.locator('#ratio-panel').isVisible(), false);
  console.log('sweep panel: strategies');
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
  for (let waits = 0; !frame.isDetached() && waits < 400; waits++) await page.waitForTimeout(50);
  assert.equal(frame.isDetached(), true, 'the hidden panel is still there');
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
