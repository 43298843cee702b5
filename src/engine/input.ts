/** What stands below the first recurrent layer: vectors as they come, or embedded tokens. */
import { colsOf } from './arena';
import { rowsOfBatch } from './batch';
import type { InputBuffers } from './buffers';
import { accumulate, type Contribution } from './contributions';
import type { Handle, Kernels } from './kernels/kernels';
import type { RecurrentLayer } from './layer';
import { EMBEDDING } from './parameters';
import type { Batch } from './types';
import type { ModelWeights, ParameterSet } from './weights';

/** Vectors of numbers as the input of the first layer. */
export class VectorInput {
  constructor(
    protected readonly k: Kernels,
    protected readonly weights: ModelWeights,
    protected readonly buffers: InputBuffers,
    protected readonly directions: readonly RecurrentLayer[],
  ) {}

  /** Takes the rows `[first, first + rows)` of a checked batch. */
  load(batch: Batch, first: number, rows: number): void {
    const { x } = this.buffers;
    this.k.write(x, rowsOfBatch(batch.vectors!, x.cols, 0, batch, first, rows));
  }

  /** Fills the layer's pre-activations with x_t · W_ihᵀ + b. */
  forward(): void {
    for (const direction of this.directions) direction.project(this.buffers.x);
  }

  /** Adds to the gradients of the layer's W_ih and of what stands below it. */
  gradients(gradients: ParameterSet): void {
    for (const contribution of this.contributions())
      accumulate(this.k, gradients.get(contribution.parameter)!, contribution);
  }

  /** What each position adds to those gradients, after the backward. */
  contributions(): Contribution[] {
    return this.directions.map((direction) => direction.inputContribution(this.buffers.x));
  }
}

/**
 * Token ids as the input of the first layer. Where a table has room, each token's embedding is multiplied by W_ih
 * once (the token table, P = E · W_ihᵀ + b, a row per token) and gathered per position: fewer products, the same
 * result up to rounding.
 */
export class Embedding extends VectorInput {
  private get useTable(): boolean {
    return this.buffers.table.rows > 0;
  }

  override load(batch: Batch, first: number, rows: number): void {
    this.k.writeIndices(this.buffers.ids, rowsOfBatch(batch.inputs, 1, -1, batch, first, rows));
  }

  override forward(): void {
    const { k } = this;
    const { embedding } = this.weights;
    const { x, ids } = this.buffers;
    k.gather(x, embedding, ids);
    if (!this.useTable) return super.forward();
    this.directions.forEach((direction, index) => {
      const table = this.part(this.buffers.table, index);
      k.matmul(table, embedding, this.weights.layers[0][index].input.there, false);
      direction.addBiases(table);
      k.gather(direction.positions.gates, table, ids);
    });
  }

  override gradients(gradients: ParameterSet): void {
    if (!this.useTable) return super.gradients(gradients);
    const { k } = this;
    // S[v] = Σ da_t over the positions of token v; then dE = S · W_ih and dW_ih = Sᵀ · E.
    this.directions.forEach(({ positions }, index) => {
      const { input, names } = this.weights.layers[0][index];
      const sums = this.part(this.buffers.dTable, index);
      k.fill(sums, 0);
      k.scatterAdd(sums, positions.da, this.buffers.ids);
      k.matmul(gradients.get(EMBEDDING)!, sums, input.back, true);
      k.addOuter(gradients.get(names.inputWeight)!, sums, this.weights.embedding);
    });
  }

  /** Computes dx_t = da_t · W_ih, which the token table does without. */
  override contributions(): Contribution[] {
    const { dx, ids } = this.buffers;
    this.directions.forEach((direction, index) => direction.backwardInput(dx, index > 0));
    return [{ kind: 'scatter', parameter: EMBEDDING, left: dx, ids }, ...super.contributions()];
  }

  /** The columns of one direction in a table of all of them. */
  private part(table: Handle, direction: number): Handle {
    const width = table.cols / this.directions.length;
    return colsOf(table, direction * width, width);
  }
}
