/** Speed and time of a run: seconds spent training, pauses left out, and tokens per second of late. */

/** Seconds over which the speed is averaged. */
const WINDOW = 0.5;

export class Meter {
  elapsedSeconds = 0;
  /** NaN before the first step. */
  tokensPerSecond = NaN;
  private tokens = 0;
  private since = 0;

  /** `seconds` were worked, and `tokens` trained on in them. */
  add(seconds: number, tokens: number): void {
    this.elapsedSeconds += seconds;
    this.since += seconds;
    this.tokens += tokens;
    if (this.since === 0 || (this.since < WINDOW && this.tokensPerSecond > 0)) return;
    this.tokensPerSecond = this.tokens / this.since;
    this.tokens = 0;
    this.since = 0;
  }
}
