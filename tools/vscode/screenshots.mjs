// Drives the real workbench over a copy of examples/ and saves what a reader sees, in a dark and a light theme, and the
// sweep panel also in high contrast.
// Usage: node tools/vscode/screenshots.mjs [--vsix FILE] [--out FOLDER] [--only SCENE]
// (default: this folder's extension, docs/images, every scene: manifest, launch, hardware, sweep, strategies)
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot } from './paths.mjs';
import { showStrategies, simulationDone, sweepFrame } from './webview-page.mjs';
import { firstEditor, notificationTexts, runCommand, tokenPosition, waitForLenses } from './window-page.mjs';
import { closeOnSignals, openWindow } from './workbench.mjs';

const example = 'chat-prod.afd.yaml';
/** The line of the example that carries the finding, and the number that is underlined. */
const underlined = { line: 'attention:', token: '3' };

/** The words of the example without a measured profile that are hovered. */
const hardwareWords = {
  roofline: { line: 'device:', token: 'h200', shown: 'uncalibrated' },
  memory: { line: 'attention:', token: '256', shown: 'KV cache =', asItIs: true },
};

const viewport = { width: 1120, height: 780 };
const sweepViewport = { width: 1500, height: 960 };
const strategiesViewport = { width: 1260, height: 1130 };
const themes = { dark: 'Default Dark Modern', light: 'Default Light Modern' };

const { values } = parseArgs({
  options: {
    vsix: { type: 'string' },
    only: { type: 'string' },
    out: { type: 'string', default: join(repositoryRoot, 'docs/images') },
  },
});
const out = resolve(values.out);
mkdirSync(out, { recursive: true });
closeOnSignals();
const isAsked = (scene) => values.only === undefined || values.only === scene;
for (const [name, theme] of Object.entries(themes)) {
  if (isAsked('manifest')) await inWindow(name, theme, viewport, takeEach);
  if (isAsked('launch')) await inWindow(name, theme, viewport, takeLaunch, 'kubernetes/chat.yaml');
  if (isAsked('hardware')) {
    for (const [scene, word] of Object.entries(hardwareWords)) {
      await inWindow(name, theme, viewport, takeHover(scene, word), 'hardware/qwen3-h200.afd.yaml');
    }
  }
  if (isAsked('strategies')) {
    await inWindow(name, theme, strategiesViewport, takeStrategies, 'hardware/qwen3-h200.afd.yaml');
  }
}
for (const [name, theme] of Object.entries({ ...themes, 'high-contrast': 'Default High Contrast' })) {
  if (isAsked('sweep')) await inWindow(name, theme, sweepViewport, takeSweep);
}

/** Has `take` take its pictures in a window of a theme. */
async function inWindow(name, theme, viewport, take, opened = example) {
  const folder = join(mkdtempSync(join(tmpdir(), 'afd-lens-shots-')), 'examples');
  cpSync(join(repositoryRoot, 'examples'), folder, { recursive: true, preserveTimestamps: true });
  const { page, close } = await openWindow({
    ...(values.vsix ? { vsix: values.vsix } : { link: repositoryRoot }),
    folder,
    file: join(folder, opened),
    viewport,
    deviceScaleFactor: 1.5,
    settings: {
      'workbench.colorTheme': theme,
      'workbench.activityBar.location': 'hidden',
      'workbench.layoutControl.enabled': false,
      'editor.minimap.enabled': false,
      'editor.fontSize': 14,
      'editor.hover.delay': 100,
      'editor.occurrencesHighlight': 'off',
      'editor.selectionHighlight': false,
      'window.commandCenter': false,
      'window.menuBarVisibility': 'hidden',
      'window.title': 'AFD Lens',
    },
  });
  const shoot = (what, options) => page.screenshot({ path: join(out, `${what}-${name}.png`), ...options });
  try {
    await take(page, shoot);
  } catch (error) {
    await shoot('failed');
    throw error;
  } finally {
    await close();
    rmSync(join(folder, '..'), { recursive: true });
  }
}

