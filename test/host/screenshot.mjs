/** Composes and takes the picture for the README: the panel beside its text, some hundred steps into the training. */
import { PANEL_FRAME, webview } from './workbench.mjs';

/** Share of the window for the text; the panel has the rest. */
const TEXT_SHARE = 0.36;

export async function takeScreenshot(page, path) {
  const { width, height } = page.viewportSize();
  await page.keyboard.press('Control+B');
  const frame = page.locator(PANEL_FRAME).first();
  const { x: edge } = await frame.boundingBox();
  await page.mouse.move(edge - 1, height / 2);
  await page.mouse.down();
  await page.mouse.move(width * TEXT_SHARE, height / 2, { steps: 10 });
  await page.mouse.up();
  const panel = webview(page);
  for (const name of ['Fit', 'Sample']) await panel.getByRole('button', { name, exact: true }).click();
  await page.mouse.move(width * TEXT_SHARE - 80, height - 60);
  await page.waitForTimeout(2000);
  await page.screenshot({ path });
}
