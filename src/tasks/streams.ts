/** Reads a token sequence as B parallel contiguous streams, window after window: the batches of truncated BPTT. */
import type { Batch } from '../engine/types';
import type { BatchSource } from './task';

/** Consecutive epochs start this share of the slack further on, modulo 1: no token is left out for ever. */
const GOLDEN_RATIO = 0.6180339887498949;

/** A batch of next-token prediction: row b reads `tokens` from `positions[b]` on; its targets are the tokens after. */
export function nextTokenBatch(tokens: Int32Array, positions: Int32Array, steps: number): Batch {
  const rows = positions.length;
  const inputs = new Int32Array(steps * rows);
  const targets = new Int32Array(steps * rows);
  for (let t = 0; t < steps; t++) {
    for (let b = 0; b < rows; b++) {
      const at = positions[b] + t;
      inputs[t * rows + b] = tokens[at];
      targets[t * rows + b] = at + 1 < tokens.length ? tokens[at + 1] : -1;
    }
  }
  return { steps, rows, inputs, targets, lengths: new Int32Array(rows).fill(steps), initial: null };
}

/**
 * Endless training batches over `tokens[0, count)`, count > rows·steps. An epoch is W = ⌊(count-1) / (rows·steps)⌋
 * windows, row b reading the b-th stretch of W·steps tokens; the tokens left over shift the start of the next epochs.
 * The cursor is the number of batches read, so any place in training is found again by one number.
 */
export function trainingStreams(
  tokens: Int32Array,
  count: number,
  rows: number,
  steps: number,
  carryState: boolean,
): BatchSource {
  const windows = Math.floor((count - 1) / (rows * steps));
  const slack = count - 1 - windows * rows * steps;
  let cursor = 0;
  return {
    steps,
    rows,
    batches: windows,
    peek() {
      const window = cursor % windows;
      const epoch = Math.floor(cursor / windows);
      const start = Math.floor(((epoch * GOLDEN_RATIO) % 1) * (slack + 1)) + window * steps;
      const positions = Int32Array.from({ length: rows }, (_, row) => start + row * windows * steps);
      return {
        batch: nextTokenBatch(tokens, positions, steps),
        continues: carryState && window > 0,
        positions,
      };
    },
    advance() {
      cursor++;
    },
    save: () => cursor,
    restore(saved) {
      cursor = saved;
    },
    copy: () => trainingStreams(tokens, count, rows, steps, carryState),
  };
}

/**
 * The tokens from `from` to the end as a fixed list of batches, at most `limit` targets: rows spread evenly over the
 * stretch, each read in windows of `steps` (the last may be shorter) that continue one another. The first target is
 * `tokens[from]`, predicted from the token before it.
 */
export function validationStreams(
  tokens: Int32Array,
  from: number,
  maxRows: number,
  steps: number,
  limit: number,
): readonly Batch[] {
  const targets = tokens.length - from;
  const rows = Math.min(maxRows, Math.max(1, Math.floor(targets / steps)));
  const length = Math.floor(Math.min(targets, limit) / rows);
  const starts = Array.from({ length: rows }, (_, row) => from - 1 + Math.floor((row * targets) / rows));
  const batches: Batch[] = [];
  for (let at = 0; at < length; at += steps) {
    const positions = Int32Array.from(starts, (start) => start + at);
    batches.push(nextTokenBatch(tokens, positions, Math.min(steps, length - at)));
  }
  return batches;
}
