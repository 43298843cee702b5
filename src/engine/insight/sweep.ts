import { ArenaPlan, rowsOf } from '../arena';
import { checkBatch } from '../batch';
import { CELLS } from '../cells/table';
import { fastestKernels } from '../kernels/choose';
import type { GateStep, Handle, IndexHandle, Kernels, KernelsBuild } from '../kernels/kernels';
import { never, PassRoom, type Pass } from '../pass';
import type { Batch, ModelShape, NamedArray } from '../types';
import { writeSet } from '../update';
import { modelWeights, packModel, reserveParameters, type ModelWeights } from '../weights';

/** A model's parameters and the one sequence it is looked at with. */
export interface Subject {
  readonly shape: ModelShape;
  readonly parameters: readonly NamedArray[];
  /** One row. Steps past its length are ignored. */
  readonly batch: Batch;
}

/** Row vectors on their way back through time: what they are gradients of is the caller's business. */
interface Carried {
  readonly dh: Handle;
  readonly dc: Handle;
}

/**
 * Carries many row vectors back through time at once, by the cells' own backward kernels: the sequence goes forward as
 * a single row, then every vector is a row of the batch and reads the same saved values (leading dimension 0).
 * Works in an arena of its own and leaves the engine untouched.
 */
export class Sweep {
  readonly k: Kernels;
  readonly weights: ModelWeights;
  readonly pass: Pass;
  readonly steps: number;
  /** For each layer the vectors at this timestep and at the one before, which swap places. */
  private readonly carried: readonly [Carried, Carried][];
  /** Gradients of the pre-activations of the last step taken back: its input side and its recurrent side. */
  readonly scratch: { readonly da: Handle; readonly daRecurrent: Handle; readonly recurrent: Handle };
  private readonly lengths: IndexHandle;

  /** Room for `capacity` vectors. Throws a `RangeError` for a batch that does not fit the model. */
  constructor(
    private readonly subject: Subject,
    capacity: number,
    build: KernelsBuild = fastestKernels('float32'),
  ) {
    const { shape, parameters, batch } = subject;
    checkBatch(batch, shape, { steps: batch.steps, rows: 1 });
    if (shape.bidirectional || shape.pooling)
      throw new RangeError(
        'Gradients can be carried back from each loss only in a model that reads in one direction and answers at each step.',
      );
    this.steps = batch.lengths[0];
    const cell = CELLS[shape.cell];
    const plan = new ArenaPlan(build);
    const places = reserveParameters(plan, shape);
    this.weights = modelWeights(plan, shape, places.named);
    const room = new PassRoom(plan, this.weights, batch.steps, 1, null, false);
    const width = shape.hiddenSize;
    const carried = (): Carried => ({
      dh: plan.matrix(capacity, width),
      dc: plan.matrix(capacity, cell.states.includes('c') ? width : 0),
    });
    this.carried = Array.from({ length: shape.layers }, () => [carried(), carried()]);
    const da = plan.matrix(capacity, cell.blocks * width);
    this.scratch = {
      da,
      daRecurrent: cell.separate ? plan.matrix(capacity, cell.blocks * width) : da,
      recurrent: plan.matrix(capacity, cell.keptBlocks * width),
    };
    this.lengths = plan.indexRun(capacity);

    this.k = plan.allocate();
    this.pass = room.of(this.k, batch.steps, 1);
    writeSet(this.k, places, parameters);
    packModel(this.k, this.weights);
    this.k.writeIndices(this.lengths, new Int32Array(capacity).fill(batch.steps));
    this.pass.load(batch, 0);
    this.pass.forward(never, false);
    this.pass.loss(1);
  }

  /** The first `rows` vectors of a layer at timestep t; meaningful while the sweep is there. */
  at(layer: number, t: number, rows: number): Carried {
    const { dh, dc } = this.carried[layer][t & 1];
    return { dh: rowsOf(dh, 0, rows), dc: rowsOf(dc, 0, rows) };
  }

  /** Sets the vectors `[first, first + count)` of a layer at timestep t to zero. */
  clear(layer: number, t: number, first: number, count: number): void {
    const { dh, dc } = this.carried[layer][t & 1];
    this.k.fill(rowsOf(dh, first, count), 0);
    this.k.fill(rowsOf(dc, first, count), 0);
  }

  /**
   * Takes the first `rows` vectors of a layer from the state after timestep t to the state before it, and adds what
   * they give to the layer below at t when `below`.
   */
  back(layer: number, t: number, rows: number, below: boolean): void {
    const { k, scratch } = this;
    const cell = CELLS[this.subject.shape.cell];
    const { positions, initial } = this.pass.layers[layer].directions[0];
    const [now, before] = [this.at(layer, t, rows), this.at(layer, t - 1, rows)];
    const shared = (from: Handle, row: number): Handle => ({ ...rowsOf(from, row, rows), ld: 0 });
    const previous = (name: 'h' | 'c'): Handle => (t === 0 ? shared(initial[name], 0) : shared(positions[name], t - 1));
    const step: GateStep = {
      t,
      lengths: this.lengths,
      gates: shared(positions.gates, t),
      kept: shared(positions.kept, t),
      da: rowsOf(scratch.da, 0, rows),
      daRecurrent: rowsOf(scratch.daRecurrent, 0, rows),
      recurrent: rowsOf(scratch.recurrent, 0, rows),
      h: shared(positions.h, t),
      c: shared(positions.c, t),
      hPrev: previous('h'),
      cPrev: previous('c'),
      dh: now.dh,
      dc: now.dc,
      dhPrev: before.dh,
      dcPrev: before.dc,
    };
    this.clear(layer, t - 1, 0, rows);
    const [weights] = this.weights.layers[layer];
    cell.backward(k, weights, step);
    if (below) k.matmul(this.at(layer - 1, t, rows).dh, step.da, weights.input.back, true);
  }
}
