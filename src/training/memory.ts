/** How much memory a model will need, told before it is taken. */
import { CELLS } from '../engine/cells/table';
import { directionsOf, parameterTable } from '../engine/parameters';
import type { EngineSizes, ModelShape } from '../engine/types';

/** Most memory of one model: what a worker gets everywhere, a browser included. */
const MAX_BYTES = 1 << 30;

/** Values kept per parameter: itself, its gradient (two halves, sum, one timestep's), two moments, packed forms. */
const COPIES = 10;

/** Bytes of the model's arena, within a factor of two: parameters, and the values at every position of every pass. */
export function estimateBytes(shape: ModelShape, sizes: EngineSizes): number {
  const parameters = parameterTable(shape).reduce((sum, { shape: size }) => sum + size.reduce((a, b) => a * b, 1), 0);
  const { blocks, states } = CELLS[shape.cell];
  const layer = directionsOf(shape).length * (2 * blocks + 3 * states.length + 1) * shape.hiddenSize;
  const position = shape.layers * layer + 2 * shape.embeddingSize + 3 * shape.outputSize;
  const positions = sizes.steps * sizes.rows + sizes.probeSteps;
  return Float32Array.BYTES_PER_ELEMENT * (COPIES * parameters + positions * position);
}

/** Says in words that a model is too large, and what to make smaller; null when it fits. */
export function describeTooLarge(bytes: number): string | null {
  if (bytes <= MAX_BYTES) return null;
  const gigabytes = (count: number) => `${(count / (1 << 30)).toFixed(1)} GB`;
  return (
    `This model needs about ${gigabytes(bytes)} of memory; ${gigabytes(MAX_BYTES)} is the most for one run. ` +
    'Choose a smaller hidden size, fewer layers, a shorter sequence, a smaller batch or a smaller vocabulary.'
  );
}
