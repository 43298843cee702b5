/** Everything the host knows of one run: the source from which every surface draws. */
import type { Uri } from 'vscode';
import { lossUnit, SCALARS, scalar } from '../protocol/run';
import type { Confusion, Curves, RunConfig, RunInfo, RunPhase, RunReason } from '../protocol/run';
import type { RunSummary, Sample, WorkerEvents } from '../protocol/messages';
import type { Frame } from '../protocol/frame';
import type { Piece } from '../text/snapshot';
import { CurveBuffer } from './curveBuffer';
import type { TokenTable } from './tokenRanges';

/** What a worker's `progress` tells. */
export type Progress = Parameters<WorkerEvents['progress']>[0];

/** Where a run's text came from; the text itself is in the store. */
export interface RunText {
  /** Name for lists, e.g. `hamlet.txt:12-80`. */
  readonly label: string;
  /** Null for a text that came through the API. */
  readonly document: Uri | null;
  /** Parts of the document, as they were when the run began. */
  readonly pieces: readonly Piece[];
}

const NO_NUMBERS = new Int32Array(0);

export class Run {
  phase: RunPhase = 'preparing';
  reason: RunReason | null = null;
  /** In the order of `SCALARS`. */
  scalars: Float64Array = new Float64Array(SCALARS.length).fill(NaN);
  readonly train = new CurveBuffer();
  readonly validation = new CurveBuffer();
  /** Model in one line; known before `info` for a run that was reopened. */
  modelLine = '';
  /** What a classifier chooses among, else empty; known with the model's line. */
  labels: readonly string[] = [];
  /** Without its token boundaries, which are `tokens`: the panel is sent this as it is. Null while preparing. */
  info: RunInfo | null = null;
  tokens: TokenTable | null = null;
  frame: Frame | null = null;
  sample: Sample | null = null;
  /** A classifier's newest validation. */
  confusion: Confusion | null = null;

  /** Whether it trained when its window was closed or reloaded. */
  interrupted = false;

  constructor(
    readonly id: string,
    public name: string,
    readonly config: RunConfig,
    readonly text: RunText,
    /** Milliseconds since the epoch. */
    readonly created = Date.now(),
  ) {}

  get step(): number {
    const step = scalar(this.scalars, 'step');
    return Number.isFinite(step) ? step : 0;
  }

  /** Takes the facts a worker found while preparing the run. */
  prepared(info: RunInfo): void {
    this.tokens = { starts: info.tokenStarts, ends: info.tokenEnds };
    this.info = { ...info, tokenStarts: NO_NUMBERS, tokenEnds: NO_NUMBERS };
    this.modelLine = info.modelLine;
    this.labels = info.labels;
  }

  apply({ phase, reason, scalars, curves, confusion, replace }: Progress): void {
    this.phase = phase;
    this.reason = reason;
    this.scalars = scalars;
    if (replace) {
      this.train.clear();
      this.validation.clear();
    }
    if (replace || confusion) this.confusion = confusion;
    this.train.append(curves.train);
    this.validation.append(curves.validation);
  }

  get curves(): Curves {
    return { train: this.train.points(), validation: this.validation.points() };
  }

  get summary(): RunSummary {
    const { id: run, name, phase, reason, scalars } = this;
    return { run, name, phase, reason, maxSteps: this.config.maxSteps, unit: lossUnit(this.labels), scalars };
  }
}
