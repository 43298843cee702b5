/** `npm run -s bench -- [--only NAME]`: runs the benchmarks and prints one JSON object a line. See bench/README.md. */
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { benchClassics } from './classics';
import { benchCold } from './cold';
import { benchCredit } from './credit';
import { benchForward } from './forward';
import { benchGradientCheck } from './gradientCheck';
import { benchKernels } from './kernels';
import { benchLearning } from './learning';
import { benchMemory, longText } from './memory';
import type { Row } from './row';
import type { Cell } from './spec';
import { benchTrace } from './trace';
import { benchTrain } from './train';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    cell: { type: 'string', default: 'lstm' },
    cells: { type: 'string' },
    quick: { type: 'boolean', default: false },
    text: { type: 'string', default: '../shared/data/tiny-shakespeare/input.txt' },
    seconds: { type: 'string', default: '60' },
    threads: { type: 'string', default: '2' },
    set: { type: 'string', multiple: true, default: [] },
  },
});

const BENCHES: Readonly<Record<string, () => Iterable<Row> | AsyncIterable<Row>>> = {
  train: () => benchTrain(values.cell as Cell['cell'], values.cells, values.quick),
  forward: benchForward,
  trace: benchTrace,
  credit: benchCredit,
  cold: benchCold,
  memory: () => benchMemory(values.quick),
  kernels: benchKernels,
  check: benchGradientCheck,
  learning: () => withText((file) => learning(readFileSync(file, 'utf8'))),
  longText: () => withText((file) => learning(longText(file))),
  classics: () => benchClassics(values.quick),
};

function learning(text: string): AsyncIterable<Row> {
  const threads = values.threads === '1' ? 1 : 2;
  return benchLearning({ text, seconds: Number(values.seconds), threads, changes: settings(values.set) });
}

function withText(run: (file: string) => AsyncIterable<Row>): Iterable<Row> | AsyncIterable<Row> {
  return existsSync(values.text)
    ? run(values.text)
    : [{ skipped: `no such text: ${values.text} (give one with --text)` }];
}

/** `--set hiddenSize=128 --set cell=gru` as settings of the run. */
function settings(pairs: readonly string[]): Readonly<Record<string, string | number>> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [key, value] = pair.split('=');
      return [key, Number.isNaN(Number(value)) ? value : Number(value)];
    }),
  );
}

async function main(): Promise<void> {
  for (const [name, bench] of Object.entries(BENCHES)) {
    if (values.only && values.only !== name) continue;
    for await (const row of bench()) console.log(JSON.stringify({ name, ...row }));
  }
}

void main();
