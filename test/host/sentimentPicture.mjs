/**
 * `node test/host/sentimentPicture.mjs FILE [THEME]`: takes the README's picture of a text and how it reads, in a real
 * VS Code, with the sentence at the cursor opened beside it.
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installCheckout } from './install.mjs';
import { startServer } from './server.mjs';
import { openBrowser, openFile, openWindow, pageNamed, ready, runCommand, windowAddress } from './workbench.mjs';

const [path, theme = 'Default Dark Modern'] = process.argv.slice(2);
/** Words of its own sentence in that line. */
const SENTENCE = 'It looks terrible';

const temporary = mkdtempSync(join(tmpdir(), 'unroll-picture-'));
const [folder, extensions] = [join(temporary, 'samples'), join(temporary, 'extensions')];
cpSync('samples', folder, { recursive: true });
installCheckout(extensions);
const user = { 'editor.minimap.enabled': false, 'editor.wordWrap': 'on', 'breadcrumbs.enabled': false };
const server = await startServer({ extensions, user, machine: { 'workbench.colorTheme': theme } });
const { browser, context, page } = await openBrowser({ width: 1600, height: 1100 });
try {
  await openWindow(context, page, windowAddress(server, { folder }));
  await ready(page);
  await openFile(page, 'letters.md');
  await runCommand(page, 'Unroll: Show Sentiment of Current File');
  await runCommand(page, 'Unroll: Focus on Sentiment View');
  const view = await pageNamed(page, 'sentiment');
  await view.getByText(SENTENCE).first().waitFor();
  await runCommand(page, 'Find');
  await page.keyboard.type(SENTENCE);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowRight');
  await runCommand(page, 'Unroll: Open Sentence in Panel');
  const panel = await pageNamed(page, 'sentence');
  await panel.getByText('terrible').first().waitFor();
  await panel.getByRole('button', { name: 'Swap Clauses' }).click();
  await page.waitForTimeout(2000);
  await page.screenshot({ path });
  console.log(path);
} finally {
  await browser.close();
  await server.stop();
  rmSync(temporary, { recursive: true, force: true });
}
process.exit(0);
