// Uses the strategies' tab of the sweep panel as a reader does. Also tests: client/webview/strategies
import assert from 'node:assert/strict';
import { showStrategies, sweepFrame } from './webview-page.mjs';
import { firstEditor, lineWith, runCommand, waitForLenses } from './window-page.mjs';

/** One whose strategies can be compared. */
const comparable = 'qwen3-h200.afd.yaml';

/** The other tab, by keyboard alone, says what to provide. */
export async function unknownStrategies(page, frame) {
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
export async function strategies(page) {
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
}
