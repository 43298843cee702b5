import type { Port } from '../../src/protocol/link';

/** What VS Code puts into a webview's page; may be asked for once only. */
interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

/** The way to the extension host, and the small state that survives a reload. */
export function vscodeApi(): { readonly port: Port; readonly saved: unknown; readonly save: (state: unknown) => void } {
  const api = acquireVsCodeApi();
  return {
    port: {
      post: (message) => api.postMessage(message),
      onMessage: (callback) => {
        const listener = ({ data }: MessageEvent<unknown>) => callback(data);
        addEventListener('message', listener);
        return () => removeEventListener('message', listener);
      },
    },
    saved: api.getState(),
    save: (state) => api.setState(state),
  };
}
