/** `vscode.l10n.t` as the parts of the host that know no VS Code see it: `{0}` in a message is its first argument. */
export type Translate = (message: string, ...args: (string | number)[]) => string;
