import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LONGEST_TEXT } from '../../../src/tasks/readable';
import { taskById } from '../../../src/tasks/table';
import { hardText } from '../text/alphabet';
import { distinct, prepared, problem } from './options';

describe('language model', () => {
  it('is in the table of tasks', () => {
    assert.equal(taskById('languageModel')?.id, 'languageModel');
    assert.equal(taskById('nothing'), undefined);
  });

  it('gives each token its exact text and range', () => {
    fc.assert(
      fc.property(hardText(), fc.constantFrom('character' as const, 'word' as const), (text, tokenizer) => {
        const whole = `a b ${text}`;
        const { tokens, starts, ends, tokenTexts } = prepared(whole, { tokenizer });
        let at = 0;
        tokens.forEach((token, i) => {
          assert.equal(starts[i], at);
          assert.equal(whole.slice(starts[i], ends[i]), tokenTexts[token]);
          at = ends[i];
        });
        assert.equal(at, whole.length);
      }),
    );
  });

  it('keeps the end of the text for validation and trains on none of it', () => {
    const task = prepared(distinct(1000));
    assert.equal(task.trainTokens, 900);
    const trained = new Set<number>();
    for (let i = 0; i < 100; i++, task.training.advance()) {
      task.training.peek().batch.targets.forEach((id) => trained.add(id));
    }
    const validated = task.validation.flatMap(({ targets }) => [...targets]);
    assert.ok(validated.length > 90);
    assert.ok(validated.every((id) => !trained.has(id)));
  });

  it('carries the state between validation batches exactly when training carries it', () => {
    assert.equal(prepared(distinct(1000)).carries, true);
    assert.equal(prepared(distinct(1000), { carryState: false }).carries, false);
  });

  it('has nothing to remark on a text that fits', () => {
    assert.deepEqual(prepared('the cat sat on the mat. '.repeat(40)).notices, []);
  });

  it('lowers the rows of a short text and says so', () => {
    const { training, notices } = prepared(distinct(30));
    assert.deepEqual([training.rows, training.steps], [3, 8]);
    assert.match(notices[0], /30 tokens, too few for 4 rows of 8 timesteps: each batch has 3/);
  });

  it('lowers the timesteps of a text shorter than one sequence and says so', () => {
    const { training, notices } = prepared('abcde');
    assert.deepEqual([training.rows, training.steps], [1, 4]);
    assert.match(notices[0], /5 tokens, fewer than one sequence of 8: each batch is one row of 4/);
  });

  it('trains on all of a text too short to split, and says what is shown instead', () => {
    const { trainTokens, validation, notices } = prepared(distinct(319));
    assert.equal(trainTokens, 319);
    assert.deepEqual(validation, []);
    assert.match(notices.join(), /only the training loss is shown. Select at least 320 tokens/);
    assert.ok(prepared(distinct(320)).validation.length > 0);
  });

  it('does without validation silently when none is asked for', () => {
    assert.deepEqual(prepared(distinct(100), { validationFraction: 0 }).notices, []);
  });

  it('says how much of a long validation part is measured', () => {
    const task = prepared('0123456789'.repeat(10_000));
    assert.equal(
      task.validation.reduce((sum, { targets }) => sum + targets.length, 0),
      8192,
    );
    assert.match(task.notices.join(), /Of 10,000 tokens kept for validation, 8,192/);
  });

  it('refuses an empty text and one character or word, with the next step', () => {
    assert.match(problem(''), /Select some text/);
    assert.match(problem('👩‍👩‍👧'), /single character.*Select more text/);
    assert.match(problem('word', { tokenizer: 'word' }), /single word.*unroll\.text\.tokenizer/);
  });

  it('trains on two characters', () => {
    const { batch } = prepared('ab').training.peek();
    assert.deepEqual([...batch.inputs, ...batch.targets], [0, 1]);
  });

  it('trains on one repeated character and says that there is nothing to learn', () => {
    const task = prepared('a'.repeat(100));
    assert.equal(task.outputSize, 1);
    assert.match(task.notices.join(), /same.*nothing to learn/);
  });

  it('refuses binary content', () => {
    assert.match(problem('\x01\x02\x03\x04'.repeat(100)), /Select readable text/);
  });

  it('trains on text with NULs and lone surrogates in it', () => {
    const task = prepared('ab\0c\ud83d\n'.repeat(100));
    assert.equal(task.outputSize, 6);
    assert.ok(task.vocabulary.includes('␀') && task.vocabulary.includes('U+D83D'));
  });

  it('trains on one line of a megabyte and on 10,000 distinct characters', () => {
    assert.equal(prepared('0123456789abcdef'.repeat(1 << 16)).tokens.length, 1 << 20);
    assert.equal(prepared(distinct(10_000)).outputSize, 10_000);
  });

  it('refuses a text beyond the limit with the next step', () => {
    assert.match(problem('a'.repeat(LONGEST_TEXT + 1)), /up to 20,000,000. Select a part/);
  });

  it('caps the vocabulary and says how many tokens became unknown', () => {
    const { vocabulary, tokenTexts, notices } = prepared('aaaabbbcde', { maxVocabulary: 3 });
    assert.deepEqual(vocabulary, ['<unk>', 'a', 'b']);
    assert.deepEqual(tokenTexts, ['', 'a', 'b']);
    assert.match(notices.join(), /more than 3 distinct tokens: the rarest, 3 in all/);
  });

  it('counts characters, not words, for bits per character', () => {
    const task = prepared('ab cd 👍🏽', { tokenizer: 'word' });
    assert.deepEqual([task.tokens.length, task.characterCount], [5, 7]);
  });

  it('gives a window of one row whose last target is missing at the end of the text', () => {
    const task = prepared(distinct(50));
    const middle = task.window(10, 15);
    assert.deepEqual([middle.steps, middle.rows], [5, 1]);
    assert.deepEqual([...middle.targets], [...task.tokens.subarray(11, 16)]);
    assert.equal(task.window(45, 50).targets.at(-1), -1);
  });

  it('keeps a window within the text', () => {
    const task = prepared(distinct(50));
    assert.equal(task.window(-5, 3).steps, 3);
    assert.equal(task.window(48, 70).steps, 2);
    assert.equal(task.window(90, 95).steps, 1);
  });
});
