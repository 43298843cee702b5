import assert from 'node:assert/strict';
import { asRead } from '../../../src/sentiment/documents/asRead';
import { proseOf } from '../../../src/sentiment/documents/prose';
import { wordFormsOf } from '../../../src/text/wordForms';
import { sentencesIn, textsIn } from './sentencesIn';

/** A document and the sentences it holds. */
type Case = readonly [what: string, language: string, lines: readonly string[], sentences: readonly string[]];

const CASES: readonly Case[] = [
  [
    'reStructuredText: a stray mark between letters parts words',
    'restructuredtext',
    ['the end`a *b*'],
    ['the end a b'],
  ],
  [
    'plain text: wrapped lines go on, others do not',
    'plaintext',
    [
      'This paragraph was wrapped at about sixty columns, so that its',
      'sentence goes on in the line below. It is fine.',
      '',
      'short line',
      'another one',
      '- an item',
      '2) another item',
    ],
    [
      'This paragraph was wrapped at about sixty columns, so that its sentence goes on in the line below.',
      'It is fine.',
      'short line',
      'another one',
      'an item',
      'another item',
    ],
  ],
  [
    'a log: each line for itself',
    'log',
    ['2024-01-02 10:11:12 ERROR the disk is full and nothing can be saved', '2024-01-02 10:11:13 WARN tried again'],
    ['2024-01-02 10:11:12 ERROR the disk is full and nothing can be saved', '2024-01-02 10:11:13 WARN tried again'],
  ],
  [
    'a commit message without what Git adds to it',
    'git-commit',
    [
      'Read empty files',
      'They made the parser stop, and nobody noticed it for a year or',
      'longer.',
      '',
      '* add a test',
      'Fixes #12',
      'Signed-off-by: Ada <ada@example.com>',
      '# Please enter the commit message.',
      '# ------------------------ >8 ------------------------',
      'Everything below is ignored.',
      'diff --git a/x b/x',
    ],
    ['Read empty files', 'They made the parser stop, and nobody noticed it for a year or longer.', 'add a test'],
  ],
  [
    'Markdown: headings, paragraphs, items, quotations, tables',
    'markdown',
    [
      '---',
      'title: not read',
      '---',
      '# Why it is good #',
      'First line of **bold',
      'text**. Second _sentence_ here.',
      '> A quotation that',
      '> goes on.',
      '',
      '- [x] done with it',
      '- Item that',
      '  goes on.',
      '  1. A nested one.',
      '',
      '| Name | What it does |',
      '| --- | :-: |',
      '| a \\| b | It helps. It `a | b` works. |',
      '',
      'Setext',
      '======',
    ],
    [
      'Why it is good',
      'First line of bold text.',
      'Second sentence here.',
      'A quotation that goes on.',
      'done with it',
      'Item that goes on.',
      'A nested one.',
      'Name',
      'What it does',
      'a | b',
      'It helps.',
      'It _ works.',
      'Setext',
    ],
  ],
  [
    'Markdown without code, addresses, tags and comments',
    'markdown',
    [
      'Call `run()` or ``a ` b`` now, see https://example.com/a_b?c=d. It',
      'has [a link](https://example.com/(x) "title") and [one][ref] more[^1].',
      '[![Badge](https://x.y/z.svg)](https://x.y) ![A picture of it](a.png)',
      '',
      '```js',
      'const notRead = "Not read at all.";',
      '```',
      '~~~~',
      '~~~',
      'not read',
      '~~~~',
      '',
      '    indented code is not read',
      '',
      '<!-- a comment',
      '',
      'is not read --> This is read.',
      '<div align="center">Text in <b>tags</b> &amp; more.</div>',
      '<pre>',
      'not read',
      '</pre>',
      '',
      '[ref]: https://example.com',
      '$$',
      'x = not read',
      '$$',
      'snake_case_name and 2 * 3 * 4 stay \\*so\\*.',
    ],
    [
      'Call _ or _ now, see .',
      'It has a link and one more .',
      'A picture of it',
      'This is read.',
      'Text in tags & more.',
      'snake_case_name and 2 * 3 * 4 stay *so*.',
    ],
  ],
  [
    'TypeScript: comments and strings for people',
    'typescript',
    [
      '#!/usr/bin/env node',
      '/**',
      ' * Reads a file. It may',
      ' * fail badly.',
      ' *',
      ' * @param {string} name - the name of the file',
      ' * @returns nothing useful',
      ' * @example',
      ' * read("a file with words in it");',
      ' * @internal',
      ' */',
      '// eslint-disable-next-line no-console',
      '// This goes on over',
      '// two lines. And on.',
      '// const old = call(it);',
      'const a = "This text is shown to people.", b = "id-1", c = \'not words\';',
      'const d = `You have ${n > 1 ? `${n} unread` : "one"} message(s) left.`;',
      'const e = /["\'`] \\/ no comment here/; // A note behind code.',
      'const url = "https://example.com/not/a/comment/at/all";',
    ],
    [
      'Reads a file.',
      'It may fail badly.',
      'the name of the file',
      'nothing useful',
      'This goes on over two lines.',
      'And on.',
      'This text is shown to people.',
      'You have message(s) left.',
      'A note behind code.',
    ],
  ],
  [
    'Python: docstrings and comments',
    'python',
    [
      'def f(x):',
      '    """Return the worst thing.',
      '',
      '    It is slow.',
      '',
      '    :param x: what is read',
      '    >>> f(1)',
      '    """',
      '    # A comment that',
      '    # goes on.',
      "    raise ValueError('It isn\\'t a good number.')  # noqa: E501",
    ],
    ['Return the worst thing.', 'It is slow.', 'what is read', 'A comment that goes on.', "It isn't a good number."],
  ],
  [
    'Rust: nested comments, raw strings, lifetimes and characters',
    'rust',
    [
      '/// Adds one. See [docs](http://x.y).',
      "fn f<'a>(x: &'a str) -> char { let q = '\"'; say(\"This is shown to people.\"); q }",
      '/* outer /* inner */ still outer. */',
      'let s = r#"raw text with "quotes" inside"#;',
    ],
    [
      'Adds one.',
      'See docs.',
      'This is shown to people.',
      'outer /* inner */ still outer.',
      'raw text with "quotes" inside',
    ],
  ],
  [
    'C',
    'c',
    ['/* It works. */ int a; // It does not.', 'puts("It works very well.\\n");'],
    ['It works.', 'It does not.', 'It works very well.'],
  ],
  ['C++', 'cpp', ["int a = 1'000'000; /// It works.", '//! Never mind it.'], ['It works.', 'Never mind it.']],
  [
    'C#',
    'csharp',
    ['/// <summary>It works.</summary>', 'var a = @"A ""good"" path \\ for you";'],
    ['It works.', 'A "good" path \\ for you'],
  ],
  [
    'Java',
    'java',
    ['/** It {@code works}. */ String a = """', '  A long text here.', '""";'],
    ['It _.', 'A long text here.'],
  ],
  ['Kotlin', 'kotlin', ['// It works.', 'val a = "A $b of good words"'], ['It works.', 'A $b of good words']],
  [
    'Go',
    'go',
    ['// Package a is good.', '//go:build linux', 'a := `a raw text here`'],
    ['Package a is good.', 'a raw text here'],
  ],
  [
    'PHP',
    'php',
    ['# It works.', "// It doesn't.", '$a = "A good text here";'],
    ['It works.', "It doesn't.", 'A good text here'],
  ],
  [
    'Ruby',
    'ruby',
    ['# It works.', '=begin', 'A long comment.', '=end', 'a = "#{b} is a bad thing"'],
    ['It works.', 'A long comment.', '#{b} is a bad thing'],
  ],
  [
    'shell',
    'shellscript',
    ['#!/bin/sh', '# It works.', 'echo "Nothing to do here" $# # Leave now.'],
    ['It works.', 'Nothing to do here', 'Leave now.'],
  ],
  [
    'SQL',
    'sql',
    ['-- It works.', "insert into a values ('It''s a good thing'); /* Slow. */"],
    ['It works.', "It's a good thing", 'Slow.'],
  ],
  [
    'Lua',
    'lua',
    ['-- It works.', '--[[ A long', 'comment. ]]', 'print([[a raw text here]])'],
    ['It works.', 'A long comment.', 'a raw text here'],
  ],
  [
    'Haskell',
    'haskell',
    ['-- | It works.', '{- Nested {- too -} here. -}', 'foldl\' f "some good words here"'],
    ['It works.', 'Nested {- too -} here.', 'some good words here'],
  ],
  ['CSS', 'css', ['/* It works. */', 'a { color: red; font: "Some Good Font /* really */"; }'], ['It works.']],
  ['YAML', 'yaml', ['# It works.', 'a: b#c', 'd: "A description of it"'], ['It works.', 'A description of it']],
  ['JSON', 'json', ['{ "description": "It is a \\"good\\" thing.", "id": "a b" }'], ['It is a "good" thing.']],
  ['F#', 'fsharp', ['(* It (* really *) works. *)', '// no comment of ML'], ['It (* really *) works.']],
  ['Visual Basic', 'vb', ["' It works.", 'a = "Some ""good"" words here"'], ['It works.', 'Some "good" words here']],
  [
    'HTML: text, comments, no scripts',
    'html',
    [
      '<!doctype html><title>A page</title><style>p { color: red }</style>',
      '<!-- For people. --><h1>Hello &amp; welcome</h1>',
      '<p>It is <b>really</b> good.<br>Next <code>x</code> line.</p>',
      '<script>var a = "not read at all";</script>',
    ],
    ['A page', 'For people.', 'Hello & welcome', 'It is really good.', 'Next line.'],
  ],
  [
    'LaTeX',
    'latex',
    [
      '\\documentclass{article}',
      'not read',
      '\\begin{document}',
      '\\section{It works}',
      'This is \\emph{very} good~\\cite{a}, 5\\% better. % not read',
      '\\begin{equation}',
      'x = y',
      '\\end{equation}',
      '\\item Fine.',
      '\\end{document}',
    ],
    ['It works', 'This is very good , 5% better.', 'Fine.'],
  ],
  [
    'reStructuredText',
    'restructuredtext',
    [
      'Title',
      '=====',
      'It is *very* good, see ``code`` and :ref:`a <b>`. An example::',
      '',
      '    not read',
      '',
      '.. code-block:: python',
      '',
      '   not read',
      '',
      '.. note:: This is read.',
      '',
      '- an item',
      '  goes on',
    ],
    ['Title', 'It is very good, see and .', 'An example:', 'This is read.', 'an item goes on'],
  ],
];

