import { colsOf, indicesOf, rowsOf } from './arena';
import type { Buffers, INPUT_BUFFERS } from './buffers';
import type { Cell } from './cells/cell';
import { accumulate, type Contribution } from './contributions';
import type { InputLayer } from './inputLayer';
import type { Handle, IndexHandle, Kernels } from './kernels/kernels';
import { addBiases } from './layer';
import { loadIds } from './loading';
import { EMBEDDING } from './parameters';
import type { StackedLayer } from './stackedLayer';
import type { Batch } from './types';
import type { LayerWeights, ParameterSet } from './weights';

/**
 * Token ids to the input side of the first layer. With fewer tokens than positions, each token's embedding is multiplied
 * by W_ih once (the token table, P = E · W_ihᵀ + b, a row per token) and gathered per position: fewer products, the same
 * result up to rounding.
 */
export class Embedding implements InputLayer {
  x!: Handle;
  private dx!: Handle;
  private positions!: IndexHandle;
  private useTable = false;
  private readonly staging: Int32Array;

  constructor(
    private readonly k: Kernels,
    private readonly cell: Cell,
    private readonly embedding: Handle,
    private readonly weights: readonly LayerWeights[],
    private readonly buffers: Buffers<typeof INPUT_BUFFERS>,
    private readonly ids: IndexHandle,
  ) {
    this.staging = new Int32Array(ids.length);
  }

  resize(R: number, tokenTable: boolean): void {
    this.x = rowsOf(this.buffers.x, 0, R);
    this.dx = rowsOf(this.buffers.dx, 0, R);
    this.positions = indicesOf(this.ids, 0, R);
    this.useTable = tokenTable && this.embedding.rows < R;
  }

  load(batch: Batch, first: number, rows: number): void {
    loadIds(this.staging, batch.inputs, batch, first, rows);
    this.k.writeIndices(this.positions, this.staging);
  }

  forward(layer: StackedLayer): void {
    const { k } = this;
    k.gather(this.x, this.embedding, this.positions);
    if (!this.useTable) return layer.project(this.x);
    this.weights.forEach((weights, direction) => {
      const table = this.part(this.buffers.table, direction);
      k.matmul(table, this.embedding, weights.input, false);
      addBiases(k, this.cell, weights, table);
      k.gather(layer.directions[direction].positions.gates, table, this.positions);
    });
  }

  gradients(layer: StackedLayer, gradients: ParameterSet): void {
    const { k } = this;
    if (!this.useTable) {
      for (const contribution of this.contributions(layer))
        accumulate(k, gradients.get(contribution.parameter)!, contribution);
      return;
    }
    // S[v] = Σ da_t over the positions of token v; then dE = S · W_ih and dW_ih = Sᵀ · E.
    this.weights.forEach((weights, direction) => {
      const sums = this.part(this.buffers.dTable, direction);
      k.fill(sums, 0);
      k.scatterAdd(sums, layer.directions[direction].positions.da, this.positions);
      k.matmul(gradients.get(EMBEDDING)!, sums, weights.inputBack, true);
      k.addOuter(gradients.get(weights.names.inputWeight)!, sums, this.embedding);
    });
  }

  /** Computes dx_t = da_t · W_ih, which the token table does without. */
  contributions(layer: StackedLayer): readonly Contribution[] {
    layer.backwardInput(this.dx);
    return [
      { kind: 'scatter', parameter: EMBEDDING, left: this.dx, ids: this.positions },
      ...layer.inputContributions(this.x),
    ];
  }

  /** The columns of one direction in a table of all of them. */
  private part(table: Handle, direction: number): Handle {
    const width = table.cols / this.weights.length;
    return colsOf(table, direction * width, width);
  }
}
