import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { ZERO } from './fixtures';
import { hydrate, Site } from './page';
import { THEMES } from './themes';

function neutralPixel(page: Page): Promise<readonly number[]> {
  return page.evaluate(({ column, unit }) => {
    const canvas = document.querySelector<HTMLCanvasElement>('[data-view=heatmap] canvas')!;
    const row = (canvas.height - 20) / 64;
    const x = 76 + column * 20 + 15;
    return [...canvas.getContext('2d')!.getImageData(x, Math.floor((unit + 0.5) * row), 1, 1).data];
  }, ZERO);
}

/** Hash of the graph's pixels. */
function graphPixels(page: Page): Promise<string> {
  return page.evaluate(() => document.querySelector<HTMLCanvasElement>('[data-view=graph] canvas')!.toDataURL());
}

describe('theme', () => {
  let site: Site;
  before(async () => (site = await Site.start()));
  after(() => site.stop());

  it('follows a change of theme while it is open', async () => {
    const page = await site.open('panel', { theme: 'dark' });
    await hydrate(page);
    assert.deepEqual(await neutralPixel(page), [0x1f, 0x1f, 0x1f, 255]);
    await page.evaluate(({ kind, variables }) => {
      for (const [name, value] of Object.entries(variables)) {
        document.documentElement.style.setProperty(`--vscode-${name}`, value);
      }
      document.body.className = kind;
      document.body.dataset['vscodeThemeKind'] = kind;
    }, THEMES.light);
    await page.waitForTimeout(100);
    assert.deepEqual(await neutralPixel(page), [255, 255, 255, 255]);
    await page.close();
  });

  it('rolls up at once where motion is unwelcome, and gradually elsewhere', async () => {
    for (const reducedMotion of [true, false]) {
      const page = await site.open('panel', { reducedMotion });
      await hydrate(page);
      await page.getByText('Roll up').click();
      await page.waitForFunction(() => document.body.textContent?.includes('one network with loops'));
      const soon = await graphPixels(page);
      await page.waitForTimeout(1200);
      assert.equal(soon === (await graphPixels(page)), reducedMotion);
      await page.close();
    }
  });

  it('honours the workbench’s own reduced motion', async () => {
    const page = await site.open('panel', { reducedMotion: false });
    await hydrate(page);
    await page.evaluate(() => document.body.classList.add('vscode-reduce-motion'));
    await page.getByText('Roll up').click();
    await page.waitForFunction(() => document.body.textContent?.includes('one network with loops'));
    const soon = await graphPixels(page);
    await page.waitForTimeout(800);
    assert.equal(soon, await graphPixels(page));
    await page.close();
  });

  it('takes every colour from the workbench', () => {
    const sources = (readdirSync('webview', { recursive: true }) as string[]).filter((name) =>
      /\.(css|ts)$/.test(name),
    );
    assert.ok(sources.length > 20);
    for (const name of sources) {
      const text = readFileSync(join('webview', name), 'utf8').replace(/\/\*[^]*?\*\/|\/\/.*/g, '');
      assert.doesNotMatch(text, /['" :]#[0-9a-f]{3,8}\b/i, `${name} has a colour of its own`);
    }
  });
});
