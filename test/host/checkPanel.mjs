/** Opens a window in headless Chromium and waits until its panel shows a training run that advances. */
import { takeScreenshot } from './screenshot.mjs';
import { openBrowser, openWindow, panelStep, ready } from './workbench.mjs';

/** Steps the run must gain while the panel is watched, so that what is seen is a stream and not one picture. */
const GAIN = 20;

/** A picture is taken when there is something to see in the curves. */
const PICTURED_STEP = 600;

/** Throws with the window's log when no training shows within two minutes. */
export async function checkPanel(address, { screenshot, seconds = 120 } = {}) {
  const { browser, context, page } = await openBrowser({ width: 1600, height: screenshot ? 1500 : 1000 });
  try {
    const log = [];
    await openWindow(context, page, address, { onLog: (line) => log.push(line) });
    await ready(page);
    const first = await waitForStep(page, 1, seconds, log);
    const later = await waitForStep(page, first + GAIN, seconds, log);
    console.log(`The panel went from step ${first} to step ${later}.`);
    if (screenshot) {
      await waitForStep(page, PICTURED_STEP, seconds, log);
      await takeScreenshot(page, screenshot);
    }
  } finally {
    await browser.close();
  }
}

/** The step that the panel shows, once it is at least `step`. */
async function waitForStep(page, step, seconds, log) {
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end) {
    const shown = await panelStep(page);
    if (shown >= step) return shown;
    await page.waitForTimeout(100);
  }
  throw new Error(`The panel did not reach step ${step}.\nThe window logged:\n${log.slice(-30).join('\n')}`);
}
