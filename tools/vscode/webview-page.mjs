// What a script sees and does in the sweep panel of an open window, and what must never happen there.
import { waitUntil } from './window-page.mjs';

/** Records what goes wrong in any frame of the page: errors, refused content, requests that leave this machine. */
export function recordFaults(page) {
  const faults = [];
  page.on('console', (message) => {
    const { url } = message.location();
    // The browser reports a violation of a page's policy as an error.
    const ours = /sweep-panel|Content Security Policy/.test(`${url} ${message.text()}`);
    if (ours && message.type() !== 'log') faults.push(`${message.type()}: ${message.text()} (${url})`);
  });
  page.on('pageerror', (error) => faults.push(`error: ${error.stack ?? error.message}`));
  page.on('request', (request) => {
    const { protocol, hostname, href } = new URL(request.url());
    // Resources of a webview have a name of their own, which its service worker answers.
    const local = hostname === '127.0.0.1' || hostname.endsWith('.vscode-resource.vscode-cdn.net');
    if (/^https?:$|^wss?:$/.test(protocol) && !local) faults.push(`request to ${href}`);
  });
  page.on('requestfailed', (request) => {
    if (/vscode-resource/.test(request.url())) faults.push(`left this machine: ${request.url()}`);
  });
  return faults;
}

/** The frame of the sweep panel, once its theory is drawn, or what else is to be there. */
export function sweepFrame(page, drawn = 'polyline.theory') {
  const shows = (frame) =>
    frame.evaluate((selector) => document.querySelector(`#sweep ${selector}`) !== null, drawn).catch(() => false);
  return waitUntil(`${drawn} in the sweep panel`, async () => {
    for (const frame of page.frames()) if (await shows(frame)) return frame;
  });
}

/** Shows the tab of strategies, and waits until they are compared. */
export async function showStrategies(frame) {
  await frame.locator('#strategies-tab').click();
  await frame.locator('#strategies-panel .chart svg').waitFor();
  await frame.waitForFunction(() => !document.querySelector('#strategies-panel .stale'));
}

/** Waits until the simulation belongs to the inputs, and returns the line that says how it stands. */
export async function simulationDone(frame) {
  await frame.waitForFunction(
    () =>
      document.querySelector('.simulated') &&
      !document.querySelector('.outdated') &&
      document.querySelector('progress').hidden,
  );
  return frame.locator('.status-text').innerText();
}
