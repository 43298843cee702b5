/** The sentences a training learns from, and those it keeps for calibration. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Generator } from '../../engine/generator';
import type { Example } from '../labels';
import { foreignSentences, readDatasets, type Dataset } from './datasets.node';
import { grammarSentences } from './grammar';

/** Sentences of one source. */
export interface Source {
  readonly name: string;
  readonly learned: readonly Example[];
  /** Never learned from: they fit the temperature and the biases, and choose the settings. */
  readonly kept: readonly Example[];
  /** Whether its words may enter the vocabulary. */
  readonly english: boolean;
}

/** Its neutral comments are a source of their own: an epoch reads more of them than of the others. */
const MIXED = 'goemotions';
/** One sentence in so many is kept. */
const KEPT = 20;
const FOREIGN = 800;
/** Sentences of our own grammar. They judge nothing. */
const WRITTEN = 30_000;
const STREAM = 13;

/** `all`: with the sets whose terms are not stated. `without`: a set that is left out. */
export function readCorpus(folder: string, all: boolean, without: string | null, seed: number): Source[] {
  const known = readDatasets(folder);
  if (without !== null && !known.some(({ name }) => name === without))
    throw new RangeError(`There is no set named ${without}: ${known.map(({ name }) => name).join(', ')}.`);
  const sets = known.filter(({ name, open, train }) => (open || all) && name !== without && train.length > 0);
  return [
    ...sets.flatMap(({ name, train }): Source[] => {
      if (name !== MIXED) return [{ ...parts(name, train), english: true }];
      const neutral = train.filter(({ label }) => label === 'neutral');
      const feeling = train.filter(({ label }) => label !== 'neutral');
      return [
        { ...parts(name, feeling), english: true },
        { ...parts(`${name}-neutral`, neutral), english: true },
      ];
    }),
    { ...parts('wikigold', encyclopedia(folder)), english: true },
    { ...parts('tatoeba-french', foreignSentences(folder, FOREIGN)), english: false },
    { name: 'grammar', learned: grammarSentences(WRITTEN, new Generator(seed, STREAM)), kept: [], english: true },
  ];
}

/** What of a data folder is only judged by: of a set that was left out, all of it. */
export function evaluationSets(folder: string, without: string | null): Dataset[] {
  return readDatasets(folder)
    .map((set) => (set.name === without ? { ...set, test: [...set.train, ...set.test] } : set))
    .filter(({ test }) => test.length > 0);
}

function parts(name: string, rows: readonly Example[]) {
  return {
    name,
    learned: rows.filter((_, i) => i % KEPT !== 0),
    kept: rows.filter((_, i) => i % KEPT === 0),
  };
}

/** Sentences of an encyclopedia: what is told as fact is neutral. */
function encyclopedia(folder: string): Example[] {
  const blocks = readFileSync(join(folder, 'wikigold/wikigold.conll.txt'), 'utf8').split(/\n\s*\n/);
  return blocks.flatMap((block) => {
    const words = block.split('\n').map((line) => line.split(' ')[0]!);
    const text = words.join(' ').trim();
    return text === '' || text.includes('-DOCSTART-') ? [] : [{ text, label: 'neutral' as const }];
  });
}
