import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { traceValues, ZERO } from './fixtures';
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

/** Presses a button of the graph and counts the different pictures until it rests. */
function differentPictures(page: Page, button: string): Promise<number> {
  return page.evaluate(async (button) => {
    const canvas = document.querySelector<HTMLCanvasElement>('[data-view=graph] canvas')!;
    const buttons = [...document.querySelectorAll<HTMLElement>('[data-view=graph] vscode-button')];
    const pictures = new Set([canvas.toDataURL()]);
    buttons.find(({ textContent }) => textContent === button)!.click();
    for (let same = 0; same < 40; same++) {
      await new Promise(requestAnimationFrame);
      const { size } = pictures;
      if (pictures.add(canvas.toDataURL()).size > size) same = 0;
    }
    return pictures.size;
  }, button);
}

describe('theme', () => {
  let site: Site;
  before(async () => (site = await Site.start()));
  after(() => site.stop());

  it('follows a change of theme while it is open', async () => {
    const page = await site.open('panel', { theme: 'dark' });
    await hydrate(page);
    assert.deepEqual(await neutralPixel(page), [0x1f, 0x1f, 0x1f, 255]);
    await page.evaluate(({ kind, classes, variables }) => {
      for (const [name, value] of Object.entries(variables)) {
        document.documentElement.style.setProperty(`--vscode-${name}`, value);
      }
      document.body.className = classes;
      document.body.dataset['vscodeThemeKind'] = kind;
    }, THEMES.light);
    await page.waitForTimeout(100);
    assert.deepEqual(await neutralPixel(page), [255, 255, 255, 255]);
    await page.close();
  });

  it('strikes through cells below zero in high contrast, and only those', async () => {
    for (const theme of ['highContrast', 'highContrastLight'] as const) {
      const page = await site.open('panel', { theme });
      await hydrate(page);
      const struck = await page.evaluate(() => {
        const canvas = document.querySelector<HTMLCanvasElement>('[data-view=heatmap] canvas')!;
        const context = canvas.getContext('2d')!;
        const row = (canvas.height - 20) / 64;
        const cells: boolean[][] = [];
        for (let column = 0; column < 30; column++) {
          cells.push([]);
          for (let unit = 0; unit < 64; unit++) {
            const y = Math.floor((unit + 0.5) * row);
            const pixel = (x: number) => [...context.getImageData(x, y, 1, 1).data].join();
            cells[column]!.push(pixel(76 + column * 20 + 5) !== pixel(76 + column * 20 + 15));
          }
        }
        return cells;
      });
      const values = traceValues(300).get('l1.h')!;
      const max = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      struck.forEach((column, t) =>
        column.forEach((isStruck, unit) => {
          const share = values[t * 64 + unit]! / max;
          if (Math.abs(share + 0.05) > 0.01) assert.equal(isStruck, share < -0.05, `t=${t}, unit ${unit}: ${share}`);
        }),
      );
      await page.close();
    }
  });

  for (const { name, reducedMotion, workbench, gradual } of [
    { name: 'rolls up gradually', reducedMotion: false, workbench: false, gradual: true },
    {
      name: 'rolls up at once where the system wants less motion',
      reducedMotion: true,
      workbench: false,
      gradual: false,
    },
    {
      name: 'rolls up at once where the workbench wants less motion',
      reducedMotion: false,
      workbench: true,
      gradual: false,
    },
  ]) {
    it(name, async () => {
      const page = await site.open('panel', { reducedMotion });
      await hydrate(page);
      if (workbench) await page.evaluate(() => document.body.classList.add('vscode-reduce-motion'));
      const pictures = await differentPictures(page, 'Roll up');
      assert.ok(gradual ? pictures > 3 : pictures <= 2, `${pictures} different pictures`);
      await page.close();
    });
  }

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
