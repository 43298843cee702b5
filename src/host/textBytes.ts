/** Text to bytes and back: as files hold it, and as the store holds it. */

/** UTF-8, or UTF-16 when a byte order mark says so. The mark itself is dropped, as the editor drops it. */
export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder().decode(bytes);
}

/** UTF-16 units as bytes: keeps lone surrogates, which UTF-8 would replace. */
export function packText(text: string): Uint8Array {
  const units = new Uint16Array(text.length);
  for (let i = 0; i < text.length; i++) units[i] = text.charCodeAt(i);
  return new Uint8Array(units.buffer);
}

/** Undoes `packText`. */
export function unpackText(bytes: Uint8Array): string {
  const even = bytes.slice(0, bytes.length & ~1);
  const units = new Uint16Array(even.buffer);
  const parts: string[] = [];
  const chunk = 1 << 13; // Within every engine's limit on the number of arguments.
  for (let i = 0; i < units.length; i += chunk) parts.push(String.fromCharCode(...units.subarray(i, i + chunk)));
  return parts.join('');
}
