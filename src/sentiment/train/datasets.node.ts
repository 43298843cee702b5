/** Reads the labelled sets of a data folder; each set's source and terms are in the folder's README and in ours. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Example, Label } from '../labels';
import { cells, emotionExamples, jsonExamples, phraseExamples, tableExamples, treeExamples } from './formats';

/** One set: what may be learned from and what is only read to judge. No set learns from a text another is judged by. */
export interface Dataset {
  readonly name: string;
  /** Whether its stated terms allow weights trained on it to be shipped. */
  readonly open: boolean;
  readonly train: readonly Example[];
  readonly test: readonly Example[];
  /** What an answer of "positive" counts as, where the set only tells negative from all else. */
  readonly positiveIs?: Label;
}

type Rows = readonly Example[];

/** All sets of the folder. Throws where a file is missing or holds a label that is none. */
export function readDatasets(folder: string): Dataset[] {
  const file = (path: string): string => {
    const whole = join(folder, path);
    if (existsSync(whole)) return readFileSync(whole, 'utf8');
    return gunzipSync(readFileSync(`${whole}.gz`)).toString('utf8');
  };
  const labelled = (path: string, text = 1): Rows => tableExamples(file(path), { label: 0, text, header: 1 });
  const reviews = (source: string): Rows =>
    tableExamples(file(`uci-sentences/${source}_labelled.txt`), { label: 1, text: 0, header: 0 });
  const software = (name: string): Rows => jsonExamples(file(`se-sentiment/${name}.jsonl`));
  const groups = new Map(cells(file('goemotions/labels.tsv')).map(([id, , group]) => [id!, group!]));
  const emotions = (part: string): Rows => emotionExamples(file(`goemotions/${part}.tsv`), groups);

  const learned: readonly Dataset[] = [
    { name: 'rt-polarity', open: true, train: polarity(file('rt-polarity/rt-polarity.tsv')), test: [] },
    divided('uci-amazon', true, reviews('amazon_cells')),
    divided('uci-imdb', true, reviews('imdb')),
    divided('senti4sd', true, software('stackoverflow-senti4sd')),
    divided('pull-requests', true, software('pull-requests-premo')),
    { name: 'goemotions', open: true, train: emotions('train'), test: emotions('test') },
    // Its own training file is not in the folder; its two others differ in their mix of labels.
    {
      name: 'tweeteval',
      open: true,
      train: labelled('tweeteval-sentiment/test.tsv'),
      test: labelled('tweeteval-sentiment/val.tsv'),
    },
    { name: 'subj-objective', open: true, train: objective(file('subj/subj.tsv')), test: [] },
    { name: 'sst2', open: false, train: labelled('sst2/train.tsv', 3), test: labelled('sst2/dev.tsv', 3) },
    { name: 'sst2-phrases', open: false, train: phraseExamples(file('sst2/phrases-train.tsv')), test: [] },
    divided('customer-reviews', false, labelled('customer-reviews/custrev.tsv')),
  ];
  const onlyJudged = (name: string, test: Rows): Dataset => ({ name, open: false, train: [], test });
  return apart([
    ...learned,
    onlyJudged('sst-trees', treeExamples(file('sst2/trees-dev.txt'))),
    onlyJudged('imdb', jsonExamples(file('imdb-subset/test.jsonl'))),
    onlyJudged('github', software('github-comments')),
    onlyJudged('jira', software('jira-ortu')),
    onlyJudged('stackoverflow-lin', software('stackoverflow-lin')),
    onlyJudged('opiner', software('api-reviews-opiner')),
    onlyJudged('app-reviews', software('app-reviews-lin')),
    { ...onlyJudged('code-review', software('code-review-senticr')), positiveIs: 'neutral' },
    onlyJudged('airline', jsonExamples(file('airline-tweets/airline.jsonl'))),
    onlyJudged('phrasebank', labelled('financial-phrasebank/sentences.tsv', 2)),
  ]);
}

/** Sentences of another language, which the model must leave alone. */
export function foreignSentences(folder: string, count: number): Rows {
  const rows = cells(readFileSync(join(folder, 'tatoeba-en-fr/eng-fra.tsv'), 'utf8'));
  const step = Math.max(1, Math.floor(rows.length / count));
  return rows.filter((_, i) => i % step === 0).map(([, text]) => ({ text: text!, label: 'neutral' }));
}

/** A text's words alone: copies of a text differ in case, blanks and marks. A text without words is all it has. */
export function fingerprint(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '') || text.replace(/\s+/g, '');
}

/** Leaves out of all training what any set is judged by: short texts ("Thanks!") are in many sets. */
function apart(sets: readonly Dataset[]): Dataset[] {
  const judged = new Set(sets.flatMap(({ test }) => test.map(({ text }) => fingerprint(text))));
  return sets.map((set) => ({ ...set, train: set.train.filter(({ text }) => !judged.has(fingerprint(text))) }));
}

/** A fifth is kept back, chosen by the text itself, so that every run and every copy of a sentence agree. */
function divided(name: string, open: boolean, rows: Rows): Dataset {
  return {
    name,
    open,
    train: rows.filter(({ text }) => !keptBack(text)),
    test: rows.filter(({ text }) => keptBack(text)),
  };
}

function keptBack(text: string): boolean {
  // FNV-1a.
  let hash = 0x811c9dc5;
  for (const letter of text.toLowerCase().replace(/\s+/g, ' ').trim())
    hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193);
  return (hash >>> 8) % 5 === 0;
}

/** Snippets of reviews; those SST's dev sentences were cut from are left out. */
function polarity(table: string): Rows {
  const rows = table.split('\n').filter((line) => line.split('\t')[1] !== 'dev');
  return tableExamples(rows.join('\n'), { label: 0, text: 2, header: 1 });
}

/** What a plot tells is no opinion. */
function objective(table: string): Rows {
  return cells(table)
    .filter(([label]) => label === 'objective')
    .map(([, text]) => ({ text: text!, label: 'neutral' }));
}
