/** Notices a text in a language that the reader has not learned. */

/** Units of sentences from which on a text is long enough to be judged. */
const LONG = 150;
/** Share of known words below which a sentence is foreign, and share of foreign sentences above which a text is. */
const FEWEST_KNOWN = 0.5;
const MOST_FOREIGN = 0.5;

const NOTICE =
  'Most words of this text are unknown to the reader, which reads English: take what it says of other languages for guesses.';

export class LanguageCheck {
  private units = 0;
  private foreign = 0;

  /** A sentence of so many units, of whose words the reader knows this share. */
  add(units: number, known: number): void {
    this.units += units;
    if (known < FEWEST_KNOWN) this.foreign += units;
  }

  get notice(): string | null {
    return this.units >= LONG && this.foreign > MOST_FOREIGN * this.units ? NOTICE : null;
  }
}
