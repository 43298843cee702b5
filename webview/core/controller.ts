import type { Subscription } from '../../src/protocol/frame';
import { createLink, type Link, type Port } from '../../src/protocol/link';
import type { PanelEvents, PanelMethods } from '../../src/protocol/messages';
import type { TraceKey } from '../../src/protocol/trace';
import { PROTOCOL_VERSION } from '../../src/protocol/version';
import { pictureIntents } from './intents';
import { receive, withSlice } from './receive';
import type { PanelState, Store } from './state';
import { sameSubscription, subscriptionFor } from './subscription';
import { rowsOf, sliceOf } from './tensors';
import type { Intents } from './view';

/** While training runs, the Inspector is told of the timestep under study again at most this often. */
const INSPECT_EVERY_MS = 250;
const SAMPLE_LENGTH = 200;

/** Connects the state with the host: messages in, intents out, and what must follow from either. */
export class Controller {
  private readonly link: Link<PanelMethods>;
  private subscribed: { readonly run: string; readonly subscription: Subscription } | null = null;
  private inspected: { readonly key: TraceKey; readonly column: number } | null = null;
  private inspectedAt = 0;
  private acknowledged: { readonly run: string; readonly number: number } | null = null;
  private fetching = false;
  private visible: readonly [number, number] = [0, 0];

  constructor(
    port: Port,
    private readonly store: Store,
  ) {
    const handlers: PanelEvents = {
      hydrate: (args) => {
        // The host begins anew as well: it has forgotten the subscription and what was acknowledged.
        this.subscribed = null;
        this.acknowledged = null;
        this.apply(receive.hydrate(store.state, args));
      },
      runs: (args) => this.apply(receive.runs(store.state, args)),
      progress: (args) => this.apply(receive.progress(store.state, args)),
      frame: (frame) => {
        this.fetching = false;
        const { run } = frame.head;
        if (run === store.state.shown?.summary.run) this.apply(receive.frame(store.state, frame));
        else this.link.notify.acknowledge({ run, number: frame.number });
      },
      stale: (args) => this.apply(receive.stale(store.state, args)),
      editorSelection: (args) => {
        this.apply(receive.editorSelection(store.state, args));
        this.follow(args.range);
      },
    };
    this.link = createLink<PanelEvents, PanelMethods>(port, handlers, {
      onProblem: (problem) => store.update({ problem }),
    });
  }

  start(): void {
    this.link.notify.ready({ version: PROTOCOL_VERSION });
  }

  /** To be called after every drawing, with the columns that were in sight. */
  drawn(visible: readonly [number, number]): void {
    this.visible = visible;
    const { frame } = this.store.state;
    if (frame && this.acknowledged?.number !== frame.number) {
      this.acknowledged = { run: frame.head.run, number: frame.number };
      this.link.notify.acknowledge(this.acknowledged);
    }
    this.subscribe(visible);
    this.inspectAgain();
    void this.fill(visible);
  }

  private readonly own = pictureIntents(() => this.store);
  readonly intents: Intents = {
    ...this.own,
    act: (action) => this.withRun((run) => this.link.notify.act({ run, action })),
    show: (run) => {
      this.store.updateView({ run });
      this.link.notify.show({ run });
    },
    command: (command) => this.link.notify.command({ command }),
    point: (place) => {
      this.own.point(place);
      this.inspect();
    },
    reveal: (from, to) => {
      const { frame } = this.store.state;
      if (!frame) return;
      const { run, position } = frame.head;
      this.link.notify.reveal({ run, from: position + from, to: position + to });
    },
    clearSelection: () => {
      this.own.clearSelection();
      this.inspected = null;
      this.link.notify.inspect(null);
    },
    probe: (from) =>
      this.withRun((run) => {
        const { shown, frame } = this.store.state;
        const { tokenCount = 0, config } = shown?.info ?? {};
        const length = (frame?.head.kind === 'probe' ? frame.head.length : config?.sequenceLength) ?? 1;
        this.link.notify.probe({ run, from, to: Math.min(tokenCount, from + length) });
      }),
    sample: () => this.withRun((run) => void this.sample(run)),
  };

