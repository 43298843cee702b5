/** `npm run -s bench -- [--only NAME]`: runs the benchmarks and prints one JSON object a line. See bench/README.md. */
import { parseArgs } from 'node:util';
import { benchGradientCheck } from './gradientCheck';
import { benchLearning } from './learning';
import type { Row } from './row';
import { benchTrain } from './train';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    text: { type: 'string', default: '../shared/data/tiny-shakespeare/input.txt' },
    seconds: { type: 'string', default: '60' },
    set: { type: 'string', multiple: true, default: [] },
  },
});

const BENCHES: Readonly<Record<string, () => Iterable<Row>>> = {
  train: benchTrain,
  check: benchGradientCheck,
  learning: () => benchLearning(values.text, Number(values.seconds), settings(values.set)),
};

/** `--set hiddenSize=128 --set cell=gru` as settings of the run. */
function settings(pairs: readonly string[]): Readonly<Record<string, string | number>> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [key, value] = pair.split('=');
      return [key, Number.isNaN(Number(value)) ? value : Number(value)];
    }),
  );
}

for (const [name, bench] of Object.entries(BENCHES)) {
  if (values.only && values.only !== name) continue;
  for (const row of bench()) console.log(JSON.stringify({ name, ...row }));
}
