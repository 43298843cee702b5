import { strict as assert } from 'node:assert';
import { makeInspection } from './fixtures';
import { Site } from './page';

describe('Inspector', () => {
  let site: Site;
  before(async () => (site = await Site.start()));
  after(() => site.stop());

  it('says what to do while no timestep is selected', async () => {
    const page = await site.open('inspector', { width: 300 });
    await page.getByText('Nothing is selected.').waitFor();
    await page.close();
  });

  it('shows the loss, the predictions with their probabilities, norms and strongest units', async () => {
    const page = await site.open('inspector', { width: 300 });
    await page.evaluate(() => {
      const { notify, fixtures } = window.host;
      notify.inspection({
        inspection: fixtures.makeInspection(300, 4),
        name: 'harbour.txt',
        kind: 'training',
        unit: 'token',
      });
    });
    await page.getByText('loss 1.204 nats').waitFor();
    const tables = await page.locator('table').allTextContents();
    assert.match(tables[0]!, /a ✓30\.0\s%e22\.0\s%/);
    assert.match(tables[1]!, /h⁽²⁾1\.870000\.00910000/);
    assert.match(tables[2]!, /40-0\.880000-0\.00200000/);
    const widths = await page
      .locator('.bar')
      .evaluateAll((bars) => bars.map((bar) => bar.getBoundingClientRect().width));
    const { topProbabilities } = makeInspection(300, 4);
    assert.ok(Math.abs(widths[1]! / widths[0]! - topProbabilities[1]! / topProbabilities[0]!) < 0.02);
    await page.close();
  });

  it('asks for the neighbouring timestep', async () => {
    const page = await site.open('inspector', { width: 300 });
    await page.evaluate(() => {
      const { notify, fixtures } = window.host;
      notify.inspection({
        inspection: fixtures.makeInspection(300, 4),
        name: 'harbour.txt',
        kind: 'probe',
        unit: 'token',
      });
    });
    await page.getByText('Next', { exact: true }).click();
    await page.getByText('Previous').click();
    await page.waitForFunction(() => window.host.posted.filter(({ method }) => method === 'move').length === 2);
    const moves = await page.evaluate(() =>
      window.host.posted.filter(({ method }) => method === 'move').map(({ args }) => args),
    );
    assert.deepEqual(moves, [{ by: 1 }, { by: -1 }]);
    await page.close();
  });
});
