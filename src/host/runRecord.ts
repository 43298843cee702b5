/** What is stored of a run beside its text and its checkpoint, which also holds the curves: small, versioned, readable. */
import type { RunConfig, RunPhase, RunReason } from '../protocol/run';
import type { Sample } from '../protocol/messages';
import type { Piece } from '../text/snapshot';
import { fromJson, toJson } from './numbers';

/** Raised when a stored record can no longer be read as it was written. */
const RECORD_VERSION = 1;

export interface RunRecord {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  /** The document's URI, or null for a text that came through the API. */
  readonly document: string | null;
  readonly pieces: readonly Piece[];
  readonly config: RunConfig;
  readonly phase: RunPhase;
  readonly reason: RunReason | null;
  readonly modelLine: string;
  /** What a classifier chooses among, else empty. */
  readonly labels: readonly string[];
  readonly sample: Sample | null;
  readonly scalars: Float64Array;
  /** Milliseconds since the epoch. */
  readonly created: number;
}

export function writeRecord(record: RunRecord): Uint8Array {
  const stored = { version: RECORD_VERSION, ...record, scalars: toJson(record.scalars) };
  return new TextEncoder().encode(JSON.stringify(stored));
}

/** Null for what is no record of this version: such a run cannot be brought back. */
export function readRecord(bytes: Uint8Array): RunRecord | null {
  try {
    const { version, ...stored } = JSON.parse(new TextDecoder().decode(bytes)) as Omit<RunRecord, 'labels'> & {
      readonly version: number;
      readonly labels?: readonly string[];
    };
    if (version !== RECORD_VERSION) return null;
    // Records from before there were classifiers have no labels.
    return { ...stored, labels: stored.labels ?? [], scalars: fromJson(stored.scalars) };
  } catch {
    return null;
  }
}

/** Phase of a run whose window was closed or reloaded: what trained or prepared then waits to be resumed. */
export function phaseAfterReload(phase: RunPhase): RunPhase {
  return phase === 'running' || phase === 'preparing' ? 'paused' : phase;
}
