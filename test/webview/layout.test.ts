import { strict as assert } from 'node:assert';
import { mkdirSync } from 'node:fs';
import { layoutProblems } from './layout-problems';
import { hydrate, Site } from './page';

mkdirSync('.test/webview', { recursive: true });

describe('layout', () => {
  let site: Site;
  before(async () => (site = await Site.start()));
  after(() => site.stop());

  for (const width of [400, 800, 1600]) {
    it(`neither widens the page nor lets texts overlap at ${width} pixels`, async () => {
      const page = await site.open('panel', { width });
      await hydrate(page);
      await page.evaluate(() => {
        const { notify, fixtures } = window.host;
        notify.stale({ run: fixtures.RUN, stale: [[50, 56]], documentOpen: false });
      });
      await page.locator('.notice').first().waitFor();
      await page.screenshot({ path: `.test/webview/panel-${width}.png`, fullPage: true });
      assert.deepEqual(await layoutProblems(page), []);
      await page.close();
    });
  }

  it('gives every canvas one pixel per device pixel at a fractional zoom', async () => {
    const page = await site.open('panel', { scale: 1.44, width: 997 });
    await hydrate(page);
    const sizes = await page.evaluate(() =>
      [...document.querySelectorAll('canvas')].map((canvas) => {
        const box = canvas.getBoundingClientRect();
        return [canvas.width - box.width * devicePixelRatio, canvas.height - box.height * devicePixelRatio];
      }),
    );
    assert.ok(sizes.length >= 4);
    for (const [wide, high] of sizes) assert.ok(Math.abs(wide!) <= 1 && Math.abs(high!) <= 1, `${wide}, ${high}`);
    await page.close();
  });

  it('draws the same columns at the same place in every view on the time axis', async () => {
    const page = await site.open('panel');
    await hydrate(page);
    const box = (await page.locator('[data-view=heatmap] canvas').boundingBox())!;
    await page.mouse.click(box.x + 76 + 8 * 20 + 10, box.y + 50);
    await page.mouse.move(0, 0);
    // The outline of the selected column: its left edge has the focus colour in every view.
    await page.waitForTimeout(100);
    const edges = await page.evaluate(() =>
      ['graph', 'heatmap', 'gradients'].map((view) => {
        const canvas = document.querySelector<HTMLCanvasElement>(`[data-view=${view}] canvas`)!;
        const row = canvas.getContext('2d')!.getImageData(0, canvas.height - 3, canvas.width, 1).data;
        for (let x = 0; x < canvas.width; x++) if (row[4 * x] === 0 && row[4 * x + 2]! > 180) return x;
        return -1;
      }),
    );
    assert.deepEqual(edges, [236, 236, 236]);
    await page.close();
  });
});
