import { indicesOf, rowsOf, type ArenaPlan } from './arena';
import { EMBEDDING_BUFFERS, extents, LAYER_BUFFERS, OUTPUT_BUFFERS, reserve, type Buffers } from './buffers';
import type { Cell } from './cells/cell';
import { accumulate, type Contribution } from './contributions';
import { Embedding } from './embedding';
import type { IndexHandle, Kernels } from './kernels/kernels';
import { RecurrentLayer } from './layer';
import type { Batch, LayerStates, ModelShape } from './types';
import type { FlatSet, ModelWeights } from './weights';

/** Places in the arena for one pass; `gradients` where it also makes parameter gradients. */
export interface PassMemory {
  readonly embedding: Buffers<typeof EMBEDDING_BUFFERS>;
  readonly layers: readonly Buffers<typeof LAYER_BUFFERS>[];
  readonly output: Buffers<typeof OUTPUT_BUFFERS>;
  readonly ids: IndexHandle;
  readonly targets: IndexHandle;
  readonly lengths: IndexHandle;
  readonly gradients: FlatSet | null;
}

/** Reserves a pass over at most `steps` timesteps of `rows` rows. */
export function reservePass(
  plan: ArenaPlan,
  shape: ModelShape,
  cell: Cell,
  steps: number,
  rows: number,
  gradients: FlatSet | null,
): PassMemory {
  const size = extents(shape, cell, steps, rows);
  return {
    embedding: reserve(plan, EMBEDDING_BUFFERS, size),
    layers: Array.from({ length: shape.layers }, () => reserve(plan, LAYER_BUFFERS, size)),
    output: reserve(plan, OUTPUT_BUFFERS, size),
    ids: plan.indexRun(size.R),
    targets: plan.indexRun(size.R),
    lengths: plan.indexRun(rows),
    gradients,
  };
}

/** Some rows of a batch on their way through the model, forward and backward, with gradients of their own. */
export class Pass {
  readonly layers: readonly RecurrentLayer[];
  /** Values at every position, R rows. */
  output!: Buffers<typeof OUTPUT_BUFFERS>;
  /** Sizes of the part of the last batch that is loaded: T timesteps of B rows. */
  steps = 0;
  rows = 0;
  private readonly embedding: Embedding;
  private readonly staging: Int32Array;
  private targets!: IndexHandle;
  private readonly top: RecurrentLayer;
  /** The gradients that `Embedding` makes in its own way, and those that are products after the time loop. */
  private early: readonly Contribution[] = [];
  private late: readonly Contribution[] = [];

  constructor(
    private readonly k: Kernels,
    cell: Cell,
    private readonly weights: ModelWeights,
    private readonly memory: PassMemory,
    private readonly tokenTable: boolean,
  ) {
    this.embedding = new Embedding(k, cell, weights.embedding, weights.layers[0], memory.embedding, memory.ids);
    this.layers = memory.layers.map(
      (buffers, layer) => new RecurrentLayer(k, cell, weights.layers[layer], buffers, memory.lengths, 'forward'),
    );
    this.top = this.layers[this.layers.length - 1];
    this.staging = new Int32Array(memory.ids.length);
  }

  /** Takes the rows `[first, first + rows)` of a checked batch. Returns how many of their steps have a target. */
  load(batch: Batch, first: number, rows: number): number {
    if (batch.steps !== this.steps || rows !== this.rows) this.resize(batch.steps, rows);
    const { k, memory } = this;
    this.stage(batch.inputs, batch, first);
    k.writeIndices(indicesOf(memory.ids, 0, batch.steps * rows), this.staging);
    const targetCount = this.stage(batch.targets, batch, first);
    k.writeIndices(this.targets, this.staging);
    k.writeIndices(indicesOf(memory.lengths, 0, rows), batch.lengths.subarray(first, first + rows));
    this.layers.forEach((layer, index) => {
      for (const state of ['h', 'c'] as const) {
        const to = layer.initial[state];
        const from = batch.initial?.[index][state]?.subarray(first * to.cols, (first + rows) * to.cols);
        if (from) k.write(to, from);
        else k.fill(to, 0);
      }
    });
    return targetCount;
  }

