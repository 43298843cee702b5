/** `npm run train:sentiment -- --data FOLDER`: trains the shipped reader. See `src/sentiment/README.md`. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openReader } from '../openReader';
import { encodeReader } from '../readerFile';
import { evaluationSets, readCorpus } from './corpus.node';
import { figuresOf } from './figures';
import { readGlove } from './glove.node';
import { startThread } from './secondThread.node';
import { SETTINGS } from './settings';
import { trainReader } from './trainReader';

const SHIPPED = 'media/sentiment.safetensors';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '../shared/data' },
    out: { type: 'string', default: SHIPPED },
    all: { type: 'boolean', default: false },
    without: { type: 'string' },
    threads: { type: 'string', default: '2' },
    'reader-only': { type: 'boolean', default: false },
  },
});

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

async function main(): Promise<void> {
  const { data, out, all } = values;
  const without = values.without ?? null;
  if (out === SHIPPED && (all || without !== null || values['reader-only']))
    throw new Error('Only the plain training makes the shipped weights: choose another file with --out FILE.');
  const start = performance.now();
  const seconds = (): string => ((performance.now() - start) / 1000).toFixed(0);
  const sources = readCorpus(data, all, without, SETTINGS.seed);
  for (const { name, learned, kept } of sources)
    console.error(`${name}: ${learned.length} learned, ${kept.length} kept`);
  const models = await trainReader({
    sources,
    settings: SETTINGS,
    readerOnly: values['reader-only'],
    glove: readGlove(data),
    build: values.threads === '2' ? { startThread } : {},
    report: (model, epoch, loss) =>
      console.error(`${seconds()} s: ${model}, epoch ${epoch + 1}: ${loss.toFixed(4)} nats`),
  });
  const facts = { sources: sources.map(({ name }) => name).join(' '), seed: String(SETTINGS.seed) };
  const bytes = encodeReader({ name: all ? 'Unroll (all sets)' : 'Unroll', facts, ...models });
  writeFileSync(out, bytes);
  console.error(`${seconds()} s: ${out}, ${bytes.length.toLocaleString('en')} bytes`);
  for (const row of figuresOf(openReader(bytes), evaluationSets(data, without))) console.log(JSON.stringify(row));
}
