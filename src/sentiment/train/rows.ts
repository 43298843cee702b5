/** Sentences as rows of ids to learn from. */
import type { Generator } from '../../engine/generator';
import type { WordFormTable } from '../../text/wordFormTable';
import { wordFormsOf } from '../../text/wordForms';
import { LABELS, type Example } from '../labels';
import { MAX_STEPS } from '../sequenceModel';
import { shuffled } from './shuffled';

/** What turns the meaning of others, and of which there are few: a training never takes them for unseen. */
const ALWAYS_SEEN = new Set(
  "not n't never no nor none nothing nobody without hardly cannot but yet although though however than more less too far".split(
    ' ',
  ),
);

/** A sentence to learn from. */
export interface Row {
  readonly ids: Int32Array;
  /** Ids the same words would have if they had never been seen. */
  readonly unseen: Int32Array;
  readonly label: number;
}

/** The beginning of each sentence that has words. */
export function rowsOf(examples: readonly Example[], table: WordFormTable): Row[] {
  return examples.flatMap(({ text, label }) => {
    const words = wordFormsOf(text).slice(0, MAX_STEPS);
    const ids = Int32Array.from(words, (word) => table.id(word));
    const unseen = Int32Array.from(words, (word, t) =>
      ALWAYS_SEEN.has(word.text) ? ids[t]! : table.bucket(word.text),
    );
    return ids.length > 0 ? [{ ids, unseen, label: LABELS.indexOf(label) }] : [];
  });
}

/** All rows as often as the share is whole, and others of them in every epoch for the rest of it. */
export function sample(rows: readonly Row[], share: number, generator: Generator): Row[] {
  const whole = Math.floor(share);
  const rest = Math.round((share - whole) * rows.length);
  const some = rest > 0 ? shuffled(rows, generator).slice(0, rest) : [];
  return [...Array<readonly Row[]>(whole).fill(rows).flat(), ...some];
}
