/** `npx tsx bench/table.ts FILE`: the rows of `train` in a file of JSON lines as a Markdown table. */
import { readFileSync } from 'node:fs';

interface TrainRow {
  readonly name: string;
  readonly H: number;
  readonly B: number;
  readonly T: number;
  readonly engine: string;
  readonly ms?: number;
  readonly ratio?: number;
}

const rows = readFileSync(process.argv[2]!, 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('{'))
  .map((line) => JSON.parse(line) as TrainRow)
  .filter(({ name, H, ms }) => name === 'train' && typeof H === 'number' && ms !== undefined);

const cells = new Map<string, TrainRow[]>();
for (const row of rows) {
  const key = `${row.H} ${row.T} ${row.B}`;
  cells.set(key, [...(cells.get(key) ?? []), row]);
}

console.log('| H | T | B | one thread, ms | two threads, ms | PyTorch at its best, ms | ratio |');
console.log('| --: | --: | --: | --: | --: | --: | --: |');
for (const found of cells.values()) {
  const { H, T, B } = found[0]!;
  const ms = (engine: string): number | undefined => found.find((row) => row.engine === engine)?.ms;
  const peers = found.filter(({ engine }) => engine.startsWith('pytorch'));
  const best = peers.length > 0 ? peers.reduce((a, b) => (b.ms! < a.ms! ? b : a)) : null;
  const ratio = best === null ? '' : best.ratio! < 1 ? `**${best.ratio!.toFixed(2)}** 🟥` : best.ratio!.toFixed(1);
  const show = (value: number | undefined): string => (value === undefined ? '' : value.toPrecision(3));
  console.log(
    `| ${H} | ${T} | ${B} | ${show(ms('unroll'))} | ${show(ms('unroll-2'))} | ${show(best?.ms)} | ${ratio} |`,
  );
}
