import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { hydrate, Site } from './page';
import { THEMES } from './themes';

const AXE = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
}

async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  const results = await page.evaluate(() => (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run());
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary ?? ''}`),
  );
}

describe('accessibility', () => {
  let site: Site;
  before(async () => (site = await Site.start()));
  after(() => site.stop());

  for (const theme of Object.keys(THEMES) as (keyof typeof THEMES)[]) {
    it(`has no violation while training, with every table open, in ${theme}`, async () => {
      const page = await site.open('panel', { theme });
      await hydrate(page);
      for (const toggle of await page.locator('.table-toggle').all()) await toggle.click();
      await page.locator('[data-view=heatmap] td').first().waitFor();
      assert.deepEqual(await violations(page), []);
      await page.close();
    });

    it(`has no violation for a classifier, with the table of its confusion open, in ${theme}`, async () => {
      const page = await site.open('panel', { theme });
      await page.evaluate(() => {
        const { notify, fixtures, version } = window.host;
        const snapshot = fixtures.makeClassifier(300);
        notify.hydrate({ version, runs: [snapshot.summary], active: fixtures.RUN, snapshot });
      });
      await page.locator('[data-view=confusion] .table-toggle').click();
      await page.locator('[data-view=confusion] td').first().waitFor();
      assert.deepEqual(await violations(page), []);
      await page.close();
    });

    it(`has no violation when a run has failed, in ${theme}`, async () => {
      const page = await site.open('panel', { theme });
      await hydrate(page, 12, 'failed');
      assert.deepEqual(await violations(page), []);
      await page.close();
    });

    it(`has no violation without a run, in ${theme}`, async () => {
      const page = await site.open('panel', { theme });
      await page.evaluate(() =>
        window.host.notify.hydrate({ version: window.host.version, runs: [], active: null, snapshot: null }),
      );
      await page.getByText('Train on Selection').waitFor();
      assert.deepEqual(await violations(page), []);
      await page.close();
    });

    it(`has no violation in the Inspector, empty and filled, in ${theme}`, async () => {
      const page = await site.open('inspector', { theme, width: 300 });
      assert.deepEqual(await violations(page), []);
      await page.evaluate(() => {
        const { notify, fixtures } = window.host;
        notify.inspection({
          inspection: fixtures.makeInspection(300, 4),
          name: 'harbour.txt',
          kind: 'training',
          unit: 'token',
        });
      });
      await page.getByText('Likeliest next tokens').waitFor();
      assert.deepEqual(await violations(page), []);
      await page.close();
    });

    it(`has no violation in the Sentiment view, empty and filled, in ${theme}`, async () => {
      const page = await site.open('sentiment', { theme, width: 260, height: 700 });
      await page.evaluate(() => window.host.notify.document({ document: null }));
      await page.getByText('How does this text sound?').waitFor();
      assert.deepEqual(await violations(page), []);
      await page.evaluate(() => {
        const { notify, readings } = window.host;
        const notice = 'Code is left out.';
        notify.document({ document: { ...readings.makeDocument(200, readings.READER, 0.5), notice } });
      });
      await page.locator('.sentences').focus();
      await page.keyboard.press('ArrowDown');
      await page.locator('.row[aria-selected=true]').waitFor();
      assert.deepEqual(await violations(page), []);
      await page.evaluate(() => {
        const { notify, readings } = window.host;
        notify.document({ document: readings.makeDocument(200, readings.OWN_READER) });
      });
      await page.getByText('praise').first().waitFor();
      assert.deepEqual(await violations(page), []);
      await page.close();
    });

    it(`has no violation in the Sentence panel, empty, filled and with a second order, in ${theme}`, async () => {
      const page = await site.open('sentence', { theme, width: 900 });
      await page.getByText('No sentence is open').waitFor();
      assert.deepEqual(await violations(page), []);
      await page.evaluate(() => {
        const { notify, readings } = window.host;
        notify.sentence({ reading: readings.makeReading(readings.SENTENCE), place: 'reviews.md, line 12' });
      });
      await page.getByText('Swap Clauses').click();
      await page.locator('.comparison').waitFor();
      await page.locator('.word').nth(7).click();
      for (const details of await page.locator('details').all()) await details.locator('summary').click();
      for (const toggle of await page.locator('.table-toggle').all()) await toggle.click();
      await page.locator('[data-view=heatmap] td').first().waitFor();
      assert.deepEqual(await violations(page), []);
      await page.close();
    });
  }

  it('breaks its content security policy only by the one style element of the toolkit', async () => {
    const page = await site.open('panel');
    await hydrate(page);
    await page.getByText('Roll up').click();
    await page.locator('[data-view=heatmap] canvas').click();
    assert.deepEqual(await page.evaluate(() => window.violations), ['style-src-elem inline ']);
    await page.close();
  });

  for (const name of ['sentiment', 'sentence'] as const) {
    it(`breaks it no further in the page of ${name}`, async () => {
      const page = await site.open(name);
      await page.evaluate((name) => {
        const { notify, readings } = window.host;
        if (name === 'sentiment') notify.document({ document: readings.makeDocument(50) });
        else notify.sentence({ reading: readings.makeReading(readings.SENTENCE), place: null });
      }, name);
      await page.locator('.row, .word').first().click();
      assert.deepEqual(await page.evaluate(() => window.violations), ['style-src-elem inline ']);
      await page.close();
    });
  }
});
