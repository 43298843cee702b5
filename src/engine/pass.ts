import { indicesOf, rowsOf } from './arena';
import type { Buffers, OUTPUT_BUFFERS } from './buffers';
import { accumulate, type Contribution } from './contributions';
import type { Dropout } from './dropout';
import type { Generator } from './generator';
import type { InputLayer } from './inputLayer';
import type { Handle, IndexHandle, Kernels } from './kernels/kernels';
import { loadIds, rowsOfBatch } from './loading';
import { OUTPUT_BIAS, outputWeightName } from './parameters';
import type { PassMemory } from './passMemory';
import type { MeanPooling } from './pooling';
import type { StackedLayer } from './stackedLayer';
import type { Batch, LayerStates, ModelShape } from './types';
import type { FlatSet, ModelWeights } from './weights';

/** The parts a pass is made of, bottom to top. */
export interface PassParts {
  readonly input: InputLayer;
  readonly layers: readonly StackedLayer[];
  /** Dropout above each layer but the last; empty where nothing is ever dropped. */
  readonly dropouts: readonly Dropout[];
  /** Where a model gives one answer for a sequence. */
  readonly pooling: MeanPooling | null;
}

/** How a pass of training differs from one that only reads: what it drops, and how it sums gradients. */
export interface Training {
  /** The gradient of a loss times this is added. */
  readonly scale: number;
  readonly truncation: number;
  /** Adds to the gradients that are there instead of beginning from zero. */
  readonly accumulate: boolean;
}

/** Some rows of a batch on their way through the model, forward and backward, with gradients of their own. */
export class Pass {
  readonly layers: readonly StackedLayer[];
  /** Values at every position, R rows. */
  output!: Buffers<typeof OUTPUT_BUFFERS>;
  /** Sizes of the part of the last batch that is loaded: T timesteps of B rows. */
  steps = 0;
  rows = 0;
  private readonly top: StackedLayer;
  private readonly staging: Int32Array;
  private targets!: IndexHandle;

  constructor(
    private readonly k: Kernels,
    private readonly shape: ModelShape,
    private readonly weights: ModelWeights,
    private readonly memory: PassMemory,
    private readonly parts: PassParts,
    private readonly tokenTable: boolean,
  ) {
    this.layers = parts.layers;
    this.top = this.layers[this.layers.length - 1];
    this.staging = new Int32Array(memory.targets.length);
  }

  /** Takes the rows `[first, first + rows)` of a checked batch. Returns how many of their steps have a target. */
  load(batch: Batch, first: number, rows: number): number {
    this.resize(batch.steps, rows);
    const { k, memory, output } = this;
    this.parts.input.load(batch, first, rows);
    const stepTargets = loadIds(this.staging, batch.targets, batch, first, rows);
    k.writeIndices(this.targets, this.staging);
    const rowTargets = this.parts.pooling?.load(batch, first, rows);
    if (batch.wanted) k.write(output.wanted, rowsOfBatch(batch.wanted, batch, first, rows, output.wanted.cols));
    k.writeIndices(indicesOf(memory.lengths, 0, rows), batch.lengths.subarray(first, first + rows));
    this.directions().forEach(({ initial }, index) => {
      for (const state of ['h', 'c'] as const) {
        const to = initial[state];
        const from = batch.initial?.[index][state]?.subarray(first * to.cols, (first + rows) * to.cols);
        if (from) k.write(to, from);
        else k.fill(to, 0);
      }
    });
    return rowTargets ?? stepTargets;
  }

  /** What the model gave in the last pass: R × O, or B × O when it pools. */
  get answers(): Handle {
    return this.parts.pooling?.answers ?? this.output.logits;
  }

  /** Cuts the buffers to a batch of this size, as `load` does. */
  resize(steps: number, rows: number): void {
    if (steps === this.steps && rows === this.rows) return;
    const R = steps * rows;
    this.steps = steps;
    this.rows = rows;
    this.parts.input.resize(R, this.tokenTable);
    for (const layer of this.layers) layer.resize(steps, rows);
    for (const dropout of this.parts.dropouts) dropout.resize(R);
    this.parts.pooling?.resize(R, rows);
    this.targets = indicesOf(this.memory.targets, 0, R);
    const entries = Object.entries(this.memory.output).map(([name, buffer]) => [name, rowsOf(buffer, 0, R)]);
    this.output = Object.fromEntries(entries) as Buffers<typeof OUTPUT_BUFFERS>;
  }

