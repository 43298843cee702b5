import { rowsOf } from './arena';
import type { Buffers, INPUT_BUFFERS } from './buffers';
import { accumulate, type Contribution } from './contributions';
import type { InputLayer } from './inputLayer';
import type { Handle, Kernels } from './kernels/kernels';
import { rowsOfBatch } from './loading';
import type { StackedLayer } from './stackedLayer';
import type { Batch } from './types';
import type { ParameterSet } from './weights';

/** Vectors of numbers as the input of the first layer. */
export class VectorInput implements InputLayer {
  x!: Handle;

  constructor(
    private readonly k: Kernels,
    private readonly buffers: Buffers<typeof INPUT_BUFFERS>,
  ) {}

  resize(R: number): void {
    this.x = rowsOf(this.buffers.x, 0, R);
  }

  load(batch: Batch, first: number, rows: number): void {
    this.k.write(this.x, rowsOfBatch(batch.vectors!, batch, first, rows, this.x.cols));
  }

  forward(layer: StackedLayer): void {
    layer.project(this.x);
  }

  gradients(layer: StackedLayer, gradients: ParameterSet): void {
    for (const contribution of this.contributions(layer))
      accumulate(this.k, gradients.get(contribution.parameter)!, contribution);
  }

  contributions(layer: StackedLayer): readonly Contribution[] {
    return layer.inputContributions(this.x);
  }
}
