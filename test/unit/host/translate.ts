import type { Translate } from '../../../src/host/translate';

/** What `vscode.l10n.t` does without a translation. */
export const t: Translate = (message, ...args) =>
  message.replace(/\{(\d+)\}/g, (_, index: string) => String(args[Number(index)]));
