import { strict as assert } from 'node:assert';
import type { Page } from 'playwright-core';
import { Site, waitForPosted } from './page';
import { makeReading, READER } from './readings';
import { cells, READING, share, showSentence, texts, WORDS } from './sentence-page';

describe('lesson of word order', () => {
  let site: Site;
  let page: Page;
  before(async () => (site = await Site.start()));
  beforeEach(async () => (page = await site.open('sentence', { width: 1200 })));
  afterEach(() => page.close());
  after(() => site.stop());

  it('answers the same words in another order: the bag exactly the same, the recurrent reader not', async () => {
    await showSentence(page);
    await page.getByText('Swap Clauses').click();
    await page.locator('.comparison').waitFor();
    const swapped = 'the acting is wonderfully warm , but The plot is thin and not very clever .';
    assert.deepEqual(await waitForPosted(page, 'read'), [{ text: swapped, explained: 2 }]);
    const second = makeReading(swapped, 2);
    const [reader, bag] = [
      await cells(page, '.comparison table:first-child'),
      await cells(page, '.comparison table:last-child'),
    ];
    READER.labels.forEach((_, i) => {
      const [before, after] = [READING.probabilities[i]!, second.probabilities[i]!];
      const points = Math.abs(100 * (after - before)).toFixed(1);
      assert.deepEqual(reader[i]!.slice(1), [
        share(before),
        share(after),
        `${after < before ? '−' : '+'}${points} points`,
      ]);
      assert.deepEqual(bag[i]!.slice(1), [share(READING.baseline[i]!), share(READING.baseline[i]!), '0']);
    });
    const caption = (await page.locator('.comparison-caption').textContent())!;
    assert.match(caption, /the same 16 words\..* the largest difference is 0\./);
    assert.ok(
      caption.includes(
        `p(positive) goes from ${share(READING.probabilities[2]!)} to ${share(second.probabilities[2]!)}`,
      ),
    );
    await page.getByText('Original Order').click();
    await page.locator('.comparison').waitFor({ state: 'hidden' });
  });

  it('moves a word by keys and by pointer, and reads the order it comes to rest in', async () => {
    await showSentence(page, 'It was not bad but good.');
    await page.locator('.units').focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowRight']) {
      await page.keyboard.press(key);
    }
    await waitForPosted(page, 'read');
    assert.deepEqual(await texts(page), ['It was bad but good not .']);
    await page.waitForFunction(
      () => document.querySelector('[aria-live=polite]')?.textContent === '“not” is word 6 of 7',
    );
    const place = async (i: number) => (await page.locator('.unit').nth(i).boundingBox())!;
    const [from, to] = [await place(5), await place(1)];
    await page.mouse.move(from.x + from.width / 2, from.y + 8);
    await page.mouse.down();
    await page.mouse.move(to.x + to.width + 20, to.y + 8, { steps: 6 });
    await page.mouse.move(to.x + 3, to.y + 8, { steps: 6 });
    await page.mouse.up();
    await waitForPosted(page, 'read', 2);
    assert.equal((await texts(page)).at(-1), 'It not was bad but good .');
    for (const key of ['Home', 'ArrowRight', 'Shift+ArrowRight']) await page.keyboard.press(key);
    // Back in its own order there is nothing to compare.
    await page.locator('.comparison').waitFor({ state: 'hidden' });
    assert.equal(await page.locator('.unit.moved').count(), 0);
  });

  it('shuffles by lot, the same for the same seed and otherwise for the next', async () => {
    const twice = async () => {
      await showSentence(page);
      for (let i = 1; i <= 2; i++) {
        await page.getByText('Shuffle').click();
        await waitForPosted(page, 'read', i);
      }
      return texts(page);
    };
    const first = await twice();
    await page.evaluate(() => sessionStorage.clear());
    await page.reload();
    const again = await twice();
    assert.deepEqual(again, first);
    assert.notEqual(first[0], first[1]);
    for (const text of first) assert.deepEqual(text.split(' ').sort(), [...WORDS].sort());
  });

  it('says so when the reader has no bag of words beside it', async () => {
    await page.evaluate(() => {
      const { notify, readings } = window.host;
      const reading = { ...readings.makeReading(readings.SENTENCE), baseline: new Float64Array(0) };
      notify.sentence({ reading, place: null });
    });
    await page.getByText('Swap Clauses').click();
    await page.locator('.comparison').waitFor();
    assert.equal(await page.locator('.comparison table').count(), 1);
    await page.getByText('This reader has no bag of words to compare with.').waitFor();
  });
});
