import { rowsOf, type ArenaPlan } from './arena';
import { rowsOfBatch } from './batch';
import { layOut, type PassBuffers } from './buffers';
import { CELLS } from './cells/table';
import { accumulate, type Contribution } from './contributions';
import { Dropout } from './dropout';
import type { Generator } from './generator';
import { Embedding, VectorInput } from './input';
import type { ArenaSize, Handle, Kernels } from './kernels/kernels';
import { stackedLayer, type StackedLayer } from './layer';
import { OUTPUT_BIAS, outputWeightName } from './parameters';
import { MeanPooling } from './pooling';
import type { Batch, LayerStates } from './types';
import type { FlatSet, ModelWeights } from './weights';

/** How a pass of training differs from one that only reads: what it drops, and how it sums gradients. */
export interface Training {
  /** The gradient of a loss times this is added. */
  readonly scale: number;
  readonly truncation: number;
  /** Adds to the gradients that are there instead of beginning from zero. */
  readonly accumulate: boolean;
}

/** Room for passes of up to so many timesteps and rows, of which one at a time is laid out in it. */
export class PassRoom {
  private readonly start: ArenaSize;
  private pass: Pass | null = null;

  /** `gradients` where a pass also makes parameter gradients; `tokenTable` allows the token table, used where it pays. */
  constructor(
    private readonly plan: ArenaPlan,
    private readonly weights: ModelWeights,
    steps: number,
    rows: number,
    private readonly gradients: FlatSet | null,
    private readonly tokenTable = true,
  ) {
    this.start = plan.size;
    layOut(plan, weights.shape, steps, rows, gradients !== null);
  }

  /** The pass over batches of this size; whatever a pass of another size held is gone. */
  of(k: Kernels, steps: number, rows: number): Pass {
    if (this.pass?.steps !== steps || this.pass.rows !== rows) {
      const buffers = layOut(this.plan.again(this.start), this.weights.shape, steps, rows, this.gradients !== null);
      this.pass = new Pass(k, this.weights, buffers, this.gradients, this.tokenTable);
    }
    return this.pass;
  }
}

/** Some rows of a batch on their way through the model, forward and backward, with gradients of their own. */
export class Pass {
  /** T timesteps of B rows. */
  readonly steps: number;
  readonly rows: number;
  readonly layers: readonly StackedLayer[];
  /** Values at every position, R rows. */
  readonly output: PassBuffers['output'];
  private readonly input: VectorInput;
  /** Dropout above each layer but the last; empty where nothing is ever dropped. */
  private readonly dropouts: readonly Dropout[];
  private readonly pooling: MeanPooling | null;
  private readonly top: StackedLayer;

  constructor(
    private readonly k: Kernels,
    private readonly weights: ModelWeights,
    private readonly buffers: PassBuffers,
    private readonly gradients: FlatSet | null,
    tokenTable: boolean,
  ) {
    const { shape } = weights;
    const { lengths, input, pooling } = buffers;
    this.steps = buffers.steps;
    this.rows = lengths.length;
    this.output = buffers.output;
    this.layers = buffers.layers.map((own, layer) =>
      stackedLayer(k, CELLS[shape.cell], weights.layers[layer], own, lengths),
    );
    this.top = this.layers[this.layers.length - 1];
    const { directions } = this.layers[0];
    const Input = shape.input === 'vector' ? VectorInput : Embedding;
    const table = tokenTable ? input.table : rowsOf(input.table, 0, 0);
    this.input = new Input(k, weights, { ...input, table }, directions);
    this.dropouts = buffers.dropouts.map((own) => new Dropout(k, own, shape.dropout ?? 0));
    this.pooling = pooling && new MeanPooling(k, pooling);
  }

  /** Takes the rows of a checked batch from `first` on. Returns how many of their steps have a target. */
  load(batch: Batch, first: number): number {
    const { k, rows } = this;
    const { wanted, targets } = this.output;
    this.input.load(batch, first, rows);
    const stepTargets = rowsOfBatch(batch.targets, 1, -1, batch, first, rows);
    k.writeIndices(targets, stepTargets);
    const rowTargets = this.pooling?.load(batch, first, rows);
    if (batch.wanted) k.write(wanted, rowsOfBatch(batch.wanted, wanted.cols, 0, batch, first, rows));
    k.writeIndices(this.buffers.lengths, batch.lengths.subarray(first, first + rows));
    this.directions().forEach(({ initial }, index) => {
      for (const state of ['h', 'c'] as const) {
        const to = initial[state];
        const from = batch.initial?.[index][state]?.subarray(first * to.cols, (first + rows) * to.cols);
        if (from) k.write(to, from);
        else k.fill(to, 0);
      }
    });
    return rowTargets ?? stepTargets.filter((id) => id >= 0).length;
  }

