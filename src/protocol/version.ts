/** Version of every message between worker, host and panel. A peer of another version is refused with words. */
export const PROTOCOL_VERSION = 1;
