/** Runs in the page, before the bundle: VS Code's API, and a host behind it that speaks the real link. */
import { createLink } from '../../src/protocol/link';
import type { InspectorEvents, InspectorMethods, PanelEvents, PanelMethods } from '../../src/protocol/messages';
import type { SentenceEvents, SentenceMethods, SentimentEvents, SentimentMethods } from '../../src/protocol/sentiment';
import { PROTOCOL_VERSION } from '../../src/protocol/version';
import * as classifier from './classifierFixtures';
import * as fixtures from './fixtures';
import * as readings from './readings';

/** One thing the page asked for. */
export interface Posted {
  readonly method: string;
  readonly args: unknown;
  /** Milliseconds since the page began. */
  readonly at: number;
}

type Methods = PanelMethods & InspectorMethods & SentimentMethods & SentenceMethods;
type Events = PanelEvents & InspectorEvents & SentimentEvents & SentenceEvents;

const posted: Posted[] = [];
/** Milliseconds until the next answers to `read`, in order; at once when there are none left. */
const delays: number[] = [];
const listeners = new Set<(message: unknown) => void>();

function record(method: string): (args: unknown) => void {
  return (args) => void posted.push({ method, args, at: performance.now() });
}

/** Notifications are recorded; calls are recorded and answered from the fixtures. */
const handlers = {
  ...Object.fromEntries(
    ['ready', 'subscribe', 'acknowledge', 'act', 'show', 'probe', 'reveal', 'inspect', 'command', 'move', 'open'].map(
      (method) => [method, record(method)],
    ),
  ),
  fetch: (args: Parameters<PanelMethods['fetch']>[0]) => {
    record('fetch')(args);
    const frame = fixtures.makeFrame({ step: args.key.step, number: 0, from: args.from, to: args.to });
    return Promise.resolve(frame.tensors.find(({ id }) => id === args.tensor)!);
  },
  sample: (args: Parameters<PanelMethods['sample']>[0]) => {
    record('sample')(args);
    return Promise.resolve({ run: args.run, step: 300, temperature: args.temperature, text: 'a sampled line' });
  },
  excerpts: (args: Parameters<SentimentMethods['excerpts']>[0]) => {
    record('excerpts')(args);
    return Promise.resolve(args.indices.map((index) => readings.makeExcerpt(index)));
  },
  read: async (args: Parameters<SentenceMethods['read']>[0]) => {
    record('read')(args);
    await new Promise((resolve) => setTimeout(resolve, delays.shift() ?? 0));
    if (args.text.includes('UNREADABLE')) throw new Error('The reader has stopped. Show the sentiment again.');
    return readings.makeReading(args.text, args.explained);
  },
} as unknown as Methods;

const link = createLink<Methods, Events>(
  {
    post: (message) => window.postMessage(message, '*'),
    onMessage: (callback) => {
      listeners.add(callback);
      return () => listeners.delete(callback);
    },
  },
  handlers,
);

const STATE_KEY = 'vscode-state';
Object.assign(window, {
  acquireVsCodeApi: () => ({
    postMessage: (message: unknown) => listeners.forEach((listener) => listener(message)),
    getState: () => JSON.parse(sessionStorage.getItem(STATE_KEY) ?? 'null') ?? undefined,
    setState: (state: unknown) => sessionStorage.setItem(STATE_KEY, JSON.stringify(state)),
  }),
  host: {
    posted,
    delays,
    notify: link.notify,
    fixtures: { ...fixtures, ...classifier },
    readings,
    version: PROTOCOL_VERSION,
  },
  violations: [] as string[],
  // tsx names functions through this helper, also those that a test sends into the page.
  __name: (value: unknown) => value,
});

document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => {
  (window as unknown as { violations: string[] }).violations.push(`${violatedDirective} ${blockedURI} ${sample}`);
});

declare global {
  interface Window {
    host: {
      readonly posted: Posted[];
      readonly notify: typeof link.notify;
      readonly fixtures: typeof fixtures & typeof classifier;
      readonly readings: typeof readings;
      readonly delays: number[];
      readonly version: number;
    };
    violations: string[];
  }
}
