import { Generator } from './generator';
import { EMBEDDING, parameterTable } from './parameters';
import type { ModelShape, NamedArray } from './types';

/** Row block of the forget gate in PyTorch's order i, f, g, o. */
const FORGET_BLOCK = 1;

/**
 * The parameters before the first step, by PyTorch's names and shapes, in float64.
 *
 * - `embedding.weight`: N(0, 1), as `nn.Embedding`; N(0, 1/H) where it also makes the logits.
 * - `weight_ih`, `output.weight`: U(-1/√H, 1/√H), as `nn.RNN` and `nn.Linear` (1/√fan-in).
 * - `weight_hh`: each gate's H × H block random orthogonal, so that no direction of the state's gradient grows or dies
 *   in a linearised step (Saxe, McClelland & Ganguli 2014).
 * - Biases: zero, so that the first loss is close to ln V; but the LSTM's forget gate has bias 1, which keeps the memory
 *   open (Gers, Schmidhuber & Cummins 2000; Jozefowicz, Zaremba & Sutskever 2015), ½ in each of PyTorch's two biases:
 *   they get equal gradients and so stay equal.
 *
 * Every tensor draws from a stream of its own, keyed by its name: a layer more changes no other tensor.
 */
export function initialParameters(shape: ModelShape, seed: number): NamedArray[] {
  return parameterTable(shape).map(({ name, shape: dimensions }) => {
    const generator = new Generator(seed, streamOf(name));
    return { name, shape: dimensions, data: draw(name, dimensions, shape, generator) };
  });
}

function draw(name: string, dimensions: readonly number[], shape: ModelShape, generator: Generator): Float64Array {
  const { cell, hiddenSize } = shape;
  const data = new Float64Array(dimensions.reduce((product, size) => product * size, 1));
  if (name === EMBEDDING) {
    const deviation = shape.tied ? 1 / Math.sqrt(hiddenSize) : 1;
    for (let i = 0; i < data.length; i++) data[i] = deviation * generator.normal();
  } else if (name.includes('weight_hh')) {
    const block = hiddenSize * hiddenSize;
    for (let at = 0; at < data.length; at += block)
      fillOrthogonal(data.subarray(at, at + block), hiddenSize, generator);
  } else if (name.includes('weight')) {
    const bound = 1 / Math.sqrt(hiddenSize);
    for (let i = 0; i < data.length; i++) data[i] = bound * (2 * generator.uniform() - 1);
  } else if (cell === 'lstm' && name.startsWith('rnn.bias')) {
    data.fill(0.5, FORGET_BLOCK * hiddenSize, (FORGET_BLOCK + 1) * hiddenSize);
  }
  return data;
}

/**
 * A random orthogonal matrix in H² log H: ±1 on the diagonal, then rotations by random angles in random planes of two
 * rows (Kac's walk, of which n log n steps mix a column; Pillai & Smith 2017). Orthogonalising a Gaussian matrix would
 * take H³, some seconds from H = 512 on.
 */
function fillOrthogonal(matrix: Float64Array, size: number, generator: Generator): void {
  const index = () => Math.floor(generator.uniform() * size);
  for (let i = 0; i < size; i++) matrix[i * size + i] = generator.uniform() < 0.5 ? -1 : 1;
  if (size === 1) return;
  const rotations = 2 * size * (32 - Math.clz32(size));
  for (let rotation = 0; rotation < rotations; rotation++) {
    const i = index();
    let j = index();
    while (j === i) j = index();
    const { cos, sin } = randomDirection(generator);
    const row = matrix.subarray(i * size, (i + 1) * size);
    const other = matrix.subarray(j * size, (j + 1) * size);
    for (let k = 0; k < size; k++) {
      const value = row[k];
      row[k] = cos * value - sin * other[k];
      other[k] = sin * value + cos * other[k];
    }
  }
}

/** A point of the unit circle, from one inside the disc: needs no sine. */
function randomDirection(generator: Generator): { readonly cos: number; readonly sin: number } {
  for (;;) {
    const x = 2 * generator.uniform() - 1;
    const y = 2 * generator.uniform() - 1;
    const radius = Math.sqrt(x * x + y * y);
    if (radius > 1e-3 && radius <= 1) return { cos: x / radius, sin: y / radius };
  }
}

/** FNV-1a of the name. */
function streamOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return hash;
}
