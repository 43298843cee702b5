import type { DropoutBuffers } from './buffers';
import type { Generator } from './generator';
import type { Handle, Kernels } from './kernels/kernels';

/**
 * Dropout on the output of one layer (Srivastava et al. 2014, on the way up only: Zaremba et al. 2014), inverted as in
 * PyTorch: what is kept is divided by 1 - p, so that nothing changes when nothing is dropped.
 */
export class Dropout {
  /** R × D·H: the output as the layer above sees it. */
  readonly dropped: Handle;

  constructor(
    private readonly k: Kernels,
    private readonly buffers: DropoutBuffers,
    private readonly share: number,
  ) {
    this.dropped = buffers.dropped;
  }

  /** Draws a new mask. */
  draw(generator: Generator): void {
    const { mask } = this.buffers;
    const kept = 1 / (1 - this.share);
    const draw = (): number => (generator.uniform() < this.share ? 0 : kept);
    this.k.write(mask, Float32Array.from({ length: mask.rows * mask.cols }, draw));
  }

  forward(output: Handle): void {
    this.k.copy(this.dropped, output);
    this.k.multiply(this.dropped, this.buffers.mask);
  }

  /** Turns the gradient of `dropped` into that of the output. */
  backward(gradient: Handle): void {
    this.k.multiply(gradient, this.buffers.mask);
  }
}
