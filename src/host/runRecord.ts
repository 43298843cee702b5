/** What is stored of a run beside its text and its checkpoint: small, versioned, readable. */
import type { Curves, RunConfig, RunPhase, RunReason } from '../protocol/run';
import type { Sample } from '../protocol/messages';
import type { Piece } from '../text/snapshot';
import { fromJson, toJson } from './numbers';
import type { JsonNumber } from './numbers';

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
  readonly sample: Sample | null;
  readonly scalars: Float64Array;
  readonly curves: Curves;
  /** Milliseconds since the epoch. */
  readonly created: number;
}

/** The record as a file has it. */
type Stored = Omit<RunRecord, 'scalars' | 'curves'> & {
  readonly version: number;
  readonly scalars: readonly JsonNumber[];
  readonly curves: Readonly<
    Record<'train' | 'validation', Readonly<Record<'steps' | 'losses', readonly JsonNumber[]>>>
  >;
};

export function writeRecord(record: RunRecord): Uint8Array {
  const { scalars, curves, ...rest } = record;
  const points = ({ steps, losses }: Curves['train']) => ({ steps: toJson(steps), losses: toJson(losses) });
  const stored: Stored = {
    version: RECORD_VERSION,
    ...rest,
    scalars: toJson(scalars),
    curves: { train: points(curves.train), validation: points(curves.validation) },
  };
  return new TextEncoder().encode(JSON.stringify(stored));
}

/** Null for a file that is no record of this version: such a run cannot be brought back. */
export function readRecord(bytes: Uint8Array): RunRecord | null {
  let stored: Partial<Stored>;
  try {
    stored = JSON.parse(new TextDecoder().decode(bytes)) as Partial<Stored>;
  } catch {
    return null;
  }
  if (stored.version !== RECORD_VERSION || typeof stored.id !== 'string' || stored.config === undefined) return null;
  const points = (side: 'train' | 'validation') => ({
    steps: fromJson(stored.curves?.[side]?.steps),
    losses: fromJson(stored.curves?.[side]?.losses),
  });
  return {
    id: stored.id,
    name: stored.name ?? stored.id,
    label: stored.label ?? '',
    document: stored.document ?? null,
    pieces: stored.pieces ?? [],
    config: stored.config,
    phase: stored.phase ?? 'stopped',
    reason: stored.reason ?? null,
    modelLine: stored.modelLine ?? '',
    sample: stored.sample ?? null,
    scalars: fromJson(stored.scalars),
    curves: { train: points('train'), validation: points('validation') },
    created: stored.created ?? 0,
  };
}

/** Phase of a run whose window was closed or reloaded: what trained or prepared then waits to be resumed. */
export function phaseAfterReload(phase: RunPhase): RunPhase {
  return phase === 'running' || phase === 'preparing' ? 'paused' : phase;
}
