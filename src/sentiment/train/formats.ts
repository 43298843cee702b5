/** The formats of the labelled sets: what a file holds to examples. */
import { LABELS, type Example, type Label } from '../labels';

/** Cells of a table, row by row. Only `\n` ends a row: some texts hold other line ends. */
export function cells(table: string): string[][] {
  return lines(table).map((line) => line.split('\t'));
}

/** Which column holds what. */
export interface Columns {
  readonly label: number;
  readonly text: number;
  /** Rows before the first example. */
  readonly header: 0 | 1;
}

/** A table whose labels are 0 and 1, or names. Rows without a text, which some sets have, are left out. */
export function tableExamples(table: string, { label, text, header }: Columns): Example[] {
  return cells(table)
    .slice(header)
    .map((row) => ({ label: labelOf(row[label]!), text: plain(row[text]!) }))
    .filter(({ text: own }) => own !== '');
}

/** JSON lines with a `label` and a `text`. */
export function jsonExamples(jsonLines: string): Example[] {
  return lines(jsonLines)
    .map((line) => JSON.parse(line) as { readonly label: string | number; readonly text: string })
    .map(({ label, text }) => ({ label: labelOf(String(label)), text: plain(text) }));
}

/**
 * GoEmotions: `text`, ids of emotions, each in one of the authors' groups. Comments whose emotions disagree, or are
 * ambiguous, say nothing certain and are left out.
 */
export function emotionExamples(table: string, groups: ReadonlyMap<string, string>): Example[] {
  return cells(table).flatMap(([text, ids]) => {
    const found = new Set(ids!.split(',').map((id) => groups.get(id)));
    found.delete('neutral');
    const group = found.size === 0 ? 'neutral' : [...found][0];
    if (found.size > 1 || group === undefined || group === 'ambiguous') return [];
    return [{ label: group as Label, text: text! }];
  });
}

/** Penn trees with labels 0 to 4, `(3 (2 It) (4 works))`: the label and the words of the whole sentence. */
export function treeExamples(trees: string): Example[] {
  return lines(trees).map((tree) => ({
    label: ofFive(tree[1]!),
    text: plain([...tree.matchAll(/ ([^ ()]+)\)/g)].map(([, word]) => word!).join(' ')),
  }));
}

/** `label5`, `phrase`: of the neutral ones, which are half and mostly fragments, a quarter. */
export function phraseExamples(table: string): Example[] {
  return cells(table)
    .slice(1)
    .filter(([label, text]) => label !== '2' || text!.length % 4 === 0)
    .map(([label, text]) => ({ label: ofFive(label!), text: text! }));
}

function lines(text: string): string[] {
  return text.split('\n').flatMap((line) => (line === '' ? [] : [line.replace(/\r$/, '')]));
}

/** SentiCR tells negative from all else, which is mostly neutral. */
const LABEL_OF = new Map<string, Label>([
  ...LABELS.map((label): [string, Label] => [label, label]),
  ['0', 'negative'],
  ['1', 'positive'],
  ['non-negative', 'neutral'],
]);

function labelOf(name: string): Label {
  const label = LABEL_OF.get(name);
  if (label === undefined) throw new Error(`“${name}” is no label of a sentiment.`);
  return label;
}

function ofFive(label: string): Label {
  return label === '2' ? 'neutral' : Number(label) > 2 ? 'positive' : 'negative';
}

/** In one line, without HTML's names for characters and the treebank's for brackets. */
function plain(text: string): string {
  return text
    .replace(/<br\s*\/?>/gi, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replace(/-lrb-/gi, '(')
    .replace(/-rrb-/gi, ')')
    .replace(/\\([/*])/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}
