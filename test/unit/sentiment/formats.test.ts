import assert from 'node:assert/strict';
import {
  cells,
  emotionExamples,
  jsonExamples,
  phraseExamples,
  tableExamples,
  treeExamples,
} from '../../../src/sentiment/train/formats';

describe('formats of labelled sets', () => {
  it('ends rows at line feeds only', () => {
    assert.deepEqual(cells('a\u0085b\t1\r\nc\u2028d\t0\n\n'), [
      ['a\u0085b', '1'],
      ['c\u2028d', '0'],
    ]);
  });

  it('reads tables whose labels are 0 and 1, or names, in any column, where there is a text', () => {
    const columns = { label: 1, text: 0, header: 0 } as const;
    assert.deepEqual(tableExamples('Works.  \t1\nBroke &amp; bent.\t0\n \t1\nBlue.\tneutral', columns), [
      { text: 'Works.', label: 'positive' },
      { text: 'Broke & bent.', label: 'negative' },
      { text: 'Blue.', label: 'neutral' },
    ]);
    assert.deepEqual(tableExamples('label\ttext\n1\tWorks.', { label: 0, text: 1, header: 1 }), [
      { text: 'Works.', label: 'positive' },
    ]);
  });

  it('refuses a label that is none', () => {
    assert.throws(() => tableExamples('x\ty', { label: 0, text: 1, header: 0 }), /“x” is no label/);
  });

  it('reads JSON lines in one line each, without line breaks in HTML', () => {
    assert.deepEqual(
      jsonExamples('{"label":0,"text":"Slow.<br />Sad\\n"}\n{"label":"non-negative","text":"Rename it"}'),
      [
        { text: 'Slow. Sad', label: 'negative' },
        { text: 'Rename it', label: 'neutral' },
      ],
    );
  });

  it('groups emotions and leaves out comments of two minds', () => {
    const groups = new Map([
      ['0', 'positive'],
      ['1', 'negative'],
      ['2', 'neutral'],
      ['3', 'ambiguous'],
    ]);
    const table = 'a\t0\tx\nb\t0,1\tx\nc\t2\tx\nd\t3\tx\ne\t1,2\tx';
    assert.deepEqual(emotionExamples(table, groups), [
      { text: 'a', label: 'positive' },
      { text: 'c', label: 'neutral' },
      { text: 'e', label: 'negative' },
    ]);
  });

  it('reads a tree as its sentence and the label of its root', () => {
    assert.deepEqual(treeExamples('(1 (2 -LRB-) (1 (0 Broken) (2 -RRB-)))\n(2 (2 It) (2 is))'), [
      { text: '( Broken )', label: 'negative' },
      { text: 'It is', label: 'neutral' },
    ]);
  });

  it('reads phrases with five labels as three', () => {
    const table = 'label5\tphrase\n0\tawful\n3\tfine\n2\tfour\n2\tthree';
    assert.deepEqual(phraseExamples(table), [
      { text: 'awful', label: 'negative' },
      { text: 'fine', label: 'positive' },
      { text: 'four', label: 'neutral' },
    ]);
  });
});
