import assert from 'node:assert/strict';
import { columnNames, readingLanguage } from '../../../../src/host/sentiment/tables';

describe('a table', () => {
  it('is known by its file’s name, whatever VS Code calls it', () => {
    assert.equal(readingLanguage('/data/Reviews.CSV', 'plaintext'), 'csv');
    assert.equal(readingLanguage('/data/log.ndjson', 'json'), 'jsonl');
    assert.equal(readingLanguage('/data/notes.md', 'markdown'), 'markdown');
  });

  it('has the columns of its first line', () => {
    assert.deepEqual(columnNames('csv', 'id,"text, in full","a ""b"""'), ['id', 'text, in full', 'a "b"']);
    assert.deepEqual(columnNames('tsv', 'label\ttext'), ['label', 'text']);
    assert.deepEqual(columnNames('jsonl', '{"text":"one","stars":5}'), ['text', 'stars']);
  });

  it('is none when its first line is none', () => {
    assert.deepEqual(columnNames('jsonl', 'not json'), []);
    assert.deepEqual(columnNames('jsonl', '[1, 2]'), []);
    assert.deepEqual(columnNames('markdown', 'a, b'), []);
  });
});
