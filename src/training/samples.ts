/** Draws text from the model, token by token, so that a long sample can be spread over many turns. */
import { Generator } from '../engine/generator';
import type { Engine, LayerStates } from '../engine/types';
import type { PreparedTask } from '../tasks/task';
import { softmax } from './softmax';

export interface SampleRequest {
  /** Tokens to draw. */
  readonly length: number;
  /** Divides the logits before the softmax; 0 always takes the likeliest token. */
  readonly temperature: number;
  readonly seed: number;
}

/** One text under way. */
class Sampler {
  private readonly generator: Generator;
  private readonly drawn: number[] = [];
  private states: LayerStates | null = null;
  private token: number;

  /** Begins after a newline where the text has one, else after the text's first token. */
  constructor(
    private readonly engine: Engine,
    private readonly task: PreparedTask,
    private readonly request: SampleRequest,
  ) {
    this.generator = new Generator(request.seed);
    const newline = task.tokenTexts.findIndex((text) => text === '\n' || text === '\r\n');
    this.token = newline >= 0 ? newline : task.tokens[0]!;
  }

  /** Draws one token. True when the text is complete. */
  advance(): boolean {
    const { logits, states } = this.engine.advance(this.token, this.states);
    this.states = states;
    this.token = draw(logits, this.request.temperature, this.generator.uniform());
    this.drawn.push(this.token);
    return this.drawn.length >= this.request.length;
  }

  /** An unknown token shows in its display form. */
  get text(): string {
    const { tokenTexts, vocabulary } = this.task;
    return this.drawn.map((id) => tokenTexts[id] || vocabulary[id]).join('');
  }
}

/** The token at which the cumulative distribution passes `uniform`. */
function draw(logits: Float64Array, temperature: number, uniform: number): number {
  if (temperature === 0) return logits.indexOf(logits.reduce((a, b) => Math.max(a, b)));
  const probabilities = softmax(logits, temperature);
  let cumulative = 0;
  for (let id = 0; id < probabilities.length; id++) {
    cumulative += probabilities[id]!;
    if (uniform < cumulative) return id;
  }
  // Rounding can leave the sum a hair under 1.
  return probabilities.length - 1;
}

interface Waiting {
  readonly sampler: Sampler;
  readonly resolve: (text: string) => void;
  readonly reject: (error: Error) => void;
}

/** The texts that were asked for, drawn one after the other. */
export class SampleQueue {
  private queue: Waiting[] = [];

  get waiting(): boolean {
    return this.queue.length > 0;
  }

  /** Resolves with the text; `advance` must be called until it does. */
  add(engine: Engine, task: PreparedTask, request: SampleRequest): Promise<string> {
    const sampler = new Sampler(engine, task, request);
    return new Promise((resolve, reject) => this.queue.push({ sampler, resolve, reject }));
  }

  /** Draws one token of the first text. */
  advance(): void {
    const [first] = this.queue;
    if (!first?.sampler.advance()) return;
    this.queue.shift();
    first.resolve(first.sampler.text);
  }

  /** Rejects everything that waits. */
  abandon(reason: string): void {
    const { queue } = this;
    this.queue = [];
    for (const { reject } of queue) reject(new Error(reason));
  }
}
