import assert from 'node:assert/strict';
import { folderCsv, folderMarkdown } from '../../../../src/host/sentiment/folderTable';
import type { FolderReading } from '../../../../src/host/sentiment/folderTable';
import { t } from '../translate';
import { SENTIMENT, TOPICS } from './readers';

const reading: FolderReading = {
  folder: 'notes',
  reader: SENTIMENT,
  rows: [
    { path: 'sad.md', summary: { sentences: 4, counts: [3, 1, 0], meanScore: -0.5 } },
    { path: 'sub/a, "b".md', summary: { sentences: 2, counts: [0, 1, 1], meanScore: 0.25 } },
  ],
  leftOut: new Map([['binary', 3]]),
  cancelled: false,
};

describe('the table of a folder', () => {
  const { text, files } = folderMarkdown(reading, t);
  const lines = text.split('\n');

  it('is a Markdown table whose columns stand under each other', () => {
    const table = lines.filter((line) => line.startsWith('|'));
    assert.equal(table.length, 5);
    assert.equal(new Set(table.map(({ length }) => length)).size, 1);
    assert.match(table[2]!, /^\| sad\.md +\| +4 \| +3 \| +75 % \| +1 \| +25 % \| +0 \| +0 % \| +−0\.50 \|$/);
  });

  it('sums all files up, each sentence counting once', () => {
    assert.match(text, /\| All files +\| +6 \| .*−0\.25 \|/);
  });

  it('says which files were left out, and that it was cancelled', () => {
    assert.match(text, /Left out: 3 binary\./);
    assert.match(folderMarkdown({ ...reading, cancelled: true }, t).text, /^Cancelled: /m);
  });

  it('knows the line and place of each file’s name', () => {
    for (const { line, from, path } of files) assert.ok(lines[line]!.startsWith(path, from), path);
    assert.equal(files.length, 2);
  });

  it('says so when there is nothing to read', () => {
    const empty = folderMarkdown({ ...reading, rows: [] }, t);
    assert.match(empty.text, /No file of this folder has sentences/);
    assert.deepEqual(empty.files, []);
  });
});

describe('the CSV of a folder', () => {
  it('quotes what must be quoted', () => {
    const lines = folderCsv(reading).split('\r\n');
    assert.equal(
      lines[0],
      'file,sentences,negative,neutral,positive,negative share,neutral share,positive share,mean score',
    );
    assert.equal(lines[1], 'sad.md,4,3,1,0,0.7500,0.2500,0.0000,-0.5000');
    assert.ok(lines[2]!.startsWith('"sub/a, ""b"".md",2,'));
  });

  it('makes no formula of a file’s name', () => {
    const rows = [{ path: '=1+1.md', summary: { sentences: 1, counts: [1, 0], meanScore: 0 } }];
    assert.match(folderCsv({ ...reading, reader: TOPICS, rows }), /^'=1\+1\.md,1,1,0,1\.0000,0\.0000$/m);
  });
});
