import { strict as assert } from 'node:assert';
import type { Page } from 'playwright-core';
import { hydrate, posted, Site, waitForPosted } from './page';

/** Presses Tab until the element that matches `selector` has the focus. */
async function tabTo(page: Page, selector: string, text = ''): Promise<void> {
  for (let i = 0; i < 60; i++) {
    const there = await page.evaluate(
      ([selector, text]) => {
        const { activeElement } = document;
        return (activeElement?.matches(selector!) && activeElement.textContent?.includes(text!)) ?? false;
      },
      [selector, text],
    );
    if (there) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`Tab never reached ${selector} ${text}`);
}

describe('input', () => {
  let site: Site;
  before(async () => (site = await Site.start()));
  after(() => site.stop());

  it('leads by keyboard alone from pausing over scrubbing and inspecting to stopping', async () => {
    const page = await site.open('panel');
    await hydrate(page);
    await tabTo(page, 'vscode-button', 'Pause');
    await page.keyboard.press('Enter');
    assert.deepEqual(await waitForPosted(page, 'act'), [{ run: 'run-1', action: 'pause' }]);

    await tabTo(page, 'input[aria-label=Timestep]');
    for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight');
    const inspected = await waitForPosted(page, 'inspect', 3);
    assert.deepEqual(inspected.at(-1), { key: { run: 'run-1', kind: 'training', step: 300 }, column: 3 });

    await tabTo(page, '[data-view=heatmap] .picture');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const position = await page.evaluate(() => window.host.fixtures.makeFrame({ step: 300, number: 1 }).head.position);
    assert.deepEqual(await waitForPosted(page, 'reveal'), [{ run: 'run-1', from: position + 4, to: position + 5 }]);

    for (let i = 0; i < 60; i++) {
      if (await page.evaluate(() => document.activeElement?.textContent === 'Stop')) break;
      await page.keyboard.press('Shift+Tab');
    }
    await page.keyboard.press('Enter');
    assert.deepEqual((await waitForPosted(page, 'act', 2)).at(-1), { run: 'run-1', action: 'stop' });
    await page.close();
  });

  it('selects a range by dragging and shows it in the editor once', async () => {
    const page = await site.open('panel');
    await hydrate(page);
    const box = (await page.locator('[data-view=gradients] canvas').boundingBox())!;
    await page.mouse.move(box.x + 76 + 5 * 20 + 3, box.y + 40);
    await page.mouse.down();
    await page.mouse.move(box.x + 76 + 7 * 20 + 3, box.y + 40);
    await page.mouse.move(box.x + 76 + 9 * 20 + 3, box.y + 40);
    await page.mouse.up();
    const position = await page.evaluate(() => window.host.fixtures.makeFrame({ step: 300, number: 1 }).head.position);
    assert.deepEqual(await waitForPosted(page, 'reveal'), [{ run: 'run-1', from: position + 5, to: position + 10 }]);
    await page.close();
  });

  it('extends the selection with Shift and clears it with Escape', async () => {
    const page = await site.open('panel');
    await hydrate(page);
    await page.locator('[data-view=heatmap] .picture').focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Enter');
    const [range] = (await waitForPosted(page, 'reveal')) as readonly { from: number; to: number }[];
    assert.equal(range!.to - range!.from, 3);
    await page.keyboard.press('Escape');
    assert.equal((await posted(page, 'inspect')).at(-1), null);
    await page.close();
  });

  it('says of a shared weight that it is the same matrix at every step', async () => {
    const page = await site.open('panel');
    await hydrate(page);
    const box = (await page.locator('[data-view=graph] canvas').boundingBox())!;
    // The recurrent edge between two hidden states of the last layer.
    await page.mouse.move(box.x + 76 + 6 * 20, box.y + 18 + 2.5 * 44);
    const tooltip = page.locator('.tooltip');
    await tooltip.getByText('the same matrix at every step').waitFor();
    assert.match((await tooltip.textContent())!, /W_hh⁽²⁾ \(rnn\.weight_hh_l1\)/);
    assert.equal(await page.locator('.chip.highlit').textContent(), 'W_hh⁽²⁾');
    await page.close();
  });

  it('asks to restart with a tenth of the rate after a run that was not finite', async () => {
    const page = await site.open('panel');
    await hydrate(page, 12, 'failed');
    await page.getByText('Restart with a Tenth of the Rate').click();
    assert.deepEqual(await waitForPosted(page, 'act'), [{ run: 'run-1', action: 'lowerRate' }]);
    await page.close();
  });

  it('offers only the run controls that work in a phase', async () => {
    const page = await site.open('panel');
    const enabled = async () => page.locator('.run-controls vscode-button:not([disabled])').allTextContents();
    await hydrate(page, 300, 'running');
    assert.deepEqual(await enabled(), ['Pause', 'Stop']);
    await hydrate(page, 300, 'paused');
    await page.getByText('Paused').waitFor();
    assert.deepEqual(await enabled(), ['Start', 'Step', 'Stop', 'Reset']);
    await page.close();
  });

  it('draws a sample at the chosen temperature and shows it', async () => {
    const page = await site.open('panel');
    await hydrate(page);
    await page.locator('input[aria-label=Temperature]').fill('1.2');
    await page.locator('[data-view=sample] vscode-button').click();
    await page.getByText('a sampled line').waitFor();
    const [asked] = (await posted(page, 'sample')) as readonly { temperature: number }[];
    assert.equal(asked!.temperature, 1.2);
    await page.close();
  });

  it('moves the probe over the text and leaves its length alone', async () => {
    const page = await site.open('panel');
    await hydrate(page);
    assert.equal(await page.locator('input[aria-label="Text position"]').isVisible(), false);
    await page.getByText('Text on screen').click();
    await page.evaluate(() => {
      const { notify, fixtures } = window.host;
      notify.frame(fixtures.makeFrame({ step: 310, number: 2, kind: 'probe' }));
    });
    await page.locator('input[aria-label="Text position"]').fill('17');
    assert.deepEqual(await waitForPosted(page, 'probe'), [{ run: 'run-1', from: 17, to: 17 + 64 }]);
    await page.close();
  });

  it('follows the editor’s selection to columns that are out of sight', async () => {
    const page = await site.open('panel', { width: 500 });
    await hydrate(page);
    const position = await page.evaluate(() => window.host.fixtures.makeFrame({ step: 300, number: 1 }).head.position);
    await page.evaluate((position) => {
      const { notify, fixtures } = window.host;
      notify.editorSelection({ run: fixtures.RUN, range: [position + 50, position + 53] });
    }, position);
    await page.waitForFunction(() => sessionStorage.getItem('vscode-state')?.includes('"scroll":48'));
    await page.close();
  });

  it('shows another run when it is picked, and names every run', async () => {
    const page = await site.open('panel');
    await page.evaluate(() => {
      const { notify, fixtures, version } = window.host;
      const snapshot = fixtures.makeSnapshot(300);
      const runs = [snapshot.summary, fixtures.makeSummary(20, 'paused', 'run-2')];
      notify.hydrate({ version, runs, active: fixtures.RUN, snapshot });
    });
    await page.locator('vscode-dropdown[aria-label=Run]').click();
    await page.getByRole('option', { name: 'Run run-2' }).click();
    assert.deepEqual(await waitForPosted(page, 'show'), [{ run: 'run-2' }]);
    await page.close();
  });

  it('asks for training when there is no run', async () => {
    const page = await site.open('panel');
    await page.evaluate(() =>
      window.host.notify.hydrate({ version: window.host.version, runs: [], active: null, snapshot: null }),
    );
    await page.getByText('Train on Selection').click();
    assert.deepEqual(await waitForPosted(page, 'command'), [{ command: 'unroll.trainOnSelection' }]);
    await page.close();
  });
});
