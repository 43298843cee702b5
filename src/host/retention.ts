/** Which stored runs must go so that storage stays bounded. */
import type { RunPhase } from '../protocol/run';

/** What retention needs to know of a stored run. */
export interface StoredSize {
  readonly id: string;
  readonly phase: RunPhase;
  /** Milliseconds since the epoch. */
  readonly created: number;
  readonly bytes: number;
}

export interface StorageLimits {
  readonly runs: number;
  readonly bytes: number;
}

/** Of one workspace. A recovery checkpoint of the default model is about 0.5 MB. */
export const STORAGE_LIMITS: StorageLimits = { runs: 20, bytes: 200 * 1024 * 1024 };

const ENDED: ReadonlySet<RunPhase> = new Set<RunPhase>(['finished', 'stopped', 'failed']);

/**
 * Ids to drop, oldest first. Runs that ended go first, then paused ones; a run that trains or prepares is never dropped,
 * and neither is `keep` (the run on screen).
 */
export function runsToDrop(runs: readonly StoredSize[], limits: StorageLimits, keep: string | null): string[] {
  const candidates = runs
    .filter(({ id, phase }) => id !== keep && (ENDED.has(phase) || phase === 'paused'))
    .sort((a, b) => Number(ENDED.has(b.phase)) - Number(ENDED.has(a.phase)) || a.created - b.created);
  const dropped: string[] = [];
  let count = runs.length;
  let bytes = runs.reduce((sum, run) => sum + run.bytes, 0);
  for (const run of candidates) {
    if (count <= limits.runs && bytes <= limits.bytes) break;
    dropped.push(run.id);
    count -= 1;
    bytes -= run.bytes;
  }
  return dropped;
}
