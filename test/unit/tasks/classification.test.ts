import assert from 'node:assert/strict';
import fc from 'fast-check';
import { classification } from '../../../src/tasks/classification';
import { MOST_LABELS } from '../../../src/tasks/classificationWords';
import { taskById } from '../../../src/tasks/table';
import type { PreparedTask, TaskOptions } from '../../../src/tasks/task';
import { UNKNOWN } from '../../../src/text/vocabulary';
import { wordFormsOf } from '../../../src/text/wordForms';
import { WordFormTable } from '../../../src/text/wordFormTable';
import { moods, toCommas, toJsonLines, toTabs } from './labelledFiles';
import { OPTIONS } from './options';

const CLASSES: TaskOptions = { ...OPTIONS, sequenceLength: 32 };
const FIRST_WORD = new WordFormTable([]).firstWord;

function prepared(text: string, options: Partial<TaskOptions> = {}): PreparedTask {
  const task = classification.prepare(text, { ...CLASSES, ...options });
  if ('problem' in task) assert.fail(task.problem);
  return task;
}

function problem(text: string): string {
  const task = classification.prepare(text, CLASSES);
  if (!('problem' in task)) assert.fail('The text was accepted.');
  assert.match(task.problem, /^[A-Z0-9].+\.$/s, 'a sentence');
  return task.problem;
}

/** The first words of the next batch's rows, and their ids. */
function nextTexts({ training }: PreparedTask) {
  const { batch, positions } = training.peek();
  training.advance();
  const ids = [...positions].map((_, row) =>
    Array.from({ length: batch.lengths[row]! }, (_, t) => batch.inputs[t * batch.rows + row]!),
  );
  return { positions: [...positions], ids, batch };
}