  /** Draws the masks of the next training pass. */
  drawDropout(generator: Generator): void {
    for (const dropout of this.parts.dropouts) dropout.draw(generator);
  }

  /** Forward, loss, backward and parameter gradients. The sum of losses, or null when cancelled. */
  train({ scale, truncation, accumulate: add }: Training, cancelled: () => boolean): number | null {
    if (!this.forward(cancelled, true)) return null;
    const lossSum = this.loss(scale);
    if (!this.backward(truncation, cancelled)) return null;
    this.parameterGradients(this.memory.gradients!, add);
    return lossSum;
  }

  /** Forward and loss, nothing dropped: the sum of losses. */
  evaluate(): number {
    this.forward(() => false, false);
    return this.loss(0);
  }

  /** False when cancelled. `dropping`: with dropout, as in training. */
  forward(cancelled: () => boolean, dropping: boolean): boolean {
    const { k, layers, output, weights } = this;
    for (const [index, layer] of layers.entries()) {
      if (index === 0) this.parts.input.forward(layer);
      else {
        if (dropping) this.parts.dropouts[index - 1]?.forward(layers[index - 1].output);
        layer.project(dropping ? this.inputOf(index) : layers[index - 1].output);
      }
      if (!layer.forward(cancelled)) return false;
    }
    k.matmul(output.logits, this.top.output, weights.output, false);
    k.add(output.logits, weights.outputBias);
    return true;
  }

  /** Sum of the losses; leaves dLogits times `scale`, which makes the gradient that of the batch's mean loss. */
  loss(scale: number): number {
    const { logits, dLogits, loss, wanted } = this.output;
    if (this.parts.pooling) return this.parts.pooling.loss(loss, dLogits, logits, scale);
    if (this.shape.output === 'numbers') return this.k.squaredError(loss, dLogits, logits, wanted, this.targets, scale);
    return this.k.softmaxCrossEntropy(loss, dLogits, logits, this.targets, scale);
  }

  /** Gradients of all states. False when cancelled. */
  backward(truncation: number, cancelled: () => boolean): boolean {
    const { k, layers, output, weights } = this;
    k.matmul(this.top.dOutput, output.dLogits, weights.outputBack, false);
    for (let index = layers.length - 1; index >= 0; index--) {
      if (!layers[index].backward(truncation, cancelled)) return false;
      if (index === 0) break;
      const below = layers[index - 1].dOutput;
      layers[index].backwardInput(below);
      this.parts.dropouts[index - 1]?.backward(below);
    }
    return true;
  }

  /** What each position adds to the gradient of each parameter, for the last batch that went forward and backward. */
  contributions(): readonly Contribution[] {
    return [...this.parts.input.contributions(this.layers[0]), ...this.upperContributions()];
  }

  /** The last states, or the gradients of the initial ones, by layer and direction: B × H each. */
  readStates(which: 'final' | 'initialGradient'): LayerStates {
    return this.directions().map(({ final, initial }) => {
      const { h, c } = which === 'final' ? final : { h: initial.dh, c: initial.dc };
      return c.cols === 0 ? { h: this.k.read(h) } : { h: this.k.read(h), c: this.k.read(c) };
    });
  }

  private directions() {
    return this.layers.flatMap(({ directions }) => directions);
  }

  /** The input of a layer above the first, as training sees it. */
  private inputOf(layer: number): Handle {
    return this.parts.dropouts[layer - 1]?.dropped ?? this.layers[layer - 1].output;
  }

  private parameterGradients({ flat, named }: FlatSet, add: boolean): void {
    if (!add) this.k.fill(flat, 0);
    this.parts.input.gradients(this.layers[0], named);
    for (const contribution of this.upperContributions())
      accumulate(this.k, named.get(contribution.parameter)!, contribution);
  }

  /** The contributions to everything above the input side of the first layer. */
  private upperContributions(): Contribution[] {
    const layers = this.layers.flatMap((layer, index) => [
      ...(index > 0 ? layer.inputContributions(this.inputOf(index)) : []),
      ...layer.recurrentContributions(),
    ]);
    const { dLogits } = this.output;
    return [
      ...layers,
      { kind: 'outer', parameter: outputWeightName(this.shape), firstRow: 0, left: dLogits, right: this.top.output },
      { kind: 'rows', parameter: OUTPUT_BIAS, left: dLogits },
    ];
  }
}
