import * as z from 'zod/mini';
import { FormatError } from '../formats/formatError';

/** Most labels of a reader (the protocol's bound too), and widest vectors and states. */
const MAX_LABELS = 64;
const MAX_WIDTH = 1024;

const text = z.string().check(z.minLength(1), z.maxLength(200));
const width = z.int().check(z.positive(), z.maximum(MAX_WIDTH));
const part = z.object({
  cell: z.enum(['rnn_tanh', 'rnn_relu', 'lstm', 'gru', 'gru_reset_before']),
  hiddenSize: width,
  layers: z.int().check(z.positive(), z.maximum(4)),
  bidirectional: z.boolean(),
});

/** The part of a reader file that is no tensor. */
const readerHeader = z.object({
  name: text,
  labels: z.array(text).check(z.minLength(2), z.maxLength(MAX_LABELS)),
  leanings: z.array(z.union([z.literal(-1), z.literal(0), z.literal(1)])),
  neutral: z.int(),
  embeddingSize: width,
  reader: part,
  running: z.nullable(part),
  bag: z.nullable(part),
  facts: z.record(z.string(), z.string()),
});
export type ReaderHeader = z.infer<typeof readerHeader>;

export const damagedReader = (problem: string) =>
  new FormatError(problem, 'The reader is damaged: export it again, or choose another file.');

/** Throws a `FormatError` with words. */
export function readReaderHeader(json: string | undefined): ReaderHeader {
  let value: unknown;
  try {
    value = JSON.parse(json ?? '');
  } catch {
    throw damagedReader('Its description is missing or not JSON.');
  }
  const result = readerHeader.safeParse(value);
  if (!result.success) {
    const path = result.error.issues[0]!.path.join('.');
    throw damagedReader(path ? `It has no valid value for ${path}.` : 'Its description is no table.');
  }
  const { labels, leanings, neutral } = result.data;
  if (new Set(labels).size !== labels.length) throw damagedReader('Two of its labels are the same.');
  if (leanings.length !== labels.length) throw damagedReader('Its labels and their leanings differ in number.');
  if (neutral < -1 || neutral >= labels.length) throw damagedReader('Its neutral label is none of its labels.');
  return result.data;
}
