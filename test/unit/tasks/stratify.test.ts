import assert from 'node:assert/strict';
import fc from 'fast-check';
import { stratify } from '../../../src/tasks/stratify';

const texts = (count: number) => Array.from({ length: count }, (_, i) => `text ${i}`);

describe('a stratified split', () => {
  it('puts every text on one side, and the same share of each class aside', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(3), { minLength: 1, maxLength: 200 }),
        fc.double({ min: 0, max: 0.5, noNaN: true }),
        (list, fraction) => {
          const classes = Int32Array.from(list);
          const { training, validation } = stratify(classes, texts(list.length), fraction);
          assert.deepEqual(
            [...training, ...validation].sort((a, b) => a - b),
            [...classes.keys()],
          );
          for (let label = 0; label < 4; label++) {
            const count = list.filter((own) => own === label).length;
            const kept = validation.filter((i) => classes[i] === label).length;
            const wanted = count < 5 || fraction === 0 ? 0 : Math.max(1, Math.round(count * fraction));
            assert.equal(kept, wanted);
          }
        },
      ),
    );
  });

  it('is always the same', () => {
    const classes = Int32Array.from({ length: 100 }, (_, i) => i % 3);
    assert.deepEqual(stratify(classes, texts(100), 0.2), stratify(classes, texts(100), 0.2));
  });

  it('follows no order of the file', () => {
    const { validation } = stratify(new Int32Array(1000), texts(1000), 0.1);
    const gaps = new Set(validation.slice(1).map((index, i) => index - validation[i]!));
    assert.ok(gaps.size > 10);
  });

  it('keeps equal texts of a class on one side', () => {
    const same = Array.from({ length: 100 }, (_, i) => `text ${i % 10}`);
    const { training, validation } = stratify(new Int32Array(100), same, 0.2);
    assert.equal(validation.length, 20);
    const kept = new Set([...validation].map((i) => same[i]));
    assert.ok([...training].every((i) => !kept.has(same[i])));
  });
});
