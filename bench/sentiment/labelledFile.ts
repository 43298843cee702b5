/** A file of `label<TAB>text` lines that somebody brings. */
import { LABELS, type Example, type Label } from '../../src/sentiment/labels';

export interface LabelledFile {
  readonly examples: readonly Example[];
  /** Lines that are no example: without a tab, or with a label that is none of the three. Empty lines are not counted. */
  readonly withoutTab: number;
  readonly unknownLabels: number;
}

const NAMES: Readonly<Record<string, Label>> = {
  negative: 'negative',
  neg: 'negative',
  neutral: 'neutral',
  neu: 'neutral',
  positive: 'positive',
  pos: 'positive',
};

/** What numbers mean depends on which of them there are: 0 alone says nothing. */
const NUMBERS: readonly Readonly<Record<string, Label>>[] = [
  { '0': 'negative', '1': 'positive' },
  { '-1': 'negative', '0': 'neutral', '1': 'positive' },
  { '0': 'negative', '1': 'neutral', '2': 'positive' },
];

/**
 * Reads names of the labels in any case, or numbers: 0/1, -1/0/1 or 0/1/2, from negative to positive. Other numbers, and
 * numbers beside names, are unknown labels. Throws, with what is expected, when no line is an example.
 */
export function parseLabelled(text: string): LabelledFile {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .map((line) => line.replace(/\r$/, ''))
    .filter((line) => line.trim() !== '');
  const rows = lines.flatMap((line) => {
    const tab = line.indexOf('\t');
    return tab < 0 ? [] : [{ name: line.slice(0, tab).trim().toLowerCase(), text: line.slice(tab + 1).trim() }];
  });
  const labels = new Map(Object.entries(meaningOf(rows.map(({ name }) => name))));
  const examples = rows.flatMap(({ name, text: own }) => {
    const label = labels.get(name);
    return label === undefined ? [] : [{ label, text: own }];
  });
  if (examples.length === 0)
    throw new Error(`No line is “label<TAB>text” with a label ${LABELS.join(', ')}, or all of them 0 and 1.`);
  return { examples, withoutTab: lines.length - rows.length, unknownLabels: rows.length - examples.length };
}

function meaningOf(names: readonly string[]): Readonly<Record<string, Label>> {
  if (names.some((name) => Object.hasOwn(NAMES, name))) return NAMES;
  const numbers = [...new Set(names)].filter((name) => /^[-+]?\d+$/.test(name));
  return NUMBERS.find((meaning) => numbers.every((number) => Object.hasOwn(meaning, number))) ?? {};
}
