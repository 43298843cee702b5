/** A copy of a message in which no typed array drags a larger buffer along: VS Code ships the whole of it. */
export function compactBuffers<T>(value: T): T {
  if (ArrayBuffer.isView(value)) {
    const view = value as unknown as Uint8Array;
    return (view.byteLength === view.buffer.byteLength ? view : view.slice()) as unknown as T;
  }
  if (Array.isArray(value)) return value.map(compactBuffers) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, compactBuffers(part)])) as T;
}
