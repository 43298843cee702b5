import { strict as assert } from 'node:assert';
import type { Page } from 'playwright-core';
import { LENGTH, SCHEMA, traceValues, UNITS, ZERO } from './fixtures';
import { acknowledged, hydrate, Site } from './page';
import { readRandomPlaces } from './random-places';

const CELLS = 1000;
const FRAMES = 10;

async function showFrame(page: Page, step: number, number: number): Promise<void> {
  await page.evaluate(([step, number]) => window.host.notify.frame(window.host.fixtures.makeFrame({ step, number })), [
    step,
    number,
  ] as const);
  await acknowledged(page, number);
}

function norm(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}

describe('truth', function () {
  this.timeout(180_000);
  let site: Site;
  before(async () => (site = await Site.start()));
  after(() => site.stop());

  for (const [tensor, label] of [
    ['h', 'hidden state h'],
    ['dh', 'gradient of the hidden state ∂L/∂h'],
  ] as const) {
    it(`shows the engine's own value in ${CELLS} random cells of the heatmap of ${tensor}`, async () => {
      const page = await site.open('panel', { width: 1600 });
      await hydrate(page);
      await page.locator('vscode-dropdown[aria-label=Tensor]').click();
      await page.getByRole('option', { name: label, exact: true }).first().click();
      const seen = new Set<string>();
      for (let i = 0; i < FRAMES; i++) {
        const step = 301 + i;
        await showFrame(page, step, i + 2);
        const expected = traceValues(step).get(`l1.${tensor}`)!;
        for (const { value, facts } of await readRandomPlaces(page, 'heatmap', CELLS / FRAMES, 7 + i)) {
          const [unit, column] = [Number(facts['unit']), Number(facts['timestep'])];
          assert.equal(value, expected[column * UNITS + unit]!.toPrecision(6), JSON.stringify(facts));
          assert.equal(facts['layer'], '2');
          assert.equal(facts['training step'], String(step));
          seen.add(`${unit}:${column}`);
        }
      }
      assert.ok(seen.size > CELLS / 2, `only ${seen.size} different cells were read`);
      await page.close();
    });
  }

  it(`shows the engine's own norm in ${CELLS} random places of the gradient view`, async () => {
    const page = await site.open('panel', { width: 1600 });
    await hydrate(page);
    const seen = new Set<number>();
    for (let i = 0; i < FRAMES; i++) {
      const step = 301 + i;
      await showFrame(page, step, i + 2);
      const values = traceValues(step);
      const normAt = (layer: number, column: number) =>
        norm(values.get(`l${layer}.dh`)!.subarray(column * UNITS, (column + 1) * UNITS)).toPrecision(6);
      for (const { value, facts } of await readRandomPlaces(page, 'gradients', CELLS / FRAMES, 70 + i)) {
        const [layer, column] = [Number(facts['layer']) - 1, Number(facts['timestep'])];
        assert.equal(value, normAt(layer, column), JSON.stringify(facts));
        assert.equal(facts[`layer ${2 - layer}`], normAt(1 - layer, column), JSON.stringify(facts));
        seen.add(column);
      }
    }
    assert.equal(seen.size, LENGTH);
    await page.close();
  });

  it('speaks the same value that it shows', async () => {
    const page = await site.open('panel');
    await hydrate(page);
    const picture = page.locator('[data-view=heatmap] .picture');
    await picture.focus();
    for (const key of ['Home', 'ArrowDown', 'ArrowDown', 'ArrowRight']) await page.keyboard.press(key);
    const expected = traceValues(300).get('l1.h')![1 * UNITS + 2]!.toPrecision(6);
    await page.waitForFunction(
      (text) => document.querySelector('[aria-live=polite]')?.textContent?.includes(text),
      `hidden state h ${expected}, layer 2, unit 2, timestep 1`,
    );
    await page.close();
  });

  it('draws a value of exactly zero in the background colour, and the sign of others by hue', async () => {
    const page = await site.open('panel', { theme: 'dark' });
    await hydrate(page);
    const pixels = await page.evaluate(
      ([length, units]) => {
        const canvas = document.querySelector<HTMLCanvasElement>('[data-view=heatmap] canvas')!;
        const context = canvas.getContext('2d')!;
        const row = (canvas.height - 20) / units;
        const all: number[][] = [];
        for (let column = 0; column < Math.min(length, 30); column++) {
          for (let unit = 0; unit < units; unit++) {
            const [r, g, b] = context.getImageData(76 + column * 20 + 10, Math.floor((unit + 0.5) * row), 1, 1).data;
            all.push([column, unit, r!, g!, b!]);
          }
        }
        return all;
      },
      [LENGTH, UNITS] as const,
    );
    const values = traceValues(300).get('l1.h')!;
    const neutral = pixels.find(([column, unit]) => column === ZERO.column && unit === ZERO.unit);
    assert.deepEqual(neutral?.slice(2), [0x1f, 0x1f, 0x1f]);
    for (const [column, unit, r, , b] of pixels) {
      const value = values[column! * UNITS + unit!]!;
      if (Math.abs(value) < 0.05) continue;
      assert.ok(value > 0 ? r! > b! : b! > r!, `t=${column}, unit ${unit}: ${value} is drawn as ${r} … ${b}`);
    }
    await page.close();
  });

  it('has a heatmap for every tensor over time of the schema', async () => {
    const page = await site.open('panel');
    await hydrate(page);
    const options = await page.locator('vscode-dropdown[aria-label=Tensor] vscode-option').allTextContents();
    const symbols = new Set(SCHEMA.tensors.filter(({ axes }) => axes.length === 2).map(({ symbol }) => symbol));
    assert.deepEqual(new Set(options.map((option) => option.split(' ').at(-1))), symbols);
    await page.close();
  });
});
