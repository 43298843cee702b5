/** The page of a webview: one script, one style sheet, and a policy that allows nothing else. */
import * as vscode from 'vscode';

/** 128 random bits for one page; the platform's generator, as a nonce that can be guessed protects nothing. */
function createNonce(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Folder a webview may read: the bundles. */
export function webviewRoot(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'dist');
}

/** HTML that loads `dist/NAME.js` and `dist/NAME.css`. Made afresh for every page, as its nonce must be used once. */
export function webviewPage(webview: vscode.Webview, extensionUri: vscode.Uri, name: string, title: string): string {
  const asset = (file: string) => webview.asWebviewUri(vscode.Uri.joinPath(webviewRoot(extensionUri), file)).toString();
  const nonce = createNonce();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    `img-src ${webview.cspSource} data:`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
  <meta charset="UTF-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="stylesheet" href="${asset(`${name}.css`)}">
  <title>${title}</title>
</head>
<body>
  <script nonce="${nonce}" src="${asset(`${name}.js`)}"></script>
</body>
</html>`;
}

/** The wire to a webview's page, for a protocol link. */
export function webviewPort(webview: vscode.Webview): {
  post(message: unknown): void;
  onMessage(callback: (message: unknown) => void): () => void;
} {
  return {
    post: (message) => void webview.postMessage(message),
    onMessage(callback) {
      const listener = webview.onDidReceiveMessage(callback);
      return () => void listener.dispose();
    },
  };
}
