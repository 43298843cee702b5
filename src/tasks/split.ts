/** Which tokens are trained on and which are kept to validate: the end of the text is never seen in training. */

/** Fewest tokens a validation loss is worth computing on. */
export const FEWEST_VALIDATION_TOKENS = 32;

/** Number of tokens, from the start, to train on; all of them when the rest would be too short for a validation loss. */
export function trainingTokens(tokenCount: number, validationFraction: number): number {
  const validation = Math.floor(tokenCount * validationFraction);
  return validation < FEWEST_VALIDATION_TOKENS ? tokenCount : tokenCount - validation;
}
