import { strict as assert } from 'node:assert';
import type { Page } from 'playwright-core';
import { layoutProblems } from './layout-problems';
import { posted, Site, waitForPosted } from './page';
import { makeDocument, makeExcerpt, OWN_READER, READER } from './readings';
import { THEMES } from './themes';

const COUNT = 5000;
const EXPECTED = makeDocument(COUNT);
const share = (value: number) => `${(100 * value).toFixed(value < 0.1 ? 2 : 1)}\u00a0%`;
const confidence = (index: number) => EXPECTED.probabilities[index * 3 + EXPECTED.labels[index]!]!;
const score = (index: number) => EXPECTED.probabilities[index * 3 + 2]! - EXPECTED.probabilities[index * 3]!;

async function showDocument(page: Page, count = COUNT, change: Partial<typeof EXPECTED> = {}): Promise<void> {
  await page.evaluate(
    ([count, change]) => {
      const { notify, readings } = window.host;
      const { reader = readings.READER } = change as { reader?: typeof readings.READER };
      notify.document({ document: { ...readings.makeDocument(count, reader), ...change } });
    },
    [count, change] as const,
  );
  await page.locator('.document-name').waitFor();
  await page.waitForFunction(() => !document.querySelector('.row-words')?.textContent?.startsWith('…'));
}

interface Row {
  readonly index: number;
  readonly place: number;
  readonly words: string;
  readonly facts: string;
}

/** The rows that are in the page, as they stand. */
function rows(page: Page): Promise<readonly Row[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('.row:not([hidden])')].map((row) => ({
      index: Number(row.dataset['index']),
      place: Number(row.getAttribute('aria-posinset')),
      words: row.querySelector('.row-words')!.textContent!,
      facts: row.querySelector('.row-facts')!.textContent!,
    })),
  );
}

async function scrollList(page: Page, share: number): Promise<void> {
  await page.evaluate(async (share) => {
    const list = document.querySelector('.sentences')!;
    list.scrollTop = share * (list.scrollHeight - list.clientHeight);
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  }, share);
  await page.waitForFunction(() =>
    [...document.querySelectorAll('.row:not([hidden]) .row-words')].every((row) => row.textContent !== '…'),
  );
}

const selected = (page: Page) => page.locator('.row[aria-selected=true]').getAttribute('data-index').then(Number);

async function inOrder(page: Page): Promise<void> {
  await page.getByText('In order').click();
  await page.waitForFunction(() =>
    document.querySelector('.sentences')?.getAttribute('aria-label')?.endsWith('in order'),
  );
}

