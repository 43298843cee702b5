import { strict as assert } from 'node:assert';
import * as fc from 'fast-check';
import { Generator } from '../../../src/engine/generator';
import { shuffled } from '../../../src/sentiment/train/shuffled';
import { vectorBatch } from '../../../src/sentiment/vectorBatch';
import { WordVectors } from '../../../src/sentiment/wordVectors';

describe('Word vectors', () => {
  const generator = new Generator(5);
  const vectors = new WordVectors(
    Float32Array.from({ length: 40 * 3 }, () => generator.normal()),
    3,
  );

  it('make the same bag of the same words in any order, to the bit', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 39 }), { minLength: 1, maxLength: 60 }), (ids) => {
        assert.deepEqual(vectors.bag(shuffled(ids, generator)), vectors.bag(ids));
      }),
    );
  });

  it('make a bag that is the mean of its words, and zeros of none', () => {
    const [a, b] = [vectors.sequence([4]), vectors.sequence([9])];
    vectors.bag([9, 4]).forEach((value, e) => assert.equal(value, Math.fround((a[e]! + b[e]!) / 2)));
    assert.deepEqual(vectors.bag([]), new Float32Array(3));
  });

  it('stand in a batch where their word stands in its sentence', () => {
    const sentences = [[1, 2, 3], [4], []];
    const batch = vectorBatch(
      sentences.map((ids) => vectors.sequence(ids)),
      3,
      [2, 0, 1],
    );
    assert.deepEqual([batch.steps, batch.rows, [...batch.lengths]], [3, 3, [3, 1, 0]]);
    sentences.forEach((ids, b) =>
      ids.forEach((id, t) => {
        const at = (t * 3 + b) * 3;
        assert.deepEqual(batch.vectors!.slice(at, at + 3), vectors.sequence([id]));
      }),
    );
    assert.deepEqual([...batch.targets], [-1, 0, -1, -1, -1, -1, 2, -1, -1]);
  });
});
