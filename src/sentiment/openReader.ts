import type { Reader } from './reader';

/** Opens a reader file. Throws with words when it is damaged or something else. */
export function openReader(_bytes: Uint8Array): Reader {
  throw new Error('This build of Unroll has no reader.');
}
