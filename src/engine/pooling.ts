import { indicesOf, rowsOf } from './arena';
import type { Buffers, POOLING_BUFFERS } from './buffers';
import type { Handle, IndexHandle, Kernels } from './kernels/kernels';
import type { Batch } from './types';

/** Places of a pooled answer; `owner` and `last` count R, `targets` B. */
export interface PoolingMemory extends Buffers<typeof POOLING_BUFFERS> {
  /** The row a position belongs to, -1 past the row's end. */
  readonly owner: IndexHandle;
  /** The row whose last step a position is, else -1. */
  readonly last: IndexHandle;
  readonly targets: IndexHandle;
}

/**
 * One answer for a whole sequence, ȳ = 1/T Σ_t y_t: since the output layer is linear, these are also the scores of the
 * mean hidden state (mean pooling, Iyyer et al. 2015), and each y_t is what step t adds to them. Its loss is
 * cross-entropy, and stands at the sequence's last step.
 */
export class MeanPooling {
  /** Scores of each row, B × O, after `loss`. */
  answers!: Handle;
  private here!: PoolingMemory;

  constructor(
    private readonly k: Kernels,
    private readonly memory: PoolingMemory,
  ) {}

  resize(R: number, B: number): void {
    const { owner, last, targets, ...buffers } = this.memory;
    const cut = Object.entries(buffers).map(([name, buffer]) => [name, rowsOf(buffer, 0, B)]);
    this.here = {
      ...(Object.fromEntries(cut) as Buffers<typeof POOLING_BUFFERS>),
      owner: indicesOf(owner, 0, R),
      last: indicesOf(last, 0, R),
      targets: indicesOf(targets, 0, B),
    };
    this.answers = this.here.answers;
  }

  /** Takes the rows `[first, first + rows)`; a row's target is that of its last step. Returns how many have one. */
  load({ steps, rows: all, lengths, targets }: Batch, first: number, rows: number): number {
    const { k, here } = this;
    const lengthOf = (i: number): number => lengths[first + (i % rows)];
    const own = Array.from({ length: rows }, (_, b) => {
      const length = lengthOf(b);
      return length > 0 ? targets[(length - 1) * all + first + b] : -1;
    });
    const positions = Array.from({ length: steps * rows }, (_, i) => Math.floor(i / rows) - lengthOf(i));
    k.writeIndices(here.targets, own);
    k.writeIndices(
      here.owner,
      positions.map((past, i) => (past < 0 ? i % rows : -1)),
    );
    k.writeIndices(
      here.last,
      positions.map((past, i) => (past === -1 ? i % rows : -1)),
    );
    const { cols } = here.share;
    k.write(
      here.share,
      Array.from({ length: rows * cols }, (_, i) => 1 / Math.max(1, lengths[first + Math.floor(i / cols)])),
    );
    return own.filter((target) => target >= 0).length;
  }

  /** Sum of the losses; leaves dLogits times `scale` at every position. */
  loss(loss: Handle, dLogits: Handle, logits: Handle, scale: number): number {
    const { k, here } = this;
    k.fill(here.answers, 0);
    k.scatterAdd(here.answers, logits, here.owner);
    k.multiply(here.answers, here.share);
    const sum = k.softmaxCrossEntropy(here.losses, here.dAnswers, here.answers, here.targets, scale);
    k.multiply(here.dAnswers, here.share);
    k.gather(dLogits, here.dAnswers, here.owner);
    k.gather(loss, here.losses, here.last);
    return sum;
  }
}
