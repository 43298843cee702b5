import { strict as assert } from 'node:assert';
import type { Page } from 'playwright-core';
import { acknowledged, hydrate, Site } from './page';
import { LABELS, makeConfusion } from './classifierFixtures';

const STEP = 300;
const COUNTS = makeConfusion(STEP).counts;
const at = (row: number, column: number) => COUNTS[row * LABELS.length + column]!;
const sum = (counts: readonly number[]) => counts.reduce((a, b) => a + b, 0);
const TOTAL = sum([...COUNTS]);
const RIGHT = sum(LABELS.map((_, label) => at(label, label)));

async function showClassifier(page: Page, labels?: readonly string[], confusion = true): Promise<void> {
  await page.evaluate(
    ([step, labels, confusion]) => {
      const { notify, fixtures, version } = window.host;
      const made = fixtures.makeClassifier(step, 'running', labels);
      const snapshot = confusion ? made : { ...made, confusion: null };
      notify.hydrate({ version, runs: [snapshot.summary], active: fixtures.RUN, snapshot });
    },
    [STEP, labels, confusion] as const,
  );
  await acknowledged(page, 1);
}

/** The middle of a cell, from the canvas's own geometry: the frames of right answers are drawn in the foreground. */
async function cellBox(page: Page) {
  const picture = page.locator('[data-view=confusion] canvas');
  await picture.scrollIntoViewIfNeeded();
  const box = (await picture.boundingBox())!;
  const left = Math.min(150, box.width / 3);
  return { box, left };
}