  private apply(change: Partial<PanelState>): void {
    this.store.update(change);
  }

  /** Scrolls to what is selected in the editor, when it lies in the trace but out of sight. */
  private follow(range: readonly [number, number] | null): void {
    const { frame } = this.store.state;
    if (!range || !frame) return;
    const [first, last] = range.map((position) => position - frame.head.position) as [number, number];
    const inTrace = last > 0 && first < frame.head.length;
    const [from, to] = this.visible;
    if (inTrace && (last <= from || first >= to)) this.store.updateView({ scroll: Math.max(0, first - 2) });
  }

  private withRun(use: (run: string) => void): void {
    const run = this.store.state.shown?.summary.run;
    if (run !== undefined) use(run);
  }

  private subscribe(visible: readonly [number, number]): void {
    const { shown, view } = this.store.state;
    if (!shown?.info) return;
    const { run } = shown.summary;
    const subscription = subscriptionFor(shown.info, view, visible);
    if (this.subscribed?.run === run && sameSubscription(this.subscribed.subscription, subscription)) return;
    this.subscribed = { run, subscription };
    this.link.notify.subscribe(this.subscribed);
  }

  private inspect(): void {
    const { cursor, frame } = this.store.state;
    if (!cursor || !frame) return;
    const { run, kind, step } = frame.head;
    this.inspected = { key: { run, kind, step }, column: cursor.column };
    this.inspectedAt = performance.now();
    this.link.notify.inspect(this.inspected);
  }

  /** Keeps the Inspector on the trace that is on screen while training moves on. */
  private inspectAgain(): void {
    const { cursor, frame } = this.store.state;
    if (!cursor || !frame || !this.inspected) return;
    const { kind, step } = frame.head;
    const { key } = this.inspected;
    if (key.step === step && key.kind === kind) return;
    if (performance.now() - this.inspectedAt >= INSPECT_EVERY_MS) this.inspect();
  }

  /** Fetches what the frame on screen lacks of the subscribed tensors, when no further frame will bring it. */
  private async fill(visible: readonly [number, number]): Promise<void> {
    const { frame, shown } = this.store.state;
    if (this.fetching || !frame || !this.subscribed || shown?.summary.phase === 'running') return;
    const [from, to] = visible;
    const missing = this.subscribed.subscription.tensors.find((id) => {
      const slice = sliceOf(frame, id);
      return !slice || rowsOf(slice) === 0 || slice.from > from || slice.to < Math.min(to, frame.head.length);
    });
    if (missing === undefined || this.subscribed.subscription.kind !== frame.head.kind) return;
    this.fetching = true;
    try {
      const { run, kind, step } = frame.head;
      const slice = await this.link.call.fetch({ key: { run, kind, step }, tensor: missing, from, to });
      const now = this.store.state.frame;
      if (slice.to <= slice.from) return;
      this.fetching = false;
      if (now && now.number === frame.number) this.store.update({ frame: withSlice(now, slice) });
    } catch {
      // The trace is gone, which is no problem of the user's: the next frame ends the wait.
    }
  }

  private async sample(run: string): Promise<void> {
    const { temperature } = this.store.state.view;
    this.store.update({ sampling: true, problem: null });
    try {
      const seed = Math.floor(performance.now() * 1000) % 2 ** 31;
      const sample = await this.link.call.sample({ run, length: SAMPLE_LENGTH, temperature, seed });
      const { shown } = this.store.state;
      this.store.update({ sampling: false, shown: shown?.summary.run === run ? { ...shown, sample } : shown });
    } catch (error) {
      this.store.update({ sampling: false, problem: error instanceof Error ? error.message : String(error) });
    }
  }
}
