/** Snapshots of a run at logarithmically spaced steps, within a fixed memory: what its past is replayed from. */
import type { CheckpointState } from '../formats/checkpointState';

/** Most bytes that the snapshots of one run take. */
const BUDGET = 64 << 20;
/** Each snapshot is due at this many times the step of the one before. */
const RATIO = 1.25;

export class Snapshots {
  private states: CheckpointState[] = [];
  private due = 0;

  constructor(private readonly budget = BUDGET) {}

  /** The steps there are snapshots of, rising; the first and the newest stay for as long as there are any. */
  get steps(): readonly number[] {
    return this.states.map(({ step }) => step);
  }

  /** Whether one should be taken at this step. */
  isDue(step: number): boolean {
    return step >= this.due;
  }

  /** Takes one in; others go when they are too many. */
  add(state: CheckpointState): void {
    this.due = Math.max(state.step + 1, Math.ceil(state.step * RATIO));
    this.states.push(state);
    while (this.states.length > 2 && this.bytes > this.budget) this.states.splice(leastMissed(this.steps), 1);
  }

  /** The newest one at or before this step, or null. */
  before(step: number): CheckpointState | null {
    return this.states.filter((state) => state.step <= step).at(-1) ?? null;
  }

  clear(): void {
    this.states = [];
    this.due = 0;
  }

  private get bytes(): number {
    return this.states.reduce((sum, state) => sum + bytesOf(state), 0);
  }
}

/** The place of the step whose neighbours are closest by ratio; never the first or the last. */
export function leastMissed(steps: readonly number[]): number {
  let found = 1;
  let least = Infinity;
  for (let i = 1; i < steps.length - 1; i++) {
    const gap = (steps[i + 1]! + 1) / (steps[i - 1]! + 1);
    if (gap < least) [least, found] = [gap, i];
  }
  return found;
}

function bytesOf({ parameters, optimizer, carried, bestParameters }: CheckpointState): number {
  const arrays = [...parameters, ...optimizer.arrays, ...(bestParameters ?? [])].map(({ data }) => data);
  const states = carried?.flatMap((layer) => Object.values(layer)) ?? [];
  return [...arrays, ...states].reduce((sum, { byteLength }) => sum + byteLength, 0);
}
