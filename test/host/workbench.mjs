/** A VS Code window in headless Chromium, and the few gestures tests and scripts make in it. */
import { chromium } from 'playwright-core';
import { format } from 'node:util';
import { chromiumLaunchOptions } from './chromium.mjs';

/** Noise of this build: files that the npm packages do not hold. */
const NOISE = /vsda|service-?worker|Failed to load resource|ERR_FAILED|net::/i;

/**
 * Address of a window: `folder` to open, an `extension` under development, `tests` (module with `run()`),
 * `file` to open. Paths are absolute. A window with a `file` restores no tabs.
 *
 * @param {{ authority: string }} server
 * @param {{ folder?: string, extension?: string, tests?: string, file?: string }} parts
 */
export function windowAddress(server, { folder, extension, tests, file }) {
  const remote = (path) => `vscode-remote://${server.authority}${encodeURI(path)}`;
  const payload = [];
  if (extension) payload.push(['extensionDevelopmentPath', remote(extension)]);
  if (tests) payload.push(['extensionTestsPath', remote(tests)]);
  if (file) payload.push(['openFile', remote(file)]);
  const place = folder ? `folder=${encodeURIComponent(folder)}` : 'ew=true';
  const extras = payload.length > 0 ? `&payload=${encodeURIComponent(JSON.stringify(payload))}` : '';
  return `http://${server.authority}/?${place}${extras}`;
}

/** Starts the browser; `width` and `height` are those of the window. Close with `browser.close()`. */
export async function openBrowser({ width = 1280, height = 800, ...options } = {}) {
  const browser = await chromium.launch(await chromiumLaunchOptions());
  const context = await browser.newContext({ viewport: { width, height }, ...options });
  return { browser, context, page: await context.newPage() };
}

/**
 * Opens a window and returns its page and two promises: `exit` settles with the code (and window log) given by the
 * test runner of VS Code, `broken` with a sentence when the page or the browser dies.
 */
export async function openWindow(context, page, address, { onLog = () => {} } = {}) {
  let settleExit, settleBroken;
  const exit = new Promise((resolve) => (settleExit = resolve));
  const broken = new Promise((resolve) => (settleBroken = resolve));
  page.on('crash', () => settleBroken('the page crashed'));
  context.browser().on('disconnected', () => settleBroken('the browser is gone'));
  await page.exposeFunction('codeAutomationExit', (code, logs) => settleExit({ code, logs }));
  await page.exposeFunction('codeAutomationLog', (type, args) => {
    const line = format(...args);
    if (!NOISE.test(line)) onLog(line, type);
  });
  await page.goto(address);
  return { exit, broken };
}

/** Waits until the workbench has restored its layout. */
export async function ready(page) {
  await page.waitForSelector('.monaco-workbench', { timeout: 60_000 });
  await page.waitForFunction(() => window.driver !== undefined, null, { timeout: 60_000 });
  await page.evaluate(() => window.driver.whenWorkbenchRestored());
}

/** Runs a command from the palette by its full title, for example `Unroll: Train on Selection`. */
export async function runCommand(page, title) {
  const input = page.locator('.quick-input-widget .quick-input-box input');
  // Enter would take the first row, which in 1.139 may be a similar command.
  const row = page.locator(`.quick-input-list .monaco-list-row[aria-label^="${title}"]`).first();
  for (let attempts = 10; ; attempts--) {
    await page.keyboard.press('F1');
    try {
      await input.waitFor({ timeout: 2000 });
      await input.fill(`>${title}`);
      // The list is made when the palette opens: a command whose condition came true since then is not in it.
      return await row.click({ timeout: 2000 });
    } catch (error) {
      if (attempts === 0) throw error;
      await page.keyboard.press('Escape');
    }
  }
}

/** Opens a file from the Explorer and waits for its tab. */
export async function openFile(page, name) {
  await runCommand(page, 'View: Show Explorer');
  await page.locator(`.explorer-folders-view .monaco-list-row[aria-label^="${name}"]`).dblclick();
  await page.locator('.tab.active', { hasText: name }).first().waitFor();
}

/** The outer frame of a webview in the editor area. */
export const PANEL_FRAME = 'iframe.webview.ready:not([src*="purpose=webviewView"])';

/** The document inside the first webview of the editor area (1.100 and 1.139 nest it in two frames). */
export function webview(page) {
  return page.frameLocator(PANEL_FRAME).first().frameLocator('#active-frame');
}

/** The frame whose page is `dist/NAME.js`, in the side bar or the editor area, once it is there. */
export async function pageNamed(page, name) {
  for (let attempts = 400; attempts > 0; attempts--) {
    for (const frame of page.frames()) {
      const found = await frame.$(`script[src$="/${name}.js"]`).catch(() => null);
      if (found) return frame;
    }
    await page.waitForTimeout(100);
  }
  throw new Error(`There is no page ${name}.`);
}

/** The texts of all status bar items. */
export async function statusBar(page) {
  return (await page.locator('.statusbar-item').allTextContents()).map((text) => text.trim()).filter(Boolean);
}

/** The step that Unroll's panel shows; 0 while it shows none. */
export async function panelStep(page) {
  if ((await page.locator(PANEL_FRAME).count()) === 0) return 0;
  const value = webview(page).locator('.measure', { hasText: /^Step/ }).locator('.measure-value');
  const text = await value.textContent({ timeout: 1000 }).catch(() => '');
  return Number(text.replaceAll(',', '')) || 0;
}
