import { strict as assert } from 'node:assert';
import type { Page } from 'playwright-core';
import { layoutProblems } from './layout-problems';
import { posted, Site, waitForPosted } from './page';
import { readRandomPlaces } from './random-places';
import { makeReading, readingTensors, READER, SENTENCE } from './readings';
import { cells, READING, share, showSentence, texts, WORDS } from './sentence-page';

/** The label and share in the heading. */
const answer = (page: Page) => page.locator('.sentence-head h1').textContent();
const write = (page: Page, text: string) => page.locator('textarea').fill(text);

function tooltip(page: Page): Promise<{ readonly name: string; readonly value: string; readonly facts: string }> {
  return page.evaluate(() => {
    const part = (name: string) => document.querySelector(`.tooltip-${name}`)!.textContent!;
    return { name: part('name'), value: part('value'), facts: part('facts') };
  });
}

const frames = (page: Page) =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));

describe('Sentence panel', () => {
  let site: Site;
  let page: Page;
  before(async () => (site = await Site.start()));
  beforeEach(async () => (page = await site.open('sentence', { width: 1200 })));
  afterEach(() => page.close());
  after(() => site.stop());

  it('says how a sentence is opened while none is', async () => {
    await page.getByText('No sentence is open').waitFor();
    await page.getByText('Unroll: Open Sentence in Panel').waitFor();
  });

  it('shows each model’s probability of each label', async () => {
    await showSentence(page);
    const { label, probabilities, baseline, running } = READING;
    assert.equal(await answer(page), `▲${READER.labels[label]!} ${share(probabilities[label]!)}`);
    const last = running.subarray(running.length - 3);
    READER.labels.forEach((_, i) => assert.ok(Number.isFinite(last[i]!)));
    const rows = await cells(page, '[data-view=answer]');
    READER.labels.forEach((name, i) => {
      assert.ok(rows[i]![0]!.endsWith(name));
      assert.deepEqual(
        rows[i]!.slice(1),
        [probabilities, last, baseline].map((row) => share(row[i]!)),
      );
    });
  });

  it('shows the reading’s own numbers on every word, by pointer, by keys and as a table', async () => {
    await showSentence(page);
    for (let i = 0; i < WORDS.length; i++) {
      await page.locator('.word').nth(i).hover();
      await frames(page);
      const { name, value, facts } = await tooltip(page);
      assert.equal(name, `“${WORDS[i]!}”, integrated gradient`);
      assert.equal(value, READING.integrated[i]!.toPrecision(6));
      assert.ok(facts.includes(READING.leftOut[i]!.toPrecision(6)), facts);
    }
    await page.mouse.move(0, 0);
    await page.locator('.words').focus();
    for (const key of ['Home', 'ArrowRight', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
    await page.waitForFunction(
      (text) => document.querySelector('[aria-live=polite]')?.textContent?.includes(text),
      READING.integrated[3]!.toPrecision(6),
    );
    await page.locator('[data-view=words] .table-toggle').click();
    await page.locator('[data-view=words] td').first().waitFor();
    const rows = await cells(page, '[data-view=words]');
    assert.equal(rows.length, WORDS.length);
    rows.forEach((row, i) => {
      const [integrated, leftOut] = [READING.integrated[i]!, READING.leftOut[i]!].map((value) => value.toPrecision(6));
      assert.deepEqual(row, [WORDS[i], READING.words[i], READING.known[i] ? 'yes' : 'no', integrated, leftOut]);
    });
  });

  it('colours a word by the sign of its share, and marks one that was not learned', async () => {
    await showSentence(page);
    const colors = await page
      .locator('.word')
      .evaluateAll((chips) => chips.map((chip) => getComputedStyle(chip).backgroundColor.match(/\d+/g)!.map(Number)));
    const max = Math.max(...[...READING.integrated, ...READING.leftOut].map(Math.abs));
    READING.integrated.forEach((value, i) => {
      const [red, , blue] = colors[i]!;
      if (Math.abs(value) > 0.05 * max) assert.ok(value > 0 ? red! > blue! : blue! > red!, `${WORDS[i]!}: ${value}`);
    });
    const unknown = await page.locator('.word .unknown').allTextContents();
    assert.deepEqual(
      unknown,
      WORDS.filter((_, i) => READING.known[i] === 0),
    );
  });

  it('shows by how much the shares miss what they should add up to', async () => {
    await showSentence(page);
    const [sum, whole, off] = READING.completeness;
    const line = `sum +${sum!.toFixed(3)} of +${whole!.toFixed(3)}, ${(100 * off!).toFixed(1)}\u00a0% off`;
    assert.ok((await page.locator('#words-summary').textContent())!.endsWith(line));
    await page.locator('[data-view=words] summary').click();
    await page.getByText('(completeness)').waitFor();
  });

  it('shows p(label) after each word at any place of the running score', async () => {
    await showSentence(page);
    const seen = new Set<string>();
    for (const { name, value, facts } of await readRandomPlaces(page, 'running', 300, 11)) {
      const label = READER.labels.findIndex((one) => name.startsWith(`p(${one})`));
      const t = Number(facts['timestep']);
      assert.equal(value, READING.running[t * 3 + label]!.toPrecision(6), name);
      assert.equal(facts['token'], `“${WORDS[t]!}”`);
      READER.labels.forEach((other, i) => {
        if (i !== label) assert.equal(facts[other], READING.running[t * 3 + i]!.toPrecision(6));
      });
      seen.add(`${label}:${t}`);
    }
    assert.ok(seen.size > 30, `only ${seen.size} different values were read`);
  });

  it('draws states and gates of both directions with the words as columns', async () => {
    await showSentence(page);
    const tensors = new Map(readingTensors(READING.words, READING.running).map(({ id, data }) => [id, data]));
    const pick = async (picker: string, option: string) => {
      await page.locator(`vscode-dropdown[aria-label=${picker}]`).click();
      await page.getByRole('option', { name: option, exact: true }).first().click();
      await frames(page);
    };
    for (const [layer, id] of [
      ['layer 1', 'l0'],
      ['layer 1 reverse', 'l0_reverse'],
    ] as const) {
      await pick('Tensor', 'forget gate f');
      await pick('Layer', layer);
      for (const { name, value, facts } of await readRandomPlaces(page, 'heatmap', 200, 5)) {
        const [t, unit] = [Number(facts['timestep']), Number(facts['unit'])];
        assert.equal(name, 'forget gate f');
        assert.equal(value, tensors.get(`${id}.gate.f`)![t * 16 + unit]!.toPrecision(6));
        assert.equal(facts['token'], `“${WORDS[t]!}”`);
        assert.equal(facts['training step'], undefined, 'a reading is no training step');
      }
    }
    await pick('Tensor', 'logits y');
    await page.locator('[data-view=heatmap] .table-toggle').click();
    await page.locator('[data-view=heatmap] td').first().waitFor();
    assert.deepEqual(
      (await cells(page, '[data-view=heatmap]')).map(([name]) => name),
      READER.labels,
    );
    assert.match((await page.locator('[data-view=gradients] .verdicts').textContent())!, /layer 1 reverse/);
  });

  it('highlights the word whose column is clicked, and selects it in the editor', async () => {
    await showSentence(page);
    const canvas = page.locator('[data-view=gradients] canvas');
    await canvas.scrollIntoViewIfNeeded();
    const box = (await canvas.boundingBox())!;
    const column = Math.floor((1200 - 28 - 76 - 10) / WORDS.length);
    await page.mouse.click(box.x + 76 + 7.5 * column, box.y + 40);
    await page.locator('.word[aria-selected=true]').waitFor();
    assert.equal(await page.locator('.word[aria-selected=true]').getAttribute('data-index'), '7');
    const range = (i: number) => ({ from: READING.starts[i], to: READING.ends[i] });
    assert.deepEqual(await waitForPosted(page, 'reveal'), [range(7)]);
    await page.locator('.word').nth(2).click();
    assert.deepEqual(await waitForPosted(page, 'reveal', 2), [range(7), range(2)]);
  });

  it('reads what is typed once typing rests, and shows its numbers', async () => {
    await showSentence(page);
    await page.locator('textarea').focus();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('It was a bad film.', { delay: 5 });
    const expected = makeReading('It was a bad film.');
    await page.waitForFunction(
      (text) => document.querySelector('h1')?.textContent === text,
      `▼negative ${share(expected.probabilities[0]!)}`,
    );
    assert.deepEqual(await texts(page), ['It was a bad film.']);
    assert.equal(await page.locator('.word').count(), expected.words.length);
    assert.match((await page.locator('.sentence-head .summary').textContent())!, /^written here/);
    await page.locator('.word').first().click();
    assert.deepEqual(await posted(page, 'reveal'), [], 'what was written here stands nowhere in the editor');
    await page.getByText('Reset', { exact: true }).click();
    await page.waitForFunction(
      (text) => document.querySelector('h1')?.textContent === text,
      `▲positive ${share(READING.probabilities[2]!)}`,
    );
    assert.equal(await page.locator('textarea').inputValue(), SENTENCE);
  });

  it('shows the newest text’s answer when an older one comes late, and that it is busy meanwhile', async () => {
    await showSentence(page);
    await page.evaluate(() => void window.host.delays.push(900, 100));
    await write(page, 'A good film.');
    await waitForPosted(page, 'read');
    await write(page, 'A bad film.');
    await page.getByText('Reading…').waitFor();
    await waitForPosted(page, 'read', 2);
    const newest = `▼negative ${share(makeReading('A bad film.').probabilities[0]!)}`;
    await page.waitForFunction((text) => document.querySelector('h1')?.textContent === text, newest);
    await page.waitForTimeout(1000);
    assert.equal(await answer(page), newest);
  });

  it('keeps the last reading, and says what went wrong, when a text cannot be read', async () => {
    await showSentence(page);
    await write(page, 'UNREADABLE');
    await page.getByText('The reader has stopped.').waitFor();
    assert.equal(await page.locator('.word').count(), WORDS.length);
    await write(page, '');
    await page.getByText('Write a sentence to have it read.').waitFor();
    await write(page, 'A good film.');
    await page.waitForFunction(() => document.querySelectorAll('.word').length === 4);
    assert.equal(await page.locator('#sentence-problem').isVisible(), false);
  });

  it('explains another label when it is chosen', async () => {
    await showSentence(page);
    await page.locator('vscode-dropdown[aria-label="Label explained"]').click();
    await page.getByRole('option', { name: 'Explain “negative”' }).click();
    assert.deepEqual(await waitForPosted(page, 'read'), [{ text: SENTENCE, explained: 0 }]);
    await page.waitForFunction(() =>
      document.querySelector('#words-summary')?.textContent?.startsWith('to ln p(negative)'),
    );
    await page.locator('.word').nth(3).hover();
    await frames(page);
    assert.equal((await tooltip(page)).value, makeReading(SENTENCE, 0).integrated[3]!.toPrecision(6));
  });

  it('brings text, order and choices back after a reload', async () => {
    await showSentence(page);
    await write(page, 'It was not bad but good.');
    await page.waitForFunction(() => document.querySelectorAll('.word').length === 7);
    await page.getByText('Reverse', { exact: true }).click();
    await page.locator('.comparison').waitFor();
    await page.getByText('Roll up').click();
    await page.waitForFunction(() => sessionStorage.getItem('vscode-state')?.includes('"unrolled":false'));
    const saved = await page.evaluate(() => JSON.parse(sessionStorage.getItem('vscode-state')!) as { text: string });
    await page.reload();
    await page.getByText('Reading the sentence…').waitFor();
    // What is left of the sentence after a reload of the window is the text that was saved.
    await showSentence(page, saved.text, null);
    await page.locator('.comparison').waitFor();
    assert.equal(await page.locator('textarea').inputValue(), 'It was not bad but good.');
    assert.deepEqual(await page.locator('.unit').allTextContents(), ['good', 'but', 'bad', 'not', 'was', 'It', '.']);
    await page.getByText('Unroll', { exact: true }).waitFor();
    await page.getByText('Reset', { exact: true }).click();
    await page.waitForFunction((count) => document.querySelectorAll('.word').length === count, WORDS.length);
  });

  it('keeps what was written when the host shows the same sentence again, and lets go of it for another', async () => {
    await showSentence(page);
    await write(page, 'A bad film.');
    await page.waitForFunction(() => document.querySelectorAll('.word').length === 4);
    await showSentence(page);
    await page.waitForTimeout(200);
    assert.equal(await page.locator('textarea').inputValue(), 'A bad film.');
    assert.equal(await page.locator('.word').count(), 4);
    await showSentence(page, 'A good film, and it was not bad.', 'other.md, line 3');
    assert.equal(await page.locator('textarea').inputValue(), 'A good film, and it was not bad.');
    assert.match((await page.locator('.sentence-head .summary').textContent())!, /^other\.md, line 3/);
  });

  it('says that a long text is explained in part, and leaves its order alone', async () => {
    await page.evaluate(() => {
      const { notify, readings } = window.host;
      notify.sentence({ reading: { ...readings.makeReading(readings.SENTENCE), cut: true }, place: null });
    });
    await page.getByText('what is shown are its first 16 words').waitFor();
    assert.equal(await page.locator('.units').isVisible(), false);
  });

  it('stays sane on a text without words', async () => {
    await showSentence(page);
    await page.evaluate(() => {
      const { notify, readings } = window.host;
      notify.sentence({ reading: readings.makeReading(' '), place: null });
    });
    await page.waitForFunction(() => document.querySelectorAll('.word').length === 0);
    assert.equal(await page.locator('.sentence-head').isVisible(), true);
  });

  it('shows the words of a problem and of a host of another version', async () => {
    await page.evaluate(() => window.host.notify.problem({ problem: 'The sentence is gone from the text.' }));
    await page.getByText('The sentence is gone from the text.').waitFor();
    await page.evaluate(() =>
      window.postMessage({ unroll: window.host.version + 1, kind: 'notify', method: 'sentence', args: {} }, '*'),
    );
    await page.getByText('Reload the window').waitFor();
  });

  for (const width of [400, 800, 1200]) {
    it(`neither widens the page nor lets texts overlap at ${width} pixels`, async () => {
      const wide = await site.open('sentence', { width });
      await showSentence(wide);
      await wide.getByText('Swap Clauses').click();
      await wide.locator('.comparison').waitFor();
      for (const details of await wide.locator('details').all()) await details.locator('summary').click();
      await wide.screenshot({ path: `.test/webview/sentence-${width}.png`, fullPage: true });
      await wide.evaluate(() => scrollTo(0, 0));
      assert.deepEqual(await layoutProblems(wide), []);
      await wide.close();
    });
  }
});