async function takeEach(page, shoot) {
  const editor = await firstEditor(page);
  await waitForLenses(page);
  await page.mouse.move(viewport.width / 2, viewport.height / 2); // Off the edges, which light up under it.
  await editor.locator('.squiggly-warning, .squiggly-info').first().waitFor();
  await runCommand(page, 'View: Toggle Primary Side Bar Visibility');
  await runCommand(page, 'Problems: Focus on Problems View');
  await page.locator('.markers-panel .monaco-list-row').first().waitFor();
  const notifications = await notificationTexts(page);
  if (notifications.length > 0) throw new Error(`notifications were shown: ${notifications.join(' | ')}`);
  await page.waitForTimeout(500);
  await shoot('diagnostics');

  const lens = await editor.locator('.codelens-decoration').first().boundingBox();
  const line = await editor.locator('.view-lines').boundingBox();
  await shoot('code-lens', { clip: { x: line.x - 60, y: lens.y - 50, width: 820, height: 150 } });

  await runCommand(page, 'View: Toggle Panel Visibility');
  await page.locator('.markers-panel').waitFor({ state: 'hidden' });
  await page.waitForTimeout(500);
  const number = await tokenPosition(editor, underlined.line, underlined.token);
  await page.mouse.move(number.x, number.y);
  const hover = page.locator('.monaco-hover:visible').filter({ hasText: '-bound' });
  await hover.first().waitFor();
  await enlarge(page, await hover.first().boundingBox(), 486);
  await shoot('hover');

  await page.mouse.click(number.x, number.y);
  await page.mouse.move(20, 400); // Off the editor: the hover goes.
  await hover.first().waitFor({ state: 'hidden' });
  await page.keyboard.press('Control+Period');
  await page.locator('.action-widget .monaco-list-row').first().waitFor();
  await page.waitForTimeout(500);
  await shoot('quick-fix');
  await page.keyboard.press('Escape');

  await runCommand(page, 'AFD Lens: Explain This Deployment');
  await page.locator('.tab').filter({ hasText: 'Preview' }).waitFor();
  await page.waitForTimeout(2500); // The preview is a frame of its own.
  await shoot('explain');
}

async function takeLaunch(page, shoot) {
  const editor = await firstEditor(page);
  await waitForLenses(page);
  await runCommand(page, 'View: Toggle Primary Side Bar Visibility');
  await runCommand(page, 'Problems: Focus on Problems View');
  await page.locator('.markers-panel .monaco-list-row').first().waitFor();
  await page.keyboard.press('Enter'); // Goes to the first finding.
  await editor.locator('.squiggly-warning').first().waitFor();
  const notifications = await notificationTexts(page);
  if (notifications.length > 0) throw new Error(`notifications were shown: ${notifications.join(' | ')}`);
  await page.mouse.move(viewport.width / 2, viewport.height / 2); // On nothing that lights up.
  await page.waitForTimeout(500);
  await shoot('launch');
}

/** Takes the hover on a word of a line, once it shows some text. */
function takeHover(scene, { line, token, shown, asItIs }) {
  return async (page, shoot) => {
    const editor = await firstEditor(page);
    await waitForLenses(page);
    await runCommand(page, 'View: Toggle Primary Side Bar Visibility');
    const word = await tokenPosition(editor, line, token);
    await page.mouse.move(word.x, word.y);
    const hover = page.locator('.monaco-hover:visible').filter({ hasText: shown });
    await hover.first().waitFor();
    if (asItIs) await page.waitForTimeout(500);
    else await enlarge(page, await hover.first().boundingBox(), 486);
    await shoot(scene);
  };
}

/** The sweep panel beside the first editor, which gets so many pixels. */
async function openSweep(page, editorWidth) {
  await firstEditor(page);
  await waitForLenses(page);
  await runCommand(page, 'View: Toggle Primary Side Bar Visibility');
  await runCommand(page, 'AFD Lens: Show Sweep');
  const frame = await sweepFrame(page);
  await narrowFirstGroup(page, editorWidth);
  return frame;
}

async function takeSweep(page, shoot) {
  const frame = await openSweep(page, 620);
  await simulationDone(frame);
  await shootAtRest(page, shoot, 'sweep');
}

async function takeStrategies(page, shoot) {
  const frame = await openSweep(page, 350);
  await showStrategies(frame);
  await shootAtRest(page, shoot, 'strategies');
}

async function shootAtRest(page, shoot, what) {
  await page.mouse.move(200, 500); // On nothing that lights up.
  await page.waitForTimeout(500);
  await shoot(what);
}

/** Pulls the border between the two editor groups. */
async function narrowFirstGroup(page, width) {
  const [first] = await page.locator('.editor-group-container').all();
  const box = await first.boundingBox();
  await page.mouse.move(box.x + box.width, box.y + 300);
  await page.mouse.down();
  await page.mouse.move(box.x + width, box.y + 300, { steps: 10 });
  await page.mouse.up();
}

/** A hover is low at first; pulls its lower edge until it is `height` high. */
async function enlarge(page, box, height) {
  const edge = { x: box.x + box.width / 2, y: box.y + box.height };
  await page.mouse.move(edge.x, edge.y - 20, { steps: 5 });
  await page.mouse.move(edge.x, edge.y, { steps: 5 });
  await page.mouse.down();
  await page.mouse.move(edge.x, box.y + height, { steps: 10 });
  await page.mouse.up();
  await page.mouse.move(edge.x, box.y + height / 2, { steps: 5 });
  await page.waitForTimeout(500);
}
