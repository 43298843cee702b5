import type { ArenaPlan } from './arena';
import {
  DIRECTION_BUFFERS,
  DROPOUT_BUFFERS,
  extents,
  INPUT_BUFFERS,
  LAYER_BUFFERS,
  OUTPUT_BUFFERS,
  POOLING_BUFFERS,
  reserve,
  type Buffers,
} from './buffers';
import { CELLS } from './cells/table';
import { Dropout } from './dropout';
import { Embedding } from './embedding';
import type { IndexHandle, Kernels } from './kernels/kernels';
import { directionsOf } from './parameters';
import { Pass } from './pass';
import { MeanPooling, type PoolingMemory } from './pooling';
import { StackedLayer, type StackedBuffers } from './stackedLayer';
import type { ModelShape } from './types';
import { VectorInput } from './vectorInput';
import type { FlatSet, ModelWeights } from './weights';

/** Places in the arena for one pass; `gradients` where it also makes parameter gradients. */
export interface PassMemory {
  readonly input: Buffers<typeof INPUT_BUFFERS>;
  readonly layers: readonly StackedBuffers[];
  readonly dropouts: readonly Buffers<typeof DROPOUT_BUFFERS>[];
  readonly output: Buffers<typeof OUTPUT_BUFFERS>;
  readonly pooling: PoolingMemory | null;
  readonly ids: IndexHandle;
  readonly targets: IndexHandle;
  readonly lengths: IndexHandle;
  readonly gradients: FlatSet | null;
}

/** Reserves a pass over at most `steps` timesteps of `rows` rows. */
export function reservePass(
  plan: ArenaPlan,
  shape: ModelShape,
  steps: number,
  rows: number,
  gradients: FlatSet | null,
): PassMemory {
  const size = extents(shape, CELLS[shape.cell], steps, rows);
  const drops = gradients && shape.dropout ? shape.layers - 1 : 0;
  return {
    input: reserve(plan, INPUT_BUFFERS, size),
    layers: Array.from({ length: shape.layers }, () => ({
      states: reserve(plan, LAYER_BUFFERS, size),
      directions: directionsOf(shape).map(() => reserve(plan, DIRECTION_BUFFERS, size)),
    })),
    dropouts: Array.from({ length: drops }, () => reserve(plan, DROPOUT_BUFFERS, size)),
    output: reserve(plan, OUTPUT_BUFFERS, size),
    pooling: shape.pooling
      ? {
          ...reserve(plan, POOLING_BUFFERS, size),
          owner: plan.indexRun(size.R),
          last: plan.indexRun(size.R),
          targets: plan.indexRun(rows),
        }
      : null,
    ids: plan.indexRun(size.R),
    targets: plan.indexRun(size.R),
    lengths: plan.indexRun(rows),
    gradients,
  };
}

/** Puts a pass together over its places. */
export function buildPass(
  k: Kernels,
  shape: ModelShape,
  weights: ModelWeights,
  memory: PassMemory,
  tokenTable = true,
): Pass {
  const cell = CELLS[shape.cell];
  const { embedding, layers } = weights;
  const input =
    shape.input === 'vector'
      ? new VectorInput(k, memory.input)
      : new Embedding(k, cell, embedding, layers[0], memory.input, memory.ids);
  const parts = {
    input,
    layers: memory.layers.map((buffers, layer) => new StackedLayer(k, cell, layers[layer], buffers, memory.lengths)),
    dropouts: memory.dropouts.map((buffers) => new Dropout(k, buffers, shape.dropout ?? 0)),
    pooling: memory.pooling && new MeanPooling(k, memory.pooling),
  };
  return new Pass(k, shape, weights, memory, parts, tokenTable);
}
