/** A file that cannot be read, in words for the user. */
export class FormatError extends Error {
  override readonly name = 'FormatError';

  /** `problem` says what is wrong with the file, `nextStep` what the user can do about it; both whole sentences. */
  constructor(
    readonly problem: string,
    readonly nextStep: string,
  ) {
    super(`${problem} ${nextStep}`);
  }
}
