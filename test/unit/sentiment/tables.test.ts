import assert from 'node:assert/strict';
import { proseOf } from '../../../src/sentiment/documents/prose';
import { textsIn } from './sentencesIn';

const REVIEWS = [
  'id,label,review text',
  '1,positive,"A ""great"" film, really. Loved it',
  'very much."',
  '2,negative,"Dull, and long."',
  '3,positive,It is <br /><br />fine.',
  '',
].join('\n');
const COMMENTS = [
  '{"id": 1, "text": "I don\\u2019t like it.\\nNot at all.", "more": {"text": "never read", "list": ["nor this"]}}',
  'not JSON',
  '{"text": "", "label": "negative and short"}',
  '{"label": "positive", "text": "Say \\"yes\\" and mean it."}',
].join('\n');

describe('prose of tables', () => {
  const notice = (text: string, language: string, column: string | null) => proseOf(text, language, column).notice;

  it('is the column with the longest prose, without the names of the columns', () => {
    const sentences = ['A "great" film, really.', 'Loved it very much.', 'Dull, and long.', 'It is fine.'];
    assert.deepEqual(textsIn(REVIEWS, 'csv'), sentences);
    assert.deepEqual(textsIn(REVIEWS.replaceAll('\n', '\r\n'), 'csv'), sentences);
    assert.equal(notice(REVIEWS, 'csv', null), null);
  });

  it('is the column of a name or a number', () => {
    for (const column of ['label', 'LABEL', '2', ' 2 ']) {
      assert.deepEqual(textsIn(REVIEWS, 'csv', column), ['positive', 'negative', 'positive']);
      assert.equal(notice(REVIEWS, 'csv', column), null);
    }
    assert.deepEqual(textsIn(COMMENTS, 'jsonl', 'label'), ['negative and short', 'positive']);
  });

  it('names the columns there are when the one asked for is not among them', () => {
    assert.match(
      notice(REVIEWS, 'csv', 'comment')!,
      /no column “comment”.*“review text” is read.*id, label, review text/,
    );
    assert.match(notice(REVIEWS, 'csv', '4')!, /no column “4”/);
    assert.match(
      notice('1\tAll is well here\n2\tNothing is well\n', 'tsv', 'text')!,
      /2 columns have no names.*Column 2/,
    );
    assert.match(notice(COMMENTS, 'jsonl', 'body')!, /“text” is read instead; the columns are: text, label/);
    assert.deepEqual(textsIn(REVIEWS, 'csv', 'comment').length, 4);
  });

  it('takes a first row for one like the others when it is', () => {
    assert.deepEqual(textsIn('positive,I like it\nnegative,I hate it\npositive,It is fine\n', 'csv'), [
      'I like it',
      'I hate it',
      'It is fine',
    ]);
    assert.deepEqual(textsIn('just one row of text', 'csv'), ['just one row of text']);
  });

  it('finds out what separates the cells', () => {
    for (const separator of [';', '\t', '|', ',']) {
      const text = `name${separator}text\nAda${separator}It works well.\nBob${separator}It never did.\n`;
      assert.deepEqual(textsIn(text, 'csv'), ['It works well.', 'It never did.']);
    }
  });

  it('takes a quotation mark that is not closed for a character', () => {
    assert.deepEqual(textsIn('label,text\na,"It is 5" wide\nb,"It is 6" wide\n', 'csv'), [
      '"It is 5" wide',
      '"It is 6" wide',
    ]);
  });

  it('reads the values of JSON lines as what they stand for', () => {
    assert.deepEqual(textsIn(COMMENTS, 'jsonl'), ['I don’t like it.', 'Not at all.', 'Say "yes" and mean it.']);
  });

  it('reads lists and strings of JSON lines by their place', () => {
    assert.deepEqual(textsIn('["a", "It works well."]\n["b", "It never did."]\n', 'jsonl'), [
      'It works well.',
      'It never did.',
    ]);
    assert.deepEqual(textsIn('"It works well."\n"It never did."\n', 'jsonl'), ['It works well.', 'It never did.']);
  });
});