  /** Scores, R × O, or B × O when the model pools. */
  get answers(): Handle {
    return this.pooling?.answers ?? this.output.logits;
  }

  drawDropout(generator: Generator): void {
    for (const dropout of this.dropouts) dropout.draw(generator);
  }

  /**
   * Forward and loss; in training, with dropout, also the backward and the parameter gradients. The sum of losses, or null
   * when cancelled.
   */
  run(training: Training | null, cancelled: () => boolean): number | null {
    if (!this.forward(cancelled, training !== null)) return null;
    const lossSum = this.loss(training?.scale ?? 0);
    if (!training) return lossSum;
    if (!this.backward(training.truncation, cancelled)) return null;
    const { flat, named } = this.gradients!;
    if (!training.accumulate) this.k.fill(flat, 0);
    this.input.gradients(named);
    for (const contribution of this.upperContributions())
      accumulate(this.k, named.get(contribution.parameter)!, contribution);
    return lossSum;
  }

  /** False when cancelled. `dropping`: with dropout, as in training. */
  forward(cancelled: () => boolean, dropping: boolean): boolean {
    const { k, weights } = this;
    const { logits } = this.output;
    for (const [index, { directions }] of this.layers.entries()) {
      if (index === 0) this.input.forward();
      else {
        if (dropping) this.dropouts[index - 1]?.forward(this.layers[index - 1].output);
        const input = dropping ? this.inputOf(index) : this.layers[index - 1].output;
        for (const direction of directions) direction.project(input);
      }
      if (!directions.every((direction) => direction.forward(cancelled))) return false;
    }
    k.matmul(logits, this.top.output, weights.output.there, false);
    k.add(logits, weights.outputBias);
    return true;
  }

  /** Sum of the losses; leaves dLogits times `scale`, which makes the gradient that of the batch's mean loss. */
  loss(scale: number): number {
    const { logits, dLogits, loss, wanted, targets } = this.output;
    if (this.pooling) return this.pooling.loss(loss, dLogits, logits, scale);
    return this.weights.shape.output === 'numbers'
      ? this.k.squaredError(loss, dLogits, logits, wanted, targets, scale)
      : this.k.softmaxCrossEntropy(loss, dLogits, logits, targets, scale);
  }

  /** Gradients of all states. False when cancelled. */
  backward(truncation: number, cancelled: () => boolean): boolean {
    this.k.matmul(this.top.dOutput, this.output.dLogits, this.weights.output.back, false);
    for (let index = this.layers.length - 1; index >= 0; index--) {
      const { directions } = this.layers[index];
      if (!directions.every((direction) => direction.backward(truncation, cancelled))) return false;
      if (index === 0) break;
      const below = this.layers[index - 1].dOutput;
      directions.forEach((direction, own) => direction.backwardInput(below, own > 0));
      this.dropouts[index - 1]?.backward(below);
    }
    return true;
  }

  /** What each position adds to the gradient of each parameter, for the last batch that went forward and backward. */
  contributions(): readonly Contribution[] {
    return [...this.input.contributions(), ...this.upperContributions()];
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
    return this.dropouts[layer - 1]?.dropped ?? this.layers[layer - 1].output;
  }

  /** The contributions to everything above the input side of the first layer. */
  private upperContributions(): Contribution[] {
    const layers = this.layers.flatMap(({ directions }, index) => [
      ...(index > 0 ? directions.map((direction) => direction.inputContribution(this.inputOf(index))) : []),
      ...directions.flatMap((direction) => direction.recurrentContributions()),
    ]);
    const { dLogits: left } = this.output;
    const parameter = outputWeightName(this.weights.shape);
    return [
      ...layers,
      { kind: 'outer', parameter, firstRow: 0, left, right: this.top.output },
      { kind: 'rows', parameter: OUTPUT_BIAS, left },
    ];
  }
}

/** For passes that are never abandoned. */
export function never(): boolean {
  return false;
}