describe('classification', () => {
  const rows = moods(60);
  const file = toTabs(rows);

  it('is in the table of tasks', () => {
    assert.equal(taskById('classification'), classification);
  });

  it('gives every word its exact range in the file, whatever the form', () => {
    for (const form of [toTabs, toCommas, toJsonLines]) {
      const text = form(rows);
      const { starts, ends } = prepared(text);
      const words = [...starts].map((start, i) => text.slice(start, ends[i]));
      const wanted = rows.flatMap((row) => wordFormsOf(row.text).map(({ start, end }) => row.text.slice(start, end)));
      assert.deepEqual(words, wanted);
    }
  });

  it('has words that follow one another without overlap, also where the file escapes them', () => {
    const sign = fc.constantFrom('"', '\\', 'é', '👍🏽', ' ', 'warm', "don't", '!!', '\n', ',');
    const text = fc.array(sign, { minLength: 1, maxLength: 8 }).map((signs) => `w${signs.join('')}`);
    fc.assert(
      fc.property(fc.array(text, { minLength: 6, maxLength: 9 }), fc.boolean(), (texts, json) => {
        const given = texts.map((one, i) => ({ label: i % 2 === 0 ? 'a' : 'b', text: one }));
        const { starts, ends } = prepared(json ? toJsonLines(given) : toCommas(given));
        starts.forEach((start, i) => assert.ok(start < ends[i]! && (i === 0 || start >= ends[i - 1]!)));
      }),
    );
  });

  it('orders labels by size where they are numbers, else by name', () => {
    const labelled = (labels: readonly string[]) =>
      prepared(toTabs(moods(30).map((row, i) => ({ ...row, label: labels[i % labels.length]! })))).labels;
    assert.deepEqual(labelled(['10', '9', '-1']), ['-1', '9', '10']);
    assert.deepEqual(labelled(['warm', 'cold', 'Warm']), ['Warm', 'cold', 'warm']);
  });

  it('pools the steps’ scores into one answer, reads both ways when it is asked to, and carries no state', () => {
    assert.deepEqual(prepared(file).shape, { pooling: 'mean', bidirectional: false });
    assert.deepEqual(prepared(file, { bidirectional: true }).shape, { pooling: 'mean', bidirectional: true });
    assert.equal(prepared(file).carries, false);
    assert.equal(prepared(file).training.peek().continues, false);
  });

  it('has the target of every row at its last word, and none elsewhere', () => {
    const task = prepared(file);
    const labelAt = new Map(rows.map(({ label, text }) => [file.indexOf(text), label]));
    for (let i = 0; i < 2 * task.training.batches; i++) {
      const { batch, positions } = nextTexts(task);
      positions.forEach((position, row) => {
        const last = batch.lengths[row]! - 1;
        for (let t = 0; t < batch.steps; t++) {
          const target = batch.targets[t * batch.rows + row]!;
          if (t === last) assert.equal(task.labels![target], labelAt.get(task.starts[position]!));
          else assert.equal(target, -1);
        }
      });
    }
  });

  it('reads every text it trains on once an epoch, each epoch in another order', () => {
    const task = prepared(file);
    const epoch = () => Array.from({ length: task.training.batches }, () => nextTexts(task).positions).flat();
    const [first, second] = [epoch(), epoch()];
    assert.equal(new Set(first).size, first.length);
    assert.deepEqual(new Set(second), new Set(first));
    assert.notDeepEqual(second, first);
    const validated = task.validation.reduce((sum, { rows: count }) => sum + count, 0);
    assert.equal(first.length + validated, rows.length);
  });

  it('finds any place in training again by one number', () => {
    const source = prepared(file).training;
    const seen = Array.from({ length: 40 }, () => {
      const { batch, positions } = source.peek();
      const cursor = source.save();
      source.advance();
      return { cursor, batch, positions };
    });
    const copy = source.copy();
    for (const { cursor, batch, positions } of [...seen].reverse()) {
      source.restore(cursor);
      copy.restore(cursor);
      for (const again of [source, copy])
        assert.deepEqual([again.peek().batch, again.peek().positions], [batch, positions]);
    }
    assert.equal(prepared(file).training.copy().save(), 0);
  });

  it('gives the same batches for the same seed, and others for another', () => {
    const batches = (seed: number) => {
      const task = prepared(file, { seed });
      return Array.from({ length: 12 }, () => nextTexts(task).batch);
    };
    assert.deepEqual(batches(3), batches(3));
    assert.notDeepEqual(batches(3), batches(4));
  });

  it('keeps the same texts for validation whatever the seed', () => {
    assert.deepEqual(prepared(file, { seed: 1 }).validation, prepared(file, { seed: 2 }).validation);
  });

  it('never has a batch with more rows or steps than it says', () => {
    const task = prepared(file, { batchSize: 7 });
    for (let i = 0; i < 20; i++) {
      const { batch } = nextTexts(task);
      assert.ok(batch.rows <= task.training.rows && batch.steps <= task.training.steps);
    }
  });

  it('reads a word that occurs once as an unseen one in about half of the epochs', () => {
    const odd = [...rows, { label: 'calm', text: 'Zephyrs, zephyrs everywhere, quixotically.' }];
    const task = prepared(toTabs(odd), { validationFraction: 0 });
    const [word, twice] = ['quixotically', 'zephyrs'].map((text) => task.tokenTexts.indexOf(text));
    assert.ok(word! >= FIRST_WORD && twice! >= FIRST_WORD);
    let [known, always] = [0, 0];
    for (let i = 0; i < 100 * task.training.batches; i++) {
      const ids = nextTexts(task).ids.flat();
      known += ids.filter((id) => id === word).length;
      always += ids.filter((id) => id === twice).length;
    }
    assert.equal(always, 200);
    assert.ok(known > 30 && known < 70, `${known} of 100`);
    const place = toTabs(odd).indexOf('quixotically');
    assert.equal(task.tokens[task.starts.indexOf(place)], word, 'a probe reads the word itself');
  });

  it('has no more words of its own than the vocabulary may have, and shows the others as unknown', () => {
    const task = prepared(file, { maxVocabulary: 10 });
    assert.equal(task.vocabulary.length, FIRST_WORD + 9);
    assert.ok(task.vocabulary.includes('the') && !task.vocabulary.includes('gentle'));
    const unseen = file.indexOf('gentle');
    assert.equal(task.vocabulary[task.tokens[task.starts.indexOf(unseen)]!], UNKNOWN);
  });

  it('learns its words from the texts it trains on alone', () => {
    const own = rows.map(({ label, text }, i) => ({
      label,
      text: `${text} w${String.fromCharCode(97 + (i % 26))}${'xyz'[Math.floor(i / 26)]!}`,
    }));
    const text = toTabs(own);
    const task = prepared(text);
    const known = [...task.starts].filter(
      (start, i) =>
        task.tokenTexts[task.tokens[i]!] === text.slice(start, task.ends[i]) &&
        /^w[a-z][xyz]$/.test(text.slice(start, task.ends[i])),
    );
    const trained = own.length - task.validation.reduce((sum, { rows: count }) => sum + count, 0);
    assert.equal(known.length, trained);
  });

  it('shows in a probe the whole text that a place belongs to', () => {
    const task = prepared(file);
    const line = rows[7]!.text;
    const start = file.indexOf(line);
    const inside = task.starts.findIndex((at) => at >= start + 6);
    const [from, to] = task.span(inside, inside + 200);
    assert.equal(file.slice(task.starts[from], task.ends[to - 1]), line);
    const batch = task.window(from, to);
    assert.deepEqual([...batch.inputs], [...task.tokens.subarray(from, to)]);
    assert.equal(task.labels![batch.targets[batch.steps - 1]!], rows[7]!.label);
    assert.deepEqual(task.span(task.tokens.length - 1, task.tokens.length)[1], task.tokens.length);
  });

  it('reads the beginning of texts that are longer than a sequence, and says so', () => {
    const long = [...rows, { label: 'calm', text: 'warm '.repeat(10_000) }];
    const task = prepared(toTabs(long), { sequenceLength: 8 });
    assert.equal(task.training.steps, 8);
    assert.match(task.notices.join('\n'), /longer texts the first 8 words are read.*sequenceLength/);
  });

  it('says what it made of the file', () => {
    assert.match(prepared(file).notices[0]!, /^60 texts with 2 labels \(TSV\): 54 are trained on, 6 are kept/);
    const broken = `${file}\nno label\n\nrough\t \nlonely\tone of a kind`;
    const { notices } = prepared(broken);
    assert.ok(notices.includes('One line has no label and was left out (line 61).'));
    assert.ok(notices.includes('One line has no text and was left out (line 63).'));
    assert.match(notices.join('\n'), /Only one text has the label “lonely”/);
  });

  it('trains on everything when no label has texts enough to keep one', () => {
    const task = prepared(toTabs(moods(6)));
    assert.deepEqual(task.validation, []);
    assert.match(task.notices.join('\n'), /there is no confusion matrix/);
  });

  it('bounds what one validation reads', () => {
    const many = Array.from({ length: 9000 }, (_, i) => ({ label: `${i % 2}`, text: `word ${i}` }));
    const task = prepared(toTabs(many), { validationFraction: 0.5 });
    assert.equal(
      task.validation.reduce((sum, { rows: count }) => sum + count, 0),
      2048,
    );
    assert.match(task.notices.join('\n'), /2,048 of the texts kept for validation/);
  });

  it('refuses a file with one label only', () => {
    const one = moods(20).map((row) => ({ ...row, label: 'calm' }));
    for (const form of [toTabs, toCommas, toJsonLines])
      assert.match(problem(form(one)), /Every text has the label “calm”/);
  });

  it('refuses more labels than a classifier tells apart', () => {
    const many = (count: number) =>
      toTabs(Array.from({ length: 2 * count }, (_, i) => ({ label: `l${i % count}`, text: `word ${i} there` })));
    assert.equal(prepared(many(MOST_LABELS)).labels!.length, MOST_LABELS);
    assert.match(problem(many(MOST_LABELS + 1)), /65 different labels .*at most 64 apart/);
    assert.match(problem(many(10_000)), /10,000 different labels/);
  });

  it('refuses what is not labelled, mostly unlabelled, empty or binary, each with its next step', () => {
    assert.match(
      problem('The tide went out.\nNobody spoke of rain.\n'),
      /No labels were found.*a label, a tab and a text/,
    );
    const mostly = `${toTabs(moods(6))}\n${Array.from({ length: 9 }, (_, i) => `${i} alone`).join('\n')}`;
    assert.match(
      problem(`label\ttext\n${mostly.replaceAll(/^(\d)/gm, '\t$1')}`),
      /Of 15 lines 9 have no label and 0 no text/,
    );
    assert.match(problem(''), /no text to train on/);
    assert.match(problem('\0'.repeat(300)), /NUL characters/);
  });
});
