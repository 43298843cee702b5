import { strict as assert } from 'node:assert';
import type { Page } from 'playwright-core';
import { FRAME_BYTE_LIMIT, type Subscription } from '../../src/protocol/frame';
import { acknowledged, hydrate, Site } from './page';

async function acknowledgedNumbers(page: Page): Promise<readonly number[]> {
  return page.evaluate(() =>
    window.host.posted
      .filter(({ method }) => method === 'acknowledge')
      .map(({ args }) => (args as { number: number }).number),
  );
}

async function lastSubscription(page: Page): Promise<Subscription> {
  return page.evaluate(
    () =>
      (
        window.host.posted.filter(({ method }) => method === 'subscribe').at(-1)!.args as {
          subscription: Subscription;
        }
      ).subscription,
  );
}

describe('flow of frames', () => {
  let site: Site;
  before(async () => (site = await Site.start()));
  after(() => site.stop());

  it('draws the newest of fifty frames that come at once and acknowledges only what it drew', async () => {
    const page = await site.open('panel');
    await hydrate(page);
    const before = (await acknowledgedNumbers(page)).length;
    await page.evaluate(() => {
      const { notify, fixtures } = window.host;
      const frames = Array.from({ length: 50 }, (_, i) => fixtures.makeFrame({ step: 301 + i, number: 2 + i }));
      for (const frame of frames) notify.frame(frame);
    });
    await acknowledged(page, 51);
    const numbers = (await acknowledgedNumbers(page)).slice(before);
    assert.ok(numbers.length <= 25, `${numbers.length} acknowledgements for 50 frames`);
    assert.deepEqual(
      numbers,
      [...numbers].sort((one, other) => one - other),
    );
    assert.match((await page.locator('.trace-sentence').textContent())!, /step 350/);
    await page.close();
  });

  it('acknowledges nothing while it cannot draw', async () => {
    const page = await site.open('panel');
    await hydrate(page);
    await page.evaluate(() => {
      const { notify, fixtures } = window.host;
      const real = window.requestAnimationFrame;
      // A hidden page gets no animation frames; they come when it is shown again.
      const waiting: FrameRequestCallback[] = [];
      window.requestAnimationFrame = (callback) => waiting.push(callback);
      Object.assign(window, {
        showAgain: () => {
          window.requestAnimationFrame = real;
          waiting.forEach((callback) => real(callback));
        },
      });
      for (let i = 0; i < 5; i++) notify.frame(fixtures.makeFrame({ step: 301 + i, number: 2 + i }));
    });
    await page.waitForTimeout(200);
    assert.deepEqual(await acknowledgedNumbers(page), [1]);
    await page.evaluate(() => (window as unknown as { showAgain(): void }).showAgain());
    await acknowledged(page, 6);
    assert.deepEqual(await acknowledgedNumbers(page), [1, 6]);
    await page.close();
  });

  it('subscribes to what is on screen, and to no more than a frame may carry', async () => {
    const page = await site.open('panel');
    await hydrate(page);
    const { kind, tensors, from, to } = await lastSubscription(page);
    assert.equal(kind, 'training');
    assert.deepEqual([from, to], [0, 64]);
    assert.ok(['l1.h', 'l0.dh', 'l1.dh', 'loss'].every((id) => tensors.includes(id)));
    assert.ok(!tensors.includes('l0.gate.f'), 'gates are not on screen');
    const bytes = await page.evaluate((tensors) => {
      const frame = window.host.fixtures.makeFrame({ step: 1, number: 1, tensors });
      return frame.tensors.reduce((sum, { data }) => sum + data.byteLength, 0);
    }, tensors);
    assert.ok(bytes <= FRAME_BYTE_LIMIT, `${bytes} bytes`);
    await page.close();
  });

  it('subscribes again when it is hydrated again, and shows only what it was told last', async () => {
    const page = await site.open('panel');
    await hydrate(page, 300);
    await page.evaluate(() => {
      window.host.posted.length = 0;
      const { notify, fixtures, version } = window.host;
      const snapshot = fixtures.makeSnapshot(420, 'paused', 9);
      notify.hydrate({ version, runs: [snapshot.summary], active: fixtures.RUN, snapshot });
    });
    await acknowledged(page, 9);
    assert.equal((await lastSubscription(page)).kind, 'training');
    assert.match((await page.locator('.trace-sentence').textContent())!, /step 420/);
    await page.getByText('Paused').waitFor();
    await page.close();
  });

  it('restores pickers, zoom and source after a reload', async () => {
    const page = await site.open('panel');
    await hydrate(page);
    await page.locator('vscode-dropdown[aria-label=Tensor]').click();
    await page.getByRole('option', { name: 'forget gate f' }).click();
    await page.locator('vscode-dropdown[aria-label=Layer]').click();
    await page.getByRole('option', { name: 'layer 1' }).click();
    await page.locator('input[aria-label=Zoom]').fill('40');
    await page.getByText('Text on screen').click();
    await page.waitForFunction(() => sessionStorage.getItem('vscode-state')?.includes('"source":"probe"'));
    await page.reload();
    await hydrate(page);
    const subscription = await lastSubscription(page);
    assert.equal(subscription.kind, 'probe');
    assert.ok(subscription.tensors.includes('l0.gate.f'));
    assert.equal(await page.locator('input[aria-label=Zoom]').inputValue(), '40');
    assert.match((await page.locator('[data-view=heatmap] .summary').textContent())!, /forget gate f, .*layer 1/);
    await page.close();
  });

  it('says which trace is on screen while the other is on its way', async () => {
    const page = await site.open('panel');
    await hydrate(page);
    const sentence = page.locator('.trace-sentence');
    assert.match((await sentence.textContent())!, /^Row 1 of the training batch at step 300/);
    await page.getByText('Text on screen').click();
    await page.getByText('the other trace is on its way').waitFor();
    await page.evaluate(() => {
      const { notify, fixtures } = window.host;
      notify.frame(fixtures.makeFrame({ step: 310, number: 2, kind: 'probe' }));
    });
    await acknowledged(page, 2);
    assert.match((await sentence.textContent())!, /^The text on screen, probed without training at step 310/);
    await page.close();
  });

  it('fetches what the frame on screen lacks when no further frame will come', async () => {
    const page = await site.open('panel');
    await hydrate(page, 300, 'paused');
    await page.locator('vscode-dropdown[aria-label=Tensor]').click();
    await page.evaluate(() => {
      const { notify, fixtures } = window.host;
      notify.frame(fixtures.makeFrame({ step: 300, number: 2, tensors: ['l1.dh', 'loss'] }));
    });
    await page.waitForFunction(() =>
      window.host.posted.some(
        ({ method, args }) => method === 'fetch' && (args as { tensor: string }).tensor === 'l1.h',
      ),
    );
    await page.close();
  });

  it('refuses a host of another version with words', async () => {
    const page = await site.open('panel');
    await page.evaluate(() =>
      window.host.notify.hydrate({ version: window.host.version + 1, runs: [], active: null, snapshot: null }),
    );
    await page.getByText('Developer: Reload Window').waitFor();
    await page.close();
  });
});