  /** False when cancelled. */
  forward(cancelled: () => boolean): boolean {
    const { k, layers, output, weights } = this;
    for (const [index, layer] of layers.entries()) {
      if (index === 0) this.embedding.forward(layer);
      else layer.project(layers[index - 1].positions.h);
      if (!layer.forward(cancelled)) return false;
    }
    k.matmul(output.logits, this.top.positions.h, weights.output, false);
    k.addRow(output.logits, weights.outputBias);
    return true;
  }

  /** Sum of the losses in nats; leaves dLogits times `scale`, which makes the gradient that of the batch's mean loss. */
  loss(scale: number): number {
    const { logits, dLogits, loss } = this.output;
    return this.k.softmaxCrossEntropy(loss, dLogits, logits, this.targets, scale);
  }

  /** Gradients of the states, and of the parameters where the pass has room for them. False when cancelled. */
  backward(truncation: number, cancelled: () => boolean): boolean {
    const { k, layers, memory, output, weights } = this;
    k.matmul(this.top.positions.dh, output.dLogits, weights.outputBack, false);
    for (let index = layers.length - 1; index >= 0; index--) {
      if (!layers[index].backward(truncation, cancelled)) return false;
      if (index > 0) layers[index].backwardInput(layers[index - 1].positions.dh);
    }
    if (memory.gradients) this.parameterGradients(memory.gradients);
    return true;
  }

  /** What each position adds to the gradient of each parameter, for the last batch that went forward and backward. */
  contributions(): readonly Contribution[] {
    this.embedding.inputGradients(this.layers[0]);
    return [...this.early, ...this.late];
  }

  /** The last states, or the gradients of the initial ones, of one layer: B × H each. */
  readStates(which: 'final' | 'initialGradient'): LayerStates {
    return this.layers.map(({ final, initial }) => {
      const { h, c } = which === 'final' ? final : { h: initial.dh, c: initial.dc };
      return c.cols === 0 ? { h: this.k.read(h) } : { h: this.k.read(h), c: this.k.read(c) };
    });
  }

  private parameterGradients({ flat, named }: FlatSet): void {
    this.k.fill(flat, 0);
    this.embedding.gradients(this.layers[0], named);
    for (const contribution of this.late) accumulate(this.k, named.get(contribution.parameter)!, contribution);
  }

  private resize(steps: number, rows: number): void {
    const R = steps * rows;
    this.steps = steps;
    this.rows = rows;
    for (const layer of this.layers) layer.resize(steps, rows);
    this.embedding.resize(R, this.tokenTable);
    this.targets = indicesOf(this.memory.targets, 0, R);
    const { logits, dLogits, loss } = this.memory.output;
    this.output = { logits: rowsOf(logits, 0, R), dLogits: rowsOf(dLogits, 0, R), loss: rowsOf(loss, 0, R) };
    const [inputWeight, ...others] = this.layers[0].contributions(0, this.embedding.x);
    const upper = this.layers
      .slice(1)
      .flatMap((layer, below) => layer.contributions(below + 1, this.layers[below].positions.h));
    this.early = [this.embedding.contribution, inputWeight];
    this.late = [
      ...others,
      ...upper,
      { kind: 'outer', parameter: 'output.weight', left: this.output.dLogits, right: this.top.positions.h },
      { kind: 'rows', parameter: 'output.bias', left: this.output.dLogits },
    ];
  }

  /** Copies this pass's rows of a T × B array, -1 past the end of a row. Returns how many are not -1. */
  private stage(values: Int32Array, batch: Batch, first: number): number {
    let count = 0;
    for (let t = 0; t < batch.steps; t++) {
      for (let b = 0; b < this.rows; b++) {
        const value = t < batch.lengths[first + b] ? values[t * batch.rows + first + b] : -1;
        this.staging[t * this.rows + b] = value;
        if (value >= 0) count++;
      }
    }
    return count;
  }
}
