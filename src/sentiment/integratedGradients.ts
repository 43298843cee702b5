/**
 * Integrated gradients (Sundararajan, Taly & Yan 2017): what each word adds to ln p(label) on the straight path from a
 * sentence of empty words to the sentence, IG_t = (x_t - x'_t) · ∫₀¹ ∂ ln p / ∂x_t (x' + α (x - x')) dα. They add up to
 * ln p(x) - ln p(x').
 */
import { createEngine } from '../engine/createEngine';
import { EMBEDDING } from '../engine/parameters';
import type { Engine } from '../engine/types';
import { batchOf } from '../tasks/batches';
import { partShape, type ReaderPart } from './readerFile';
import { MAX_STEPS } from './sequenceModel';

/** Abscissae and weights of Gauss and Legendre's rule of 16 points on [-1, 1]; the other half by symmetry. */
const HALF_RULE = [
  [0.0950125098376374, 0.1894506104550685],
  [0.2816035507792589, 0.1826034150449236],
  [0.4580167776572274, 0.1691565193950025],
  [0.6178762444026438, 0.1495959888165767],
  [0.755404408355003, 0.1246289712555339],
  [0.8656312023878318, 0.0951585116824928],
  [0.9445750230732326, 0.0622535239386479],
  [0.9894009349916499, 0.0271524594117541],
] as const;
const RULE = HALF_RULE.flatMap(([x, weight]) => [
  { x, weight },
  { x: -x, weight },
]);

export class IntegratedGradients {
  /** The model with one token for every word of every point of the path, so that their gradients stand apart. */
  private readonly engine: Engine;

  constructor(
    part: ReaderPart,
    private readonly embeddingSize: number,
    labels: number,
  ) {
    this.engine = createEngine({
      shape: { ...partShape(part, embeddingSize, labels), input: 'token', vocabularySize: RULE.length * MAX_STEPS },
      sizes: { steps: MAX_STEPS, rows: RULE.length, probeSteps: 1 },
      seed: 0,
      precision: 'float32',
      optimizer: 'sgd',
      learningRate: 1,
    });
    this.engine.writeParameters(part.parameters);
  }

  /** What each of the T words adds to ln p(label), by the rule of 16 points on each of `segments` parts of the path. */
  attributions(start: Float32Array, end: Float32Array, label: number, segments: number): Float64Array {
    const { embeddingSize } = this;
    const length = end.length / embeddingSize;
    const found = new Float64Array(length);
    for (let segment = 0; segment < segments; segment++) {
      const points = RULE.map(({ x }) => (segment + (x + 1) / 2) / segments);
      const gradients = this.gradients(start, end, points, label);
      RULE.forEach(({ weight }, p) => {
        const share = weight / 2 / segments;
        for (let i = 0; i < end.length; i++)
          found[Math.floor(i / embeddingSize)]! += share * (end[i]! - start[i]!) * gradients[p]![i]!;
      });
    }
    return found;
  }

  /** ∂ ln p / ∂x at some points of the path, T × E each. */
  private gradients(
    start: Float32Array,
    end: Float32Array,
    points: readonly number[],
    label: number,
  ): readonly Float64Array[] {
    const { engine, embeddingSize } = this;
    const length = end.length / embeddingSize;
    const shape = [engine.shape.vocabularySize, embeddingSize];
    const table = new Float32Array(shape[0]! * embeddingSize);
    const first = (p: number): number => p * MAX_STEPS * embeddingSize;
    points.forEach((point, p) => {
      for (let i = 0; i < end.length; i++) table[first(p) + i] = start[i]! + point * (end[i]! - start[i]!);
    });
    engine.writeParameters([{ name: EMBEDDING, shape, data: table }]);
    const ids = points.map((_, p) => Int32Array.from({ length }, (_, t) => p * MAX_STEPS + t));
    engine.gradients(
      batchOf(
        ids,
        points.map(() => label),
      ),
      0,
      () => false,
    );
    const { data } = engine.readGradients().find(({ name }) => name === EMBEDDING)!;
    // The loss is the mean of -ln p over the points.
    return points.map((_, p) =>
      Float64Array.from(data.subarray(first(p), first(p) + end.length), (gradient) => -gradient * points.length),
    );
  }
}
