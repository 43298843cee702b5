/** The three readings of a sentence, in the order of the model's outputs. */
export const LABELS = ['negative', 'neutral', 'positive'] as const;
export type Label = (typeof LABELS)[number];

/** A text somebody labelled. */
export interface Example {
  readonly text: string;
  readonly label: Label;
}