describe('Sentiment view', () => {
  let site: Site;
  let page: Page;
  before(async () => (site = await Site.start()));
  beforeEach(async () => (page = await site.open('sentiment', { width: 300, height: 800 })));
  afterEach(() => page.close());
  after(() => site.stop());

  it('offers to show the sentiment of the current file while there is none', async () => {
    await page.evaluate(() => window.host.notify.document({ document: null }));
    await page.getByText('Show Sentiment of Current File').click();
    assert.deepEqual(await waitForPosted(page, 'command'), [{ command: 'unroll.showSentiment' }]);
  });

  it('counts the sentences of each label and gives their mean score', async () => {
    await showDocument(page);
    const mean = Array.from(EXPECTED.labels, (_, i) => score(i)).reduce((sum, value) => sum + value, 0) / COUNT;
    const sign = mean < 0 ? '−' : '+';
    assert.equal(
      await page.locator('.document-line').textContent(),
      `5,000 sentences · mean score ${sign}${Math.abs(mean).toFixed(2)}`,
    );
    const filters = await page.locator('.label-filter').allTextContents();
    READER.labels.forEach((name, label) => {
      const count = EXPECTED.labels.filter((one) => one === label).length;
      assert.ok(
        filters[label]!.includes(`${name} ${count.toLocaleString('en-US')} ${share(count / COUNT)}`),
        filters[label],
      );
    });
  });

  it('keeps only the rows in sight in the page, and they show the reader’s own numbers', async () => {
    await showDocument(page);
    await inOrder(page);
    const seen = new Set<number>();
    for (let i = 0; i <= 20; i++) {
      await scrollList(page, i / 20);
      const here = await rows(page);
      assert.ok(here.length < 30, `${here.length} rows in the page`);
      for (const { index, place, words, facts } of here) {
        assert.equal(place, index + 1);
        assert.equal(words, makeExcerpt(index));
        const name = READER.labels[EXPECTED.labels[index]!]!;
        const line = (EXPECTED.lines[index]! + 1).toLocaleString('en-US');
        assert.equal(facts, `${share(confidence(index))} · line ${line} · ${name}`);
        seen.add(index);
      }
    }
    assert.ok(seen.has(0) && seen.has(COUNT - 1) && seen.size > 150, `${seen.size} rows were seen`);
    const asked = ((await posted(page, 'excerpts')) as readonly { indices: readonly number[] }[]).flatMap(
      (one) => one.indices,
    );
    assert.ok(asked.length < 1000, `${asked.length} excerpts were fetched for ${seen.size} rows`);
    assert.equal(await page.locator('.row').first().getAttribute('aria-setsize'), String(COUNT));
  });

  it('lists the strongest sentences first, and those labelled neutral last', async () => {
    await showDocument(page);
    const strength = (index: number) =>
      1 - EXPECTED.probabilities[index * 3 + 1]! - (EXPECTED.labels[index] === 1 ? 1 : 0);
    const order = Array.from(EXPECTED.labels.keys()).sort((a, b) => strength(b) - strength(a) || a - b);
    for (const at of [0, 0.5, 1]) {
      await scrollList(page, at);
      for (const { index, place } of await rows(page)) assert.equal(index, order[place - 1]);
    }
  });

  it('lists only the labels that are switched on', async () => {
    await showDocument(page);
    await page.locator('.label-filter').nth(1).click();
    await page.waitForFunction(() => document.querySelectorAll('.label-filter[aria-pressed=false]').length === 1);
    const wanted = EXPECTED.labels.filter((label) => label !== 1).length;
    assert.equal(await page.locator('.row').first().getAttribute('aria-setsize'), String(wanted));
    await scrollList(page, 1);
    for (const { index } of await rows(page)) assert.notEqual(EXPECTED.labels[index], 1);
    await page.locator('.label-filter').nth(0).click();
    await page.locator('.label-filter').nth(2).click();
    await page.getByText('No sentence has a label that is switched on.').waitFor();
    await page.getByText('Show All').click();
    await page.locator(`.row[aria-setsize="${COUNT}"]`).first().waitFor();
  });

  it('is led by keyboard: walks, reveals with Enter and opens with Alt+Enter', async () => {
    await showDocument(page);
    await inOrder(page);
    await page.locator('.sentences').focus();
    const press = async (key: string) => {
      await page.keyboard.press(key);
      await page.waitForTimeout(60);
      return selected(page);
    };
    assert.equal(await press('ArrowDown'), 0);
    assert.equal(await press('ArrowDown'), 1);
    assert.equal(await press('ArrowUp'), 0);
    assert.equal(await press('End'), COUNT - 1);
    const active = await page.locator('.sentences').getAttribute('aria-activedescendant');
    assert.equal(Number(await page.locator(`#${active}`).getAttribute('data-index')), COUNT - 1);
    const above = await press('PageUp');
    assert.ok(above < COUNT - 2 && above > COUNT - 20, `PageUp went to ${above}`);
    assert.equal(await press('PageDown'), COUNT - 1);
    assert.equal(await press('Home'), 0);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Alt+Enter');
    assert.deepEqual(await waitForPosted(page, 'reveal'), [{ document: EXPECTED.document, index: 0 }]);
    assert.deepEqual(await waitForPosted(page, 'open'), [{ document: EXPECTED.document, index: 0 }]);
  });

  it('reveals a sentence that is clicked, and opens it by a button', async () => {
    await showDocument(page);
    const row = page.locator('.row').nth(2);
    const index = Number(await row.getAttribute('data-index'));
    await row.click({ position: { x: 40, y: 12 } });
    assert.deepEqual(await waitForPosted(page, 'reveal'), [{ document: EXPECTED.document, index }]);
    await page.getByText('Open in Panel').click();
    assert.deepEqual(await waitForPosted(page, 'open'), [{ document: EXPECTED.document, index }]);
    await page.locator('.row[aria-selected=true] .row-open').click();
    assert.equal((await waitForPosted(page, 'open', 2)).length, 2);
  });

  it('follows the editor’s cursor in the order of the text, and stays where it is in the other', async () => {
    await showDocument(page);
    await page.evaluate(() => window.host.notify.cursor({ index: 3210 }));
    await page.waitForTimeout(100);
    assert.equal(await page.locator('.row[aria-selected=true]').count(), 0);
    await inOrder(page);
    await page.evaluate(() => window.host.notify.cursor({ index: 3211 }));
    await page.locator('.row[data-index="3211"][aria-current=location]').waitFor();
    assert.equal(await selected(page), 3211);
    assert.ok(await page.locator('.row[data-index="3211"]').isVisible());
  });

  it('reveals the sentence whose place in the course is clicked, and tells the values of any', async () => {
    await showDocument(page, 400);
    const small = makeDocument(400);
    const box = (await page.locator('.course canvas').boundingBox())!;
    const y = (index: number) => box.y + 20 + (box.height - 28) * ((index * 60 + 27.5) / (400 * 60));
    for (const index of [0, 17, 203, 399]) {
      await page.mouse.move(box.x + 20, y(index));
      const label = small.labels[index]!;
      await page.waitForFunction(
        (text) => document.querySelector('.tooltip:not([hidden])')?.textContent?.includes(text),
        `${READER.labels[label]!}${share(small.probabilities[index * 3 + label]!)}line${small.lines[index]! + 1}`,
      );
    }
    await page.mouse.click(box.x + 20, y(203));
    assert.deepEqual(await waitForPosted(page, 'reveal'), [{ document: EXPECTED.document, index: 203 }]);
  });

  it('keeps the sentence under study while more of the document is read', async () => {
    const late = makeDocument(50);
    const cut = { starts: late.starts.slice(20), ends: late.ends.slice(20), lines: late.lines.slice(20) };
    const rest = { ...cut, labels: late.labels.slice(20), probabilities: late.probabilities.slice(60) };
    await showDocument(page, 50, { ...rest, done: 1800, total: 3000, finished: false });
    assert.match((await page.locator('.document-line').textContent())!, /^30 sentences · .* · reading, 60\.0\s%$/);
    assert.ok(await page.locator('progress').isVisible());
    await inOrder(page);
    await page
      .locator('.row')
      .nth(3)
      .click({ position: { x: 40, y: 12 } });
    const asked = (await posted(page, 'excerpts')).length;
    await showDocument(page, 50);
    await page.locator('.row[data-index="23"][aria-selected=true]').waitFor();
    assert.equal(await page.locator('progress').isVisible(), false);
    assert.ok((await posted(page, 'excerpts')).length > asked, 'excerpts are fetched anew');
  });

  it('shows the same when the host says it all again', async () => {
    await showDocument(page);
    await inOrder(page);
    await page.evaluate(() => window.host.notify.cursor({ index: 1234 }));
    await page.locator('.row[data-index="1234"][aria-selected=true]').waitFor();
    const whole = () => page.waitForFunction(() => !document.querySelector('.list')?.textContent?.includes('…'));
    await whole();
    const before = await rows(page);
    await showDocument(page);
    await page.evaluate(() => window.host.notify.cursor({ index: 1234 }));
    await page.waitForTimeout(150);
    await whole();
    assert.deepEqual(await rows(page), before);
  });

  it('restores order and labels after a reload', async () => {
    await showDocument(page);
    await inOrder(page);
    await page.locator('.label-filter').nth(1).click();
    await page.waitForFunction(() => sessionStorage.getItem('vscode-state')?.includes('"hidden":["neutral"]'));
    await page.reload();
    await showDocument(page);
    assert.equal(await page.locator('.label-filter').nth(1).getAttribute('aria-pressed'), 'false');
    const indices = (await rows(page)).map(({ index }) => index);
    assert.deepEqual(
      indices,
      [...indices].sort((a, b) => a - b),
    );
  });

  it('shows any number of labels of the reader’s own', async () => {
    const labels = Array.from({ length: 64 }, (_, i) => `label ${i}`);
    const many = { ...OWN_READER, labels, leanings: labels.map(() => 0 as const) };
    const small = makeDocument(300, many);
    await page.evaluate((reader) => {
      const { notify, readings } = window.host;
      notify.document({ document: readings.makeDocument(300, reader) });
    }, many);
    await page.locator('.label-filter').nth(63).waitFor();
    assert.equal(await page.locator('.document-line').textContent(), '300 sentences');
    assert.ok((await page.locator('.sentences').boundingBox())!.height > 200);
    const [first] = await rows(page);
    assert.ok(first!.facts.endsWith(labels[small.labels[first!.index]!]!));
  });

  it('says what a document without sentences, or with a notice, is', async () => {
    await showDocument(page, 0, { notice: 'This text does not look like English.' });
    await page.getByText('This text does not look like English.').waitFor();
    await page.getByText('NOTES.md has no sentences to read.').waitFor();
  });

  it('refuses a host of another version with words', async () => {
    await page.evaluate(() =>
      window.postMessage({ unroll: window.host.version + 1, kind: 'notify', method: 'document', args: {} }, '*'),
    );
    await page.getByText('Reload the window').waitFor();
  });

  for (const theme of Object.keys(THEMES) as (keyof typeof THEMES)[]) {
    it(`neither widens a page of 200 pixels nor lets texts overlap, in ${theme}`, async () => {
      const narrow = await site.open('sentiment', { theme, width: 200, height: 800 });
      await showDocument(narrow, 40);
      await narrow.evaluate(() => window.host.notify.cursor({ index: 5 }));
      await narrow.screenshot({ path: `.test/webview/sentiment-${theme}.png` });
      const problems = await layoutProblems(narrow);
      // The list scrolls under the window's lower edge; within it no two rows meet.
      assert.deepEqual(problems, []);
      await narrow.close();
    });
  }
});
