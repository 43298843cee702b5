import { rowsOf } from './arena';
import type { Buffers, DROPOUT_BUFFERS } from './buffers';
import type { Generator } from './generator';
import type { Handle, Kernels } from './kernels/kernels';

/**
 * Dropout on the output of one layer (Srivastava et al. 2014, on the way up only: Zaremba et al. 2014), inverted as in
 * PyTorch: what is kept is divided by 1 - p, so that nothing changes when nothing is dropped.
 */
export class Dropout {
  /** R × D·H: the output as the layer above sees it. */
  dropped!: Handle;
  private mask!: Handle;
  private values = new Float32Array(0);

  constructor(
    private readonly k: Kernels,
    private readonly buffers: Buffers<typeof DROPOUT_BUFFERS>,
    private readonly share: number,
  ) {}

  resize(R: number): void {
    this.dropped = rowsOf(this.buffers.dropped, 0, R);
    this.mask = rowsOf(this.buffers.mask, 0, R);
    this.values = new Float32Array(R * this.mask.cols);
  }

  /** Draws a new mask. */
  draw(generator: Generator): void {
    const { share, values } = this;
    const kept = 1 / (1 - share);
    for (let i = 0; i < values.length; i++) values[i] = generator.uniform() < share ? 0 : kept;
    this.k.write(this.mask, values);
  }

  forward(output: Handle): void {
    this.k.copy(this.dropped, output);
    this.k.multiply(this.dropped, this.mask);
  }

  /** Turns the gradient of `dropped` into that of the output. */
  backward(gradient: Handle): void {
    this.k.multiply(gradient, this.mask);
  }
}
