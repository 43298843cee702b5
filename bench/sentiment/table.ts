/** `npx tsx bench/sentiment/table.ts FILE`: the lines of `bench:sentiment` in a file as the README's Markdown tables. */
import { readFileSync } from 'node:fs';
import type { Row } from '../row';

const rows = readFileSync(process.argv[2]!, 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('{'))
  .map((line) => JSON.parse(line) as Row);
const models = [...new Set(rows.map(({ model }) => String(model)))];

function row(cells: readonly (string | number)[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** A table with a row a key and a column a model; the best number of a row is bold. */
function table(
  heading: string,
  found: readonly Row[],
  key: (row: Row) => string,
  value: string,
  show: (value: number) => string = String,
): void {
  const count = value === 'pairsRight' ? 'pairs' : 'examples';
  console.log(`\n${row([heading, count, ...models])}`);
  console.log(row(['---', '--:', ...models.map(() => '--:')]));
  for (const [name, own] of groups(found, key)) {
    const best = Math.max(...own.map((one) => Number(one[value])));
    const cells = models.map((model) => {
      const one = own.find((other) => other['model'] === model);
      if (one === undefined) return '';
      const shown = show(Number(one[value]));
      return Number(one[value]) === best ? `**${shown}**` : shown;
    });
    console.log(row([name, Number(own[0]![count]).toLocaleString('en'), ...cells]));
  }
}

function groups(found: readonly Row[], key: (row: Row) => string): Map<string, Row[]> {
  const grouped = new Map<string, Row[]>();
  for (const one of found) grouped.set(key(one), [...(grouped.get(key(one)) ?? []), one]);
  return grouped;
}

const percent = (share: number): string => (100 * share).toFixed(1);
const scored = rows.filter(({ accuracy, kind }) => accuracy !== undefined && kind === undefined);
const contrast = rows.filter(({ kind }) => kind !== undefined);
const costs = rows.filter(({ name }) => name === 'speed');

if (scored.length > 0) {
  table('accuracy, %', scored, ({ split }) => String(split), 'accuracy', percent);
  table('macro-F1, %', scored, ({ split }) => String(split), 'macroF1', percent);
}
if (contrast.length > 0) {
  table('contrast pairs, both right', contrast, ({ kind }) => String(kind), 'pairsRight');
  table('contrast, accuracy, %', contrast, ({ kind }) => String(kind), 'accuracy', percent);
}
if (costs.length > 0) {
  console.log(`\n${row(['cost', 'sentences a second', 'words a second', 'load, ms', 'memory, MB'])}`);
  console.log(row(['---', '--:', '--:', '--:', '--:']));
  for (const { model, sentencesPerSecond, tokensPerSecond, loadMs, memoryMB } of costs)
    console.log(
      row([
        String(model),
        Number(sentencesPerSecond).toLocaleString('en'),
        Number(tokensPerSecond).toLocaleString('en'),
        String(loadMs),
        String(memoryMB),
      ]),
    );
}
