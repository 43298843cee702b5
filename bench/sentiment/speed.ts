/** `tsx bench/sentiment/speed.ts MODEL WEIGHTS DATA`: what one model costs, in a process of its own, as a line of JSON. */
import { existsSync } from 'node:fs';
import { readDatasets } from '../../src/sentiment/train/datasets.node';
import { wordFormsOf } from '../../src/text/wordForms';
import { median } from '../compare';
import { megabytes } from '../memory';
import { readContrast } from './contrast';
import { MODELS } from './models';

const ROUNDS = 5;
const SECONDS = 1;

async function main(): Promise<void> {
  const [model, weights, data] = process.argv.slice(2) as [string, string, string];
  const texts = readContrast().flatMap(({ sides }) => sides.map(({ text }) => text));
  const words = texts.reduce((sum, text) => sum + wordFormsOf(text).length, 0);
  const sets = model === 'naive-bayes' && existsSync(data) ? readDatasets(data) : [];
  const before = process.memoryUsage.rss();
  const started = performance.now();
  const classifier = await MODELS[model]!({ weights, sets });
  const loadMs = performance.now() - started;

  classifier.scores(texts);
  const seconds: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const from = performance.now();
    let passes = 0;
    do classifier.scores(texts);
    while ((++passes, performance.now() - from < SECONDS * 1000));
    seconds.push((performance.now() - from) / 1000 / passes);
  }
  const pass = median(seconds);
  console.log(
    JSON.stringify({
      name: 'speed',
      model,
      loadMs: Math.round(loadMs * 10) / 10,
      sentencesPerSecond: Math.round(texts.length / pass),
      tokensPerSecond: Math.round(words / pass),
      memoryMB: megabytes(process.memoryUsage.rss() - before),
    }),
  );
}

void main();
