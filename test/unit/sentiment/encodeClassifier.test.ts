import assert from 'node:assert/strict';
import { createEngine } from '../../../src/engine/createEngine';
import { encodeClassifier } from '../../../src/sentiment/encodeClassifier';
import { leaningsOf, neutralOf } from '../../../src/sentiment/leanings';
import { decodeReader, partShape } from '../../../src/sentiment/readerFile';
import { WordFormTable } from '../../../src/text/wordFormTable';
import { wordFormsOf } from '../../../src/text/wordForms';
import { softmax } from '../../../src/training/softmax';
import { moods, toTabs } from '../tasks/labelledFiles';
import { makeTrainer, trainTo } from '../training/corpus';

const TEXT = toTabs(moods(96).map((row) => ({ ...row, label: row.label === 'calm' ? 'positive' : 'negative' })));

describe('a classifier as a reader file', () => {
  for (const bidirectional of [false, true])
    it(`answers as the model it was made of, to the error of 8 bits (${bidirectional ? 'both ways' : 'forward'})`, () => {
      const config = { task: 'classification', sequenceLength: 32, learningRate: 0.02, bidirectional };
      const trainer = trainTo(makeTrainer(config, { text: TEXT }), 60);
      const classifier = { ...trainer.classifier(), parameters: trainer.engine.readParameters() };
      const file = decodeReader(encodeClassifier(classifier, 'moods.tsv'));
      assert.deepEqual(
        [file.name, file.labels, file.leanings, file.neutral],
        ['moods.tsv', ['negative', 'positive'], [-1, 1], -1],
      );

      const table = new WordFormTable(file.words);
      const { embedding, embeddingSize } = file;
      const reader = createEngine({
        shape: partShape(file.reader, embeddingSize, 2),
        sizes: { steps: 32, rows: 1, probeSteps: 32 },
        seed: 0,
        precision: 'float32',
        optimizer: 'sgd',
        learningRate: 1,
      });
      reader.writeParameters(file.reader.parameters);
      for (const sentence of ['The garden was lovely.', 'The tram was bitter, and nobody spoke!']) {
        const ids = wordFormsOf(sentence).map((word) => table.id(word));
        const steps = ids.length;
        const common = {
          steps,
          rows: 1,
          targets: new Int32Array(steps).fill(-1),
          lengths: Int32Array.of(steps),
          initial: null,
        };
        const vectors = Float32Array.from(
          ids.flatMap((id) => [...embedding.subarray(id * embeddingSize, (id + 1) * embeddingSize)]),
        );
        const read = softmax(reader.answers({ ...common, inputs: new Int32Array(0), vectors }));
        const wanted = softmax(trainer.engine.answers({ ...common, inputs: Int32Array.from(ids) }));
        read.forEach((probability, label) =>
          assert.ok(Math.abs(probability - wanted[label]!) < 0.02, `${[...read]} for ${[...wanted]}`),
        );
      }
    });

  it('cuts a name that is longer than a reader’s may be', () => {
    const trainer = makeTrainer({ task: 'classification' }, { text: TEXT });
    assert.equal(decodeReader(encodeClassifier(trainer.classifier(), 'n'.repeat(500))).name.length, 200);
  });
});

describe('labels', () => {
  it('lean by what they are called', () => {
    assert.deepEqual(leaningsOf(['bad', 'good', 'other', 'Positive', 'NEG']), [-1, 1, 0, 1, -1]);
    assert.deepEqual(leaningsOf(['weather', 'sport']), [0, 0]);
  });

  it('lean by their side of the middle where they are numbers', () => {
    assert.deepEqual(leaningsOf(['1', '2', '3', '4', '5']), [-1, -1, 0, 1, 1]);
    assert.deepEqual(leaningsOf(['0', '1']), [-1, 1]);
  });

  it('are neutral by name, or in the middle of numbers, or not at all', () => {
    assert.equal(neutralOf(['negative', 'neutral', 'positive']), 1);
    assert.equal(neutralOf(['-1', '0', '1']), 1);
    assert.equal(neutralOf(['0', '1']), -1);
    assert.equal(neutralOf(['sport', 'weather']), -1);
  });
});
