import type { PoolingBuffers } from './buffers';
import type { Handle, Kernels } from './kernels/kernels';
import type { Batch } from './types';

/**
 * One answer for a whole sequence, ȳ = 1/T Σ_t y_t: since the output layer is linear, these are also the scores of the
 * mean hidden state (mean pooling, Iyyer et al. 2015), and each y_t is what step t adds to them. Its loss is
 * cross-entropy, and stands at the sequence's last step.
 */
export class MeanPooling {
  /** Scores of each row, B × O, after `loss`. */
  readonly answers: Handle;

  constructor(
    private readonly k: Kernels,
    private readonly buffers: PoolingBuffers,
  ) {
    this.answers = buffers.answers;
  }

  /** Takes the rows `[first, first + rows)`; a row's target is that of its last step. Returns how many have one. */
  load({ steps, rows: all, lengths, targets }: Batch, first: number, rows: number): number {
    const { k } = this;
    const { owner, last, rowTargets, share } = this.buffers;
    const own = lengths.subarray(first, first + rows);
    const target = (length: number, b: number): number => (length > 0 ? targets[(length - 1) * all + first + b] : -1);
    const wanted = own.map(target);
    // How far each position lies past the last step of its row, at which it is -1.
    const past = Array.from({ length: steps * rows }, (_, i) => Math.floor(i / rows) - own[i % rows]);
    const rowWhere = (holds: (distance: number) => boolean): number[] =>
      past.map((distance, i) => (holds(distance) ? i % rows : -1));
    k.writeIndices(rowTargets, wanted);
    k.writeIndices(
      owner,
      rowWhere((distance) => distance < 0),
    );
    k.writeIndices(
      last,
      rowWhere((distance) => distance === -1),
    );
    const { cols } = share;
    const shares = Array.from({ length: rows * cols }, (_, i) => 1 / Math.max(1, own[Math.floor(i / cols)]));
    k.write(share, shares);
    return wanted.filter((id) => id >= 0).length;
  }

  /** Sum of the losses; leaves dLogits times `scale` at every position. */
  loss(loss: Handle, dLogits: Handle, logits: Handle, scale: number): number {
    const { k } = this;
    const { answers, dAnswers, losses, share, owner, last, rowTargets } = this.buffers;
    k.fill(answers, 0);
    k.scatterAdd(answers, logits, owner);
    k.multiply(answers, share);
    const sum = k.softmaxCrossEntropy(losses, dAnswers, answers, rowTargets, scale);
    k.multiply(dAnswers, share);
    k.gather(dLogits, dAnswers, owner);
    k.gather(loss, losses, last);
    return sum;
  }
}