describe('the confusion matrix', () => {
  let site: Site;
  before(async () => (site = await Site.start()));
  after(() => site.stop());

  it('is there for a classifier, which has no samples and no bits per character', async () => {
    const page = await site.open('panel');
    await showClassifier(page);
    await page.locator('[data-view=confusion]').waitFor();
    assert.equal(await page.locator('[data-view=sample]').isVisible(), false);
    const measures = await page.locator('.measures').innerText();
    assert.match(measures, /nats\/example/);
    assert.doesNotMatch(measures, /bits\/char|nats\/token/);
    assert.match(measures, new RegExp(`Accuracy\\s+${((100 * RIGHT) / TOTAL).toFixed(1)}`));
    await page.screenshot({ path: '.test/webview/classifier.png', fullPage: true });
    await page.close();
  });

  it('is not there for a language model, also after a classifier was shown', async () => {
    const page = await site.open('panel');
    await showClassifier(page);
    await hydrate(page);
    await page.locator('[data-view=sample]').waitFor();
    assert.equal(await page.locator('[data-view=confusion]').isVisible(), false);
    const measures = await page.locator('.measures').innerText();
    assert.doesNotMatch(measures, /Accuracy/);
    assert.match(measures, /bits\/char/);
    await page.close();
  });

  it('says accuracy, macro-F1 and step in its summary', async () => {
    const page = await site.open('panel');
    await showClassifier(page);
    const summary = await page.locator('#confusion-summary').innerText();
    assert.match(summary, new RegExp(`on ${TOTAL} texts kept aside, macro-F1 0\\.\\d{4}, at step ${STEP}`));
    await page.close();
  });

  it('has all counts, shares, recall and precision in its table', async () => {
    const page = await site.open('panel');
    await showClassifier(page);
    await page.locator('[data-view=confusion] .table-toggle').click();
    const table = page.locator('[data-view=confusion] table');
    await table.locator('td').first().waitFor();
    const rows = await table
      .locator('tr')
      .evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent)));
    assert.deepEqual(rows[0], ['true \\ predicted', ...LABELS, 'recall']);
    const share = (part: number, whole: number) =>
      `${((100 * part) / whole).toFixed(part / whole < 0.1 ? 2 : 1)}\u00a0%`;
    LABELS.forEach((label, row) => {
      const wanted = sum(LABELS.map((_, column) => at(row, column)));
      const cells = LABELS.map((_, column) => `${at(row, column)} (${share(at(row, column), wanted)})`);
      assert.deepEqual(rows[row + 1], [label, ...cells, share(at(row, row), wanted)]);
    });
    const given = (column: number) => sum(LABELS.map((_, row) => at(row, column)));
    assert.deepEqual(rows[4], ['precision', ...LABELS.map((_, label) => share(at(label, label), given(label))), '']);
    await page.close();
  });

  it('describes the cell under the keyboard to screen readers, and stays within the matrix', async () => {
    const page = await site.open('panel');
    await showClassifier(page);
    await page.locator('[data-view=confusion] .picture').focus();
    await page.keyboard.press('ArrowRight');
    const said = page.locator('[aria-live=polite]');
    await page.waitForFunction(() =>
      document.querySelector('[aria-live=polite]')?.textContent?.startsWith('true calm'),
    );
    assert.match(await said.innerText(), new RegExp(`^true calm, predicted calm ${at(0, 0)}, of \\d+ that are calm`));
    for (const key of ['ArrowDown', 'End', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
    await page.waitForFunction(() =>
      document.querySelector('[aria-live=polite]')?.textContent?.startsWith('true even, predicted rough'),
    );
    assert.ok((await said.innerText()).includes(`predicted rough ${at(1, 2)}`));
    await page.close();
  });

  it('shows count and shares of the cell under the pointer', async () => {
    const page = await site.open('panel');
    await showClassifier(page);
    const { box } = await cellBox(page);
    const tooltip = page.locator('.tooltip');
    const seen = new Set<string>();
    for (let x = 4; x < Math.min(box.width, 360); x += 12)
      for (let y = 40; y < box.height; y += 16) {
        await page.mouse.move(box.x + x, box.y + y);
        await page.evaluate(
          () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
        );
        if (await tooltip.isVisible()) seen.add((await tooltip.innerText()).split('\n').slice(0, 2).join(': '));
      }
    const wanted = LABELS.flatMap((label, row) =>
      LABELS.map((given, column) => `true ${label}, predicted ${given}: ${at(row, column)}`),
    );
    assert.deepEqual([...seen].sort(), wanted.sort());
    await page.mouse.move(2, 2);
    await tooltip.waitFor({ state: 'hidden' });
    await page.close();
  });

  it('fills a cell without texts with the background, right and wrong ones in two hues', async () => {
    const page = await site.open('panel');
    await showClassifier(page);
    await cellBox(page);
    await page.waitForTimeout(100);
    const colors = await page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('[data-view=confusion] canvas')!;
      const context = canvas.getContext('2d')!;
      const found: Record<string, number> = {};
      for (let x = 100; x < 320; x += 3)
        for (let y = 36; y < canvas.height - 3; y += 3) {
          const [r, , b] = context.getImageData(x, y, 1, 1).data;
          const kind = Math.abs(r! - b!) < 12 ? 'grey' : b! > r! ? 'blue' : 'warm';
          found[kind] = (found[kind] ?? 0) + 1;
        }
      return found;
    });
    for (const kind of ['grey', 'blue', 'warm']) assert.ok((colors[kind] ?? 0) > 20, JSON.stringify(colors));
    await page.close();
  });

  it('takes the place of the one before when a validation comes, and waits for the first', async () => {
    const page = await site.open('panel');
    await showClassifier(page, undefined, false);
    const summary = page.locator('#confusion-summary');
    assert.match(await summary.innerText(), /what is answered/);
    const progress = (step: number, withConfusion: boolean) =>
      page.evaluate(
        ([step, withConfusion]) => {
          const { notify, fixtures } = window.host;
          const { summary } = fixtures.makeClassifier(step);
          const none = { steps: new Float64Array(0), losses: new Float64Array(0) };
          const confusion = withConfusion ? fixtures.makeConfusion(step) : null;
          notify.progress({ summary, curves: { train: none, validation: none }, confusion, replace: false });
        },
        [step, withConfusion] as const,
      );
    await progress(325, true);
    await page.getByText('at step 325').first().waitFor();
    await progress(330, false);
    await page.getByText('330').first().waitFor();
    assert.match(await summary.innerText(), /at step 325/);
    await page.close();
  });

  for (const width of [400, 800, 1600])
    it(`keeps within ${width} pixels, also with 64 labels of any length`, async () => {
      const page = await site.open('panel', { width });
      for (const labels of [LABELS, Array.from({ length: 64 }, (_, i) => `a label with a long name ${i}`)]) {
        await showClassifier(page, labels);
        const picture = page.locator('[data-view=confusion] canvas');
        await picture.scrollIntoViewIfNeeded();
        await page.waitForTimeout(60);
        await page.screenshot({ path: `.test/webview/confusion-${width}-${labels.length}.png`, fullPage: true });
        const [wide, client] = await page.evaluate(() => [
          document.documentElement.scrollWidth,
          document.documentElement.clientWidth,
        ]);
        assert.ok(wide! <= client!);
      }
      await page.close();
    });
});
