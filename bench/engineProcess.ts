import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';

/** How to start an engine: a command that speaks the line protocol of README.md. */
export interface EngineCommand {
  readonly engine: string;
  readonly command: string;
  readonly args: readonly string[];
}

interface Opened {
  readonly losses: readonly number[];
  readonly version: string;
}

interface Timed {
  readonly ms: readonly number[];
  /** Of the whole process, and of the engine's arena. */
  readonly rss?: number;
  readonly arena?: number;
}

/** An engine in a process of its own. */
export class EngineProcess {
  readonly engine: string;
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly answers: AsyncIterator<string>;
  private complaint = '';

  constructor({ engine, command, args }: EngineCommand) {
    this.engine = engine;
    this.child = spawn(command, args, { env: environment() });
    this.child.stderr.on('data', (text) => (this.complaint = String(text).slice(-500)));
    this.child.on('error', (error) => (this.complaint = error.message));
    this.answers = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }

  /** Makes the work of a spec ready and does it so many times. */
  open(file: string, work: string, steps: number): Promise<Opened> {
    return this.ask({ open: file, work, steps }) as Promise<Opened>;
  }

  /** Milliseconds of each step, for so many seconds and steps at least; of our own engine also bytes in memory. */
  time(seconds: number, least: number): Promise<Timed> {
    return this.ask({ seconds, least }) as Promise<Timed>;
  }

  close(): void {
    this.child.kill();
  }

  private async ask(request: object): Promise<unknown> {
    if (this.child.stdin.writable) this.child.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await this.answers.next();
    if (done) throw new Error(`${this.engine} ended: ${this.complaint.trim() || 'no reason given'}`);
    return JSON.parse(value as string);
  }
}

/** Settings of a machine's OpenBLAS would hold back a peer that links to it. */
function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('OPENBLAS_')));
}
