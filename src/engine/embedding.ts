import { indicesOf, rowsOf } from './arena';
import type { Buffers, EMBEDDING_BUFFERS } from './buffers';
import type { Cell } from './cells/cell';
import { accumulate, type Contribution } from './contributions';
import type { Handle, IndexHandle, Kernels } from './kernels/kernels';
import { addBiases, type RecurrentLayer } from './layer';
import { layerParameterNames } from './parameters';
import type { LayerWeights, ParameterSet } from './weights';

const EMBEDDING = 'embedding.weight';
const INPUT_WEIGHT = layerParameterNames(0, 'forward').inputWeight;

/**
 * Token ids to the input side of the first layer. With fewer tokens than positions, each token's embedding is multiplied
 * by W_ih once (the token table, P = E · W_ihᵀ + b, a row per token) and gathered per position: fewer products, the same
 * result up to rounding.
 */
export class Embedding {
  /** Embeddings of every position, R × E. */
  x!: Handle;
  /** What each position adds to the embedding's gradient, after `inputGradients`. */
  contribution!: Contribution;
  private dx!: Handle;
  private positions!: IndexHandle;
  private useTable = false;

  constructor(
    private readonly k: Kernels,
    private readonly cell: Cell,
    private readonly embedding: Handle,
    private readonly weights: LayerWeights,
    private readonly buffers: Buffers<typeof EMBEDDING_BUFFERS>,
    private readonly ids: IndexHandle,
  ) {}

  /** R positions. `tokenTable` allows the table, used where it pays. */
  resize(R: number, tokenTable: boolean): void {
    this.x = rowsOf(this.buffers.x, 0, R);
    this.dx = rowsOf(this.buffers.dx, 0, R);
    this.positions = indicesOf(this.ids, 0, R);
    this.useTable = tokenTable && this.embedding.rows < R;
    this.contribution = { kind: 'scatter', parameter: EMBEDDING, left: this.dx, ids: this.positions };
  }

  /** Fills the layer's pre-activations with x_t · W_ihᵀ + b. */
  forward(layer: RecurrentLayer): void {
    const { k, buffers, weights } = this;
    k.gather(this.x, this.embedding, this.positions);
    if (!this.useTable) return layer.project(this.x);
    k.matmul(buffers.table, this.embedding, weights.input, false);
    addBiases(k, this.cell, weights, buffers.table);
    k.gather(layer.positions.gates, buffers.table, this.positions);
  }

  /** Adds to the gradients of the embedding and of the layer's W_ih. */
  gradients(layer: RecurrentLayer, gradients: ParameterSet): void {
    const { k, buffers, weights } = this;
    const dEmbedding = gradients.get(EMBEDDING)!;
    const dWeight = gradients.get(INPUT_WEIGHT)!;
    if (!this.useTable) {
      this.inputGradients(layer);
      accumulate(k, dEmbedding, this.contribution);
      k.addOuter(dWeight, layer.positions.da, this.x);
      return;
    }
    // S[v] = Σ da_t over the positions of token v; then dE = S · W_ih and dW_ih = Sᵀ · E.
    k.fill(buffers.dTable, 0);
    k.scatterAdd(buffers.dTable, layer.positions.da, this.positions);
    k.matmul(dEmbedding, buffers.dTable, weights.inputBack, true);
    k.addOuter(dWeight, buffers.dTable, this.embedding);
  }

  /** Computes dx_t = da_t · W_ih, which the token table does without, for `contribution`. */
  inputGradients(layer: RecurrentLayer): void {
    layer.backwardInput(this.dx);
  }
}
