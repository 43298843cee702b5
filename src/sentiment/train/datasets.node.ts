/** Reads the labelled sets of a data folder; each set's source and terms are in the folder's README and in ours. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Example, Label } from '../labels';

/** One set: what may be learned from and what is only read to judge. Neither holds a text of the other. */
export interface Dataset {
  readonly name: string;
  /** Whether its stated terms allow weights trained on it to be shipped. */
  readonly open: boolean;
  readonly train: readonly Example[];
  readonly test: readonly Example[];
}

type Rows = readonly Example[];

/** All sets that are in the folder. */
export function readDatasets(folder: string): Dataset[] {
  const file = (path: string): string => {
    const whole = join(folder, path);
    if (existsSync(whole)) return readFileSync(whole, 'utf8');
    return gunzipSync(readFileSync(`${whole}.gz`)).toString('utf8');
  };
  const columns = (path: string): string[][] =>
    file(path)
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.replace(/\r$/, '').split('\t'));
  const software = (name: string): Rows => jsonLines(file(`se-sentiment/${name}.jsonl`));
  const sst = (path: string): Rows =>
    columns(path)
      .slice(1)
      .map(([label, , , text]) => ({ text: text!, label: binary(label) }));
  const reviews = (path: string): Rows =>
    columns(path).map(([text, label]) => ({ text: text!.trim(), label: binary(label) }));
  const tweets = (path: string): Rows =>
    columns(path)
      .slice(1)
      .map(([label, text]) => ({ text: plain(text!), label: label as Label }));
  const groups = new Map(columns('goemotions/labels.tsv').map(([id, , group]) => [id!, group!]));
  const emotions = (path: string): Rows => columns(path).flatMap((row) => emotion(row, groups));
  const polarity = columns('rt-polarity/rt-polarity.tsv').slice(1);
  const sstDev = sst('sst2/dev.tsv');

  return [
    {
      name: 'rt-polarity',
      open: true,
      // Its other rows are the very sentences of SST's dev split.
      train: polarity
        .filter(([, split]) => split !== 'dev')
        .map(([label, , text]) => ({ text: text!, label: binary(label) })),
      test: [],
    },
    divided('uci-amazon', true, reviews('uci-sentences/amazon_cells_labelled.txt')),
    divided('uci-imdb', true, reviews('uci-sentences/imdb_labelled.txt')),
    divided('senti4sd', true, software('stackoverflow-senti4sd')),
    divided('pull-requests', true, software('pull-requests-premo')),
    { name: 'goemotions', open: true, train: emotions('goemotions/train.tsv'), test: emotions('goemotions/test.tsv') },
    {
      name: 'tweeteval',
      open: true,
      train: tweets('tweeteval-sentiment/test.tsv'),
      test: tweets('tweeteval-sentiment/val.tsv'),
    },
    {
      name: 'subj-objective',
      open: true,
      // What a plot tells is no opinion.
      train: columns('subj/subj.tsv').flatMap(([label, text]) =>
        label === 'objective' ? [{ text: text!, label: 'neutral' as const }] : [],
      ),
      test: [],
    },
    { name: 'sst2', open: false, train: sst('sst2/train.tsv'), test: sstDev },
    { name: 'sst2-phrases', open: false, train: phrases(columns('sst2/phrases-train.tsv')), test: [] },
    divided(
      'customer-reviews',
      false,
      columns('customer-reviews/custrev.tsv')
        .slice(1)
        .map(([label, text]) => ({ text: text!, label: binary(label) })),
    ),
    { name: 'imdb', open: false, train: [], test: imdb(file('imdb-subset/test.jsonl')) },
    { name: 'github', open: false, train: [], test: software('github-comments') },
    { name: 'jira', open: false, train: [], test: software('jira-ortu') },
    { name: 'stackoverflow-lin', open: false, train: [], test: software('stackoverflow-lin') },
    { name: 'opiner', open: false, train: [], test: software('api-reviews-opiner') },
    { name: 'app-reviews', open: false, train: [], test: software('app-reviews-lin') },
  ];
}

/** Sentences of another language, which the model must leave alone. */
export function foreignSentences(folder: string, count: number): Rows {
  const lines = readFileSync(join(folder, 'tatoeba-en-fr/eng-fra.tsv'), 'utf8').split('\n');
  const step = Math.max(1, Math.floor(lines.length / count));
  return lines
    .filter((_, i) => i % step === 0)
    .flatMap((line) => {
      const text = line.split('\t')[1];
      return text ? [{ text, label: 'neutral' as const }] : [];
    });
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
  let hash = 0x811c9dc5;
  for (const letter of text.toLowerCase().replace(/\s+/g, ' ').trim())
    hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193);
  return (hash >>> 8) % 5 === 0;
}

function binary(label: string | undefined): Label {
  return label === '1' ? 'positive' : 'negative';
}

function jsonLines(text: string): Example[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { readonly label: Label; readonly text: string })
    .map(({ label, text: own }) => ({ label, text: plain(own) }));
}

function imdb(text: string): Example[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { readonly label: number; readonly text: string })
    .map(({ label, text: own }) => ({ label: binary(String(label)), text: plain(own) }));
}

/** GoEmotions' emotions by the authors' groups; comments whose emotions disagree, or are ambiguous, teach nothing. */
function emotion([text, ids]: string[], groups: ReadonlyMap<string, string>): Example[] {
  const found = new Set(ids!.split(',').map((id) => groups.get(id)));
  found.delete('neutral');
  const [group] = found.size === 0 ? ['neutral'] : [...found];
  if (found.size > 1 || group === undefined || group === 'ambiguous') return [];
  return [{ text: text!, label: group as Label }];
}

/** Distinct phrases of SST's training trees, 0 to 4. */
function phrases(rows: readonly string[][]): Example[] {
  return rows.slice(1).flatMap(([label, text]) => {
    if (text === undefined || (label === '2' && text.length % 4 !== 0)) return [];
    return [
      {
        text,
        label: label === '2' ? ('neutral' as const) : Number(label) > 2 ? ('positive' as const) : ('negative' as const),
      },
    ];
  });
}

/** Without line breaks and HTML's names for characters. */
function plain(text: string): string {
  return text
    .replace(/<br\s*\/?>/gi, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
    .trim();
}
