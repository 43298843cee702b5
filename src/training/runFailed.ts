import type { RunReason } from '../protocol/run';

/** A run that cannot be made ready. Its message is for the user and names the next step. */
export class RunFailed extends Error {
  override readonly name = 'RunFailed';
  readonly reason: RunReason;

  constructor(code: RunReason['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = { code, message };
  }
}