const wordsOf = (text: string) => wordFormsOf(text).map((word) => word.text);

describe('prose of documents', () => {
  for (const [what, language, lines, sentences] of CASES) {
    it(what, () => {
      assert.deepEqual(textsIn(lines.join('\n'), language), sentences);
      assert.deepEqual(textsIn(lines.join('\r\n'), language), sentences, 'with CRLF');
    });
  }

  it('is found where it stands', () => {
    const text = 'See **the [link](http://x.y)** now.  It ""works"".\r\n// no\r\n';
    const [first, second] = sentencesIn(text, 'markdown');
    assert.equal(text.slice(first!.start, first!.end), 'See **the [link](http://x.y)** now.');
    assert.equal(text.slice(second!.start, second!.end), 'It ""works"".\r\n// no');
    const code = '  // It goes\n  // on. Not\n  // so.\n';
    assert.deepEqual(
      sentencesIn(code, 'java').map(({ start, end }) => code.slice(start, end)),
      ['It goes\n  // on.', 'Not\n  // so.'],
    );
  });

  it('is the same of a sentence alone, with every word in its place', () => {
    for (const [what, language, lines] of CASES) {
      // Of the two kinds of escapes in C# only one can be right.
      if (language === 'csharp') continue;
      const text = lines.join('\n');
      for (const { start, end, text: read } of sentencesIn(text, language)) {
        const sentence = text.slice(start, end);
        const alone = asRead(sentence, language);
        assert.equal(alone.length, sentence.length, what);
        assert.deepEqual(wordsOf(alone), wordsOf(read), what);
      }
    }
    assert.equal(asRead("It isn\\'t good.", 'python'), "It isn't  good.");
    assert.equal(asRead('Not `so`, **at** all.', 'markdown'), 'Not _   ,   at   all.');
  });

  it('is nothing in binary content, which is said', () => {
    const { blocks, notice } = proseOf('\0\u0001\u0002 some words'.repeat(20), 'plaintext', null);
    assert.deepEqual([...blocks], []);
    assert.match(notice!, /NUL|control characters/);
  });

  it('is nothing in an empty file', () => {
    for (const text of ['', ' \n\t\n']) {
      const prose = proseOf(text, 'markdown', null);
      assert.deepEqual([...prose.blocks], []);
      assert.match(prose.empty, /empty/);
    }
  });
});
