/** Opens a window in headless Chromium and waits until its panel shows a training run that advances. */
import { openBrowser, openWindow, ready, webview } from './workbench.mjs';

/** Steps the run must gain while the panel is watched, so that what is seen is a stream and not one picture. */
const GAIN = 20;

/** Throws with the panel's text when no training shows within two minutes. */
export async function checkPanel(address, { screenshot, seconds = 120 } = {}) {
  const { browser, context, page } = await openBrowser({ width: 1600, height: 1000 });
  try {
    const log = [];
    await openWindow(context, page, address, { onLog: (line) => log.push(line) });
    await ready(page);
    const first = await waitForStep(page, 1, seconds, log);
    const later = await waitForStep(page, first + GAIN, seconds, log);
    console.log(`The panel went from step ${first} to step ${later}.`);
    if (screenshot) await page.screenshot({ path: screenshot });
  } finally {
    await browser.close();
  }
}

/** The step that the panel shows, once it is at least `step`. */
async function waitForStep(page, step, seconds, log) {
  const end = Date.now() + seconds * 1000;
  let text = '';
  while (Date.now() < end) {
    text = await panelText(page);
    const shown = stepOf(text);
    if (shown >= step) return shown;
    await page.waitForTimeout(100);
  }
  throw new Error(
    `The panel did not reach step ${step}. It shows:\n${text}\nThe window logged:\n${log.slice(-30).join('\n')}`,
  );
}

/** The step in a panel's text, 0 when there is none. */
export function stepOf(text) {
  const match = /\bstep\s+([\d,]+)/i.exec(text);
  return match ? Number(match[1].replaceAll(',', '')) : 0;
}

/** All visible text of the first panel; empty while there is none. */
export async function panelText(page) {
  if ((await page.locator('iframe.webview.ready').count()) === 0) return '';
  return webview(page)
    .locator('body')
    .innerText({ timeout: 1000 })
    .catch(() => '');
}
