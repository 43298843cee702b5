/** A loss curve that grows for as long as a run trains and stays within a fixed memory. */
import type { CurvePoints, Curves } from '../protocol/run';

/** Most points kept of one curve: more than a screen has pixels. */
export const MAX_CURVE_POINTS = 4096;

export class CurveRecorder {
  private steps: number[] = [];
  private losses: number[] = [];
  private news = { steps: [] as number[], losses: [] as number[] };

  add(step: number, loss: number): void {
    this.news.steps.push(step);
    this.news.losses.push(loss);
    this.steps.push(step);
    this.losses.push(loss);
    if (this.steps.length > MAX_CURVE_POINTS) this.thin();
  }

  get lastStep(): number {
    return this.steps.at(-1) ?? 0;
  }

  /** All points kept, in fresh arrays. */
  points(): CurvePoints {
    return { steps: Float64Array.from(this.steps), losses: Float64Array.from(this.losses) };
  }

  /** The points kept up to a step, in fresh arrays. */
  until(step: number): CurvePoints {
    const after = this.steps.findIndex((at) => at > step);
    const count = after < 0 ? this.steps.length : after;
    return {
      steps: Float64Array.from(this.steps.slice(0, count)),
      losses: Float64Array.from(this.losses.slice(0, count)),
    };
  }

  /** The points since it was last asked, in fresh arrays. */
  takeNews(): CurvePoints {
    const { steps, losses } = this.news;
    this.news = { steps: [], losses: [] };
    return { steps: Float64Array.from(steps), losses: Float64Array.from(losses) };
  }

  /** Begins anew with these points. */
  restore({ steps, losses }: CurvePoints): void {
    this.steps = [...steps];
    this.losses = [...losses];
    this.news = { steps: [], losses: [] };
  }

  /** Halves the resolution of the older half: recent steps stay exact, and every kept point was measured. */
  private thin(): void {
    const half = MAX_CURVE_POINTS / 2;
    const kept = (_: number, i: number) => i >= half || i % 2 === 0;
    this.steps = this.steps.filter(kept);
    this.losses = this.losses.filter(kept);
    // News are bounded too: nobody may ask for them while no progress is sent.
    if (this.news.steps.length > MAX_CURVE_POINTS) this.news = { steps: [...this.steps], losses: [...this.losses] };
  }
}

/** Two curves without a point, in arrays of their own: a message may hand its arrays over. */
export function noCurves(): Curves {
  const points = () => ({ steps: new Float64Array(0), losses: new Float64Array(0) });
  return { train: points(), validation: points() };
}
