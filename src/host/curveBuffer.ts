/** A loss curve that grows for as long as a run trains and stays within a fixed memory. */
import type { CurvePoints } from '../protocol/run';

/** Points kept of one curve: more than a screen has pixels, and 64 KB as two arrays of doubles. */
export const MAX_CURVE_POINTS = 4096;

export class CurveBuffer {
  #steps: number[] = [];
  #losses: number[] = [];

  append({ steps, losses }: CurvePoints): void {
    for (let i = 0; i < steps.length; i++) {
      this.#steps.push(steps[i]!);
      this.#losses.push(losses[i]!);
      if (this.#steps.length > MAX_CURVE_POINTS) this.#thin();
    }
  }

  clear(): void {
    this.#steps = [];
    this.#losses = [];
  }

  /** A copy, fit for posting. */
  points(): CurvePoints {
    return { steps: Float64Array.from(this.#steps), losses: Float64Array.from(this.#losses) };
  }

  /** Halves the older half's resolution: recent steps stay exact, and every kept point is a true measurement. */
  #thin(): void {
    const half = MAX_CURVE_POINTS / 2;
    const kept = (_: number, i: number) => i >= half || i % 2 === 0;
    this.#steps = this.#steps.filter(kept);
    this.#losses = this.#losses.filter(kept);
  }
}
