/** Runs on disk: a record, the text and the newest checkpoint of each, in bounded space. Survives reloads and crashes. */
import * as vscode from 'vscode';
import { LatestWriter } from './latestWriter';
import { STORAGE_LIMITS, runsToDrop } from './retention';
import { Run } from './run';
import { RunFiles } from './runFiles';
import type { RunFile } from './runFiles';
import { phaseAfterReload, readRecord, writeRecord } from './runRecord';
import type { RunRecord } from './runRecord';
import type { Runs } from './runs';
import { packText, unpackText } from './textBytes';

/** Writers of one run. Each file has its own, so that a large checkpoint holds up no record. */
interface Writers {
  readonly record: LatestWriter<RunRecord>;
  readonly checkpoint: LatestWriter<Uint8Array>;
  readonly text: LatestWriter<string>;
}

export class RunStore implements vscode.Disposable {
  readonly #files: RunFiles;
  readonly #writers = new Map<Run, Writers>();
  /** Texts of this session's runs, kept until they are written. */
  readonly #texts = new Map<Run, string>();
  readonly #removal: vscode.Disposable;

  constructor(
    context: vscode.ExtensionContext,
    private readonly runs: Runs,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.#files = new RunFiles(vscode.Uri.joinPath(context.storageUri ?? context.globalStorageUri, 'runs'));
    this.#removal = runs.onDidRemove((run) => void this.#forget(run));
  }

  /** Lists the stored runs in `runs`. */
  async load(): Promise<void> {
    const records: RunRecord[] = [];
    for (const id of await this.#files.list()) {
      const bytes = await this.#files.read(id, 'record.json');
      // A folder without a record may be one that another window is just writing.
      if (bytes === null) continue;
      const record = readRecord(bytes);
      if (record?.id === id) {
        records.push(record);
        continue;
      }
      this.log.warn(`The stored run ${id} cannot be read and was deleted.`);
      await this.#files.delete(id);
    }
    for (const record of records) this.runs.add(this.#restore(record));
  }

  /** Takes in a new run and its text. */
  add(run: Run, text: string): void {
    this.#texts.set(run, text);
    this.offerRecord(run);
    this.#writersOf(run).text.offer(text);
  }

  offerRecord(run: Run): void {
    this.#writersOf(run).record.offer(this.#recordOf(run));
  }

  /** Stores the newest state; what is still waiting to be written is skipped for it. */
  offerCheckpoint(run: Run, bytes: Uint8Array): void {
    const { record, checkpoint } = this.#writersOf(run);
    checkpoint.offer(bytes);
    record.offer(this.#recordOf(run));
  }

  /** Newest state, or null when the run has not got that far. */
  async checkpoint(run: Run): Promise<Uint8Array | null> {
    await this.#writers.get(run)?.checkpoint.idle();
    return this.#files.read(run.id, 'checkpoint.safetensors');
  }

  /** A reset run begins anew, after a reload too. */
  async dropCheckpoint(run: Run): Promise<void> {
    await this.#writers.get(run)?.checkpoint.idle();
    await this.#files.deleteFile(run.id, 'checkpoint.safetensors');
  }

  /** Text of the run as it was when it began; throws when it is lost. */
  async text(run: Run): Promise<string> {
    const kept = this.#texts.get(run);
    if (kept !== undefined) return kept;
    const bytes = await this.#files.read(run.id, 'text.bin');
    if (bytes === null) {
      throw new Error(
        vscode.l10n.t('The text of “{0}” is no longer stored. Delete the run and train again.', run.name),
      );
    }
    return unpackText(bytes);
  }

  /** Drops what is over the limits, never `keep`. */
  async enforceLimits(keep: Run | null): Promise<void> {
    const sizes = await Promise.all(
      this.runs.all.map(async (run) => ({
        id: run.id,
        phase: run.phase,
        created: run.created,
        bytes: await this.#files.bytes(run.id),
      })),
    );
    for (const id of runsToDrop(sizes, STORAGE_LIMITS, keep?.id ?? null)) {
      const run = this.runs.get(id);
      if (run === null) continue;
      this.log.info(`${run.name} was deleted: storage keeps ${STORAGE_LIMITS.runs} runs and 200 MB.`);
      this.runs.remove(run);
    }
  }

  /** Resolves when everything offered so far is on disk. */
  async idle(): Promise<void> {
    await Promise.all([...this.#writers.values()].map(allIdle));
  }

  dispose(): void {
    this.#removal.dispose();
  }

  #restore(record: RunRecord): Run {
    const document = record.document === null ? null : vscode.Uri.parse(record.document);
    const run = new Run(record.id, record.name, record.config, {
      label: record.label,
      document,
      pieces: record.pieces,
    });
    run.phase = phaseAfterReload(record.phase);
    run.reason = record.reason;
    run.modelLine = record.modelLine;
    run.labels = record.labels;
    run.sample = record.sample;
    if (record.scalars.length === run.scalars.length) run.scalars = record.scalars;
    run.interrupted = record.phase !== run.phase;
    return run;
  }

  #recordOf(run: Run): RunRecord {
    const { id, name, config, phase, reason, modelLine, labels, sample, scalars, text, created } = run;
    const { label, pieces } = text;
    const document = text.document?.toString() ?? null;
    return { id, name, label, document, pieces, config, phase, reason, modelLine, labels, sample, scalars, created };
  }

  #writersOf(run: Run): Writers {
    const known = this.#writers.get(run);
    if (known) return known;
    const failed = (error: unknown) => this.log.error(`${run.name} could not be stored. ${String(error)}`);
    const write = async (file: RunFile, bytes: Uint8Array) => {
      if (this.runs.get(run.id) === run) await this.#files.write(run.id, file, bytes);
    };
    const writers: Writers = {
      record: new LatestWriter((record) => write('record.json', writeRecord(record)), failed),
      checkpoint: new LatestWriter((bytes) => write('checkpoint.safetensors', bytes), failed),
      text: new LatestWriter(async (text) => {
        await write('text.bin', packText(text));
        this.#texts.delete(run);
      }, failed),
    };
    this.#writers.set(run, writers);
    return writers;
  }

  async #forget(run: Run): Promise<void> {
    const writers = this.#writers.get(run);
    if (writers) await allIdle(writers);
    this.#writers.delete(run);
    this.#texts.delete(run);
    await this.#files.delete(run.id);
  }
}

async function allIdle({ record, checkpoint, text }: Writers): Promise<void> {
  await Promise.all([record.idle(), checkpoint.idle(), text.idle()]);
}
