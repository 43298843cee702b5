/** `npm run -s bench:sentiment`: the shipped model beside its baselines, one JSON object a line. See bench/README.md. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { readDatasets, type Dataset } from '../../src/sentiment/train/datasets.node';
import { FormatError } from '../../src/formats/formatError';
import type { Row } from '../row';
import { Unavailable } from './classifier';
import { contrastRows, readContrast } from './contrast';
import { parseLabelled } from './labelledFile';
import { MODELS } from './models';
import { answersTo, scoreRow, splitsOf, type Split } from './split';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '../shared/data' },
    file: { type: 'string' },
    weights: { type: 'string', default: 'media/sentiment.safetensors' },
    model: { type: 'string', multiple: true, default: Object.keys(MODELS) },
  },
});

/** What the user can change: said in a line, without a stack. */
class Refusal extends Error {}

async function main(): Promise<void> {
  const unknown = values.model.find((model) => !Object.hasOwn(MODELS, model));
  if (unknown !== undefined) throw new Refusal(`No model “${unknown}”: there are ${Object.keys(MODELS).join(', ')}.`);
  const own = values.file === undefined ? null : splitOf(values.file);
  const hasData = existsSync(values.data);
  if (!hasData && own === null)
    throw new Refusal(`No data folder ${values.data}. Give it with --data FOLDER, or a file of your own with --file.`);
  const sets = hasData && (own === null || values.model.includes('naive-bayes')) ? setsIn(values.data) : [];
  const splits = own === null ? splitsOf(sets) : [own];

  for (const model of values.model) {
    try {
      const classifier = await MODELS[model]!({ weights: values.weights, sets });
      for (const split of splits) {
        const scores = classifier.scores(split.examples.map(({ text }) => text));
        print(scoreRow(split.split, model, split.examples, answersTo(split, scores)));
      }
      if (own !== null) continue;
      contrastRows(model, classifier, readContrast()).forEach(print);
      process.stdout.write(await speed(model));
    } catch (error) {
      if (!(error instanceof Unavailable || error instanceof FormatError)) throw error;
      print({ model, skipped: error.message });
    }
  }
}

function setsIn(folder: string): readonly Dataset[] {
  try {
    return readDatasets(folder);
  } catch (error) {
    throw new Refusal(`${folder} does not hold the labelled sets: ${messageOf(error)}`);
  }
}

/** A file of the user's as a split of its name; what of it is no example is told beside the output. */
function splitOf(path: string): Split {
  if (!existsSync(path)) throw new Refusal(`No file ${path}.`);
  try {
    const { examples, withoutTab, unknownLabels } = parseLabelled(readFileSync(path, 'utf8'));
    if (withoutTab + unknownLabels > 0)
      console.error(`${path}: left out ${withoutTab} lines without a tab and ${unknownLabels} with an unknown label.`);
    return { split: basename(path), examples };
  } catch (error) {
    throw new Refusal(`${path}: ${messageOf(error)}`);
  }
}

async function speed(model: string): Promise<string> {
  const script = join(__dirname, 'speed.ts');
  const args = ['--import', 'tsx', script, model, values.weights, values.data];
  return (await promisify(execFile)(process.execPath, args)).stdout;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function print(row: Row): void {
  console.log(JSON.stringify(row));
}

main().catch((error: unknown) => {
  console.error(error instanceof Refusal ? error.message : error);
  process.exitCode = 1;
});
