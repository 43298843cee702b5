/** A worker's side of training: several runs in one thread, taking turns, so that messages are heard between them. */
import type { EngineBuild } from '../engine/createEngine';
import type { WorkerEvents, WorkerMethods } from '../protocol/messages';
import { noCurves } from './curves';
import { HostedRun } from './hostedRun';
import { RunFailed } from './runFailed';
import type { EncodeClassifier } from './trainedClassifier';
import { SCALARS } from '../protocol/run';

/** Milliseconds of one turn. */
const TURN = 8;

export interface ServiceOptions {
  /** Calls back after the messages that wait now have been handled; the platform's fastest way. */
  readonly afterMessages: (callback: () => void) => void;
  /** How engines are made on this platform. */
  readonly build?: EngineBuild;
  readonly encodeClassifier: EncodeClassifier;
}

/** Answers `WorkerMethods` until the worker ends; `events` are told unasked, and only after the first method was called. */
export function trainingService(
  events: WorkerEvents,
  { afterMessages, build = {}, encodeClassifier }: ServiceOptions,
): WorkerMethods {
  const runs = new Map<string, HostedRun>();
  const now = () => performance.now() / 1000;
  let turning = false;

  const find = (run: string): HostedRun => {
    const found = runs.get(run);
    if (!found) throw new Error(`There is no run "${run}" in this worker.`);
    return found;
  };

  /** Gives the run that waited longest its turn, and comes back for the next one after the messages. */
  function turn(): void {
    turning = false;
    const next = [...runs.values()].find((run) => run.busy);
    if (!next) return;
    runs.delete(next.run);
    runs.set(next.run, next);
    next.turn(now() + TURN / 1000);
    wake();
  }

  function wake(): void {
    if (turning) return;
    turning = true;
    afterMessages(turn);
  }

  /** A method of one run; whatever it changed, there may be work now. */
  function on<A extends { readonly run: string }, R>(act: (run: HostedRun, args: A) => R): (args: A) => R {
    return (args) => {
      wake();
      return act(find(args.run), args);
    };
  }
  const ask = <A extends { readonly run: string }, R>(act: (run: HostedRun, args: A) => R | Promise<R>) => {
    const method = on(act);
    return async (args: A): Promise<R> => method(args);
  };

  const methods: WorkerMethods = {
    async create(args) {
      if (runs.has(args.run)) throw new Error(`The run "${args.run}" exists already.`);
      try {
        const hosted = new HostedRun(args, events, now, build);
        runs.set(args.run, hosted);
        return hosted.describe();
      } catch (error) {
        if (error instanceof RunFailed) tellFailed(args.run, error);
        throw error;
      }
    },
    start: ask((run) => run.start()),
    pause: ask((run) => run.pause()),
    step: ask((run) => run.step()),
    stop: ask((run) => run.stop()),
    reset: ask((run) => run.reset()),
    dispose: ask((run) => {
      runs.delete(run.run);
      run.dispose();
    }),
    checkpoint: ask((run) => run.checkpoint()),
    subscribe: on((run, args) => run.view.subscribe(args.subscription)),
    acknowledge: on((run, args) => run.view.acknowledge(args.number)),
    probe: on((run, args) => run.view.probe(args.from, args.to)),
    fetch: async ({ key, tensor, from, to }) => find(key.run).view.fetch(key, tensor, from, to),
    inspect: async ({ key, column }) => find(key.run).inspect(key, column),
    snapshots: ask((run) => run.snapshots()),
    replay: ask((run, args: Parameters<WorkerMethods['replay']>[0]) => run.replay(args.step)),
    branch: ask((run, args: Parameters<WorkerMethods['branch']>[0]) => run.branch(args.step, args.changes)),
    checkGradients: ask((run) => run.checkGradients()),
    exportReader: ask((run, args: Parameters<WorkerMethods['exportReader']>[0]) =>
      encodeClassifier(run.classifier(), args.name),
    ),
    sample: ask((run, args: Parameters<WorkerMethods['sample']>[0]) => run.sample(args)),
  };

  function tellFailed(run: string, { reason }: RunFailed): void {
    const scalars = new Float64Array(SCALARS.length).fill(NaN);
    events.progress({ run, phase: 'failed', reason, scalars, curves: noCurves(), confusion: null, replace: true });
  }

  return methods;
}
