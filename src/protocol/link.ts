/**
 * One typed message link, used unchanged on every hop: host ⇄ worker and host ⇄ webview page. It imports no guard, so
 * that a page which trusts the host carries no validation code.
 */
import { PROTOCOL_VERSION } from './version';

/** The wire under a link. `transfer` lists buffers that the port may hand over instead of copying. */
export interface Port {
  post(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  /** Returns a function that stops listening. */
  onMessage(callback: (message: unknown) => void): () => void;
  /** Where a peer's death can be noticed: called once, with words. */
  onClose?(callback: (reason: string) => void): () => void;
}

type CallMethod = (args: never) => Promise<unknown>;

/** The methods with a reply: those that return a promise. */
export type Calls<M> = { readonly [K in keyof M as M[K] extends CallMethod ? K : never]: M[K] };
/** The methods without one. */
export type Notifications<M> = { readonly [K in keyof M as M[K] extends CallMethod ? never : K]: M[K] };

/** A guard says in words what is wrong with a value, or null when it is what it should be. */
export type Guard = (value: unknown) => string | null;

/** Validation at one end of a link: of what the peer asks, and of what it answers. */
export interface Guards<Local, Remote> {
  readonly args?: { readonly [K in keyof Local]: Guard };
  readonly results?: { readonly [K in keyof Calls<Remote>]: Guard };
}

export interface LinkOptions<Local, Remote> {
  readonly guards?: Guards<Local, Remote>;
  /**
   * True where every message is built from fresh buffers: all of them are then transferred, and the sender's views
   * become empty.
   */
  readonly transfer?: boolean;
  /** Hears of everything that has no caller to tell: refused or failed notifications, messages of another version. */
  readonly onProblem?: (problem: string) => void;
}

/** One end of a link. */
export interface Link<Remote> {
  /** `link.call.fetch(args)`: rejects with the peer's words, or when the link ends; never hangs. */
  readonly call: Calls<Remote>;
  /** `link.notify.subscribe(args)`: no reply; silently dropped once the link has ended. */
  readonly notify: Notifications<Remote>;
  /** Ends the link: every call under way rejects with `reason`. */
  dispose(reason?: string): void;
}

type Message =
  | { readonly kind: 'call'; readonly id: number; readonly method: string; readonly args: unknown }
  | { readonly kind: 'notify'; readonly method: string; readonly args: unknown }
  | { readonly kind: 'result'; readonly id: number; readonly value: unknown }
  /** `id` null: about a notification. */
  | { readonly kind: 'error'; readonly id: number | null; readonly problem: string };

/** `unroll` is the protocol version; messages without it belong to somebody else and are ignored. */
type Envelope = Message & { readonly unroll: number };

interface Pending {
  readonly method: string;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Every ArrayBuffer under `value`, once each. Shared memory is left out: it is shared, not transferred. */
export function buffersOf(value: unknown, found = new Set<ArrayBuffer>()): Set<ArrayBuffer> {
  if (value instanceof ArrayBuffer) found.add(value);
  else if (ArrayBuffer.isView(value)) buffersOf(value.buffer, found);
  else if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) buffersOf(part, found);
  return found;
}

function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * Opens one end of a link. `Local` are the methods the peer may use here, `Remote` those used there. Handlers are the
 * plain object's own functions; a handler that throws or rejects sends its error's words to the caller.
 */
export function createLink<Local extends object, Remote extends object>(
  port: Port,
  handlers: Local,
  options: LinkOptions<Local, Remote> = {},
): Link<Remote> {
  const { guards = {}, transfer = false, onProblem = () => undefined } = options;
  const pending = new Map<number, Pending>();
  let lastId = 0;
  let ended: string | null = null;

  function post(message: Message): void {
    if (ended !== null) return;
    const envelope: Envelope = { ...message, unroll: PROTOCOL_VERSION };
    if (transfer) port.post(envelope, [...buffersOf(message)]);
    else port.post(envelope);
  }

  function refuse(id: number | null, problem: string): void {
    if (id === null) onProblem(problem);
    try {
      post({ kind: 'error', id, problem });
    } catch (error) {
      onProblem(words(error));
    }
  }

  async function serve(id: number | null, method: string, args: unknown): Promise<void> {
    if (!Object.hasOwn(handlers, method)) {
      refuse(id, `Unknown message "${method}".`);
      return;
    }
    const name = method as keyof Local;
    const problem = guards.args?.[name](args) ?? null;
    if (problem !== null) {
      refuse(id, `Malformed message "${method}": ${problem}`);
      return;
    }
    try {
      const value = await (handlers[name] as (args: unknown) => unknown)(args);
      if (id !== null) post({ kind: 'result', id, value });
    } catch (error) {
      refuse(id, words(error));
    }
  }

  function settle(id: number, finish: (call: Pending) => void): void {
    const call = pending.get(id);
    pending.delete(id);
    if (call) finish(call);
  }

  function answer(id: number, value: unknown): void {
    settle(id, (call) => {
      const guard = guards.results?.[call.method as keyof Calls<Remote>];
      const problem = guard?.(value) ?? null;
      if (problem === null) call.resolve(value);
      else call.reject(new Error(`Malformed answer to "${call.method}": ${problem}`));
    });
  }

  function refuseVersion(message: Envelope): void {
    const problem =
      `This part of Unroll speaks version ${PROTOCOL_VERSION} of its messages and was sent version ` +
      `${String(message.unroll)}. Reload the window to bring both to the same version.`;
    if (message.kind === 'result') settle(message.id, (call) => call.reject(new Error(problem)));
    else if (message.kind === 'error') onProblem(problem);
    else refuse(message.kind === 'call' ? message.id : null, problem);
  }

  function receive(data: unknown): void {
    if (ended !== null || !isEnvelope(data)) return;
    // An error is readable in every version, and must be: it is how a refusal of the version arrives.
    if (data.kind === 'error') {
      const { id, problem } = data;
      if (id === null) onProblem(problem);
      else settle(id, (call) => call.reject(new Error(problem)));
    } else if (data.unroll !== PROTOCOL_VERSION) refuseVersion(data);
    else if (data.kind === 'result') answer(data.id, data.value);
    else void serve(data.kind === 'call' ? data.id : null, data.method, data.args);
  }

  function call(method: string, args: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (ended !== null) {
        reject(new Error(ended));
        return;
      }
      const id = ++lastId;
      pending.set(id, { method, resolve, reject });
      try {
        post({ kind: 'call', id, method, args });
      } catch (error) {
        pending.delete(id);
        reject(new Error(words(error)));
      }
    });
  }

  function notify(method: string, args: unknown): void {
    try {
      post({ kind: 'notify', method, args });
    } catch (error) {
      onProblem(words(error));
    }
  }

  const stopListening = port.onMessage(receive);
  const stopWatching = port.onClose?.((reason) => dispose(reason));

  function dispose(reason = 'The connection was closed.'): void {
    if (ended !== null) return;
    ended = reason;
    stopListening();
    stopWatching?.();
    for (const waiting of pending.values()) waiting.reject(new Error(reason));
    pending.clear();
  }

  return {
    call: methodProxy<Calls<Remote>>(call),
    notify: methodProxy<Notifications<Remote>>(notify),
    dispose,
  };
}

/** An object whose every property is a function that passes its name and its argument on. */
function methodProxy<T extends object>(send: (method: string, args: unknown) => unknown): T {
  return new Proxy({} as T, {
    // `then` must stay absent: a proxy that looks like a promise would be called when it is awaited.
    get: (_, method) =>
      typeof method === 'string' && method !== 'then' ? (args: unknown) => send(method, args) : undefined,
  });
}

function isEnvelope(data: unknown): data is Envelope {
  if (typeof data !== 'object' || data === null) return false;
  const { unroll, kind, id, method, problem } = data as Record<string, unknown>;
  if (typeof unroll !== 'number') return false;
  const numbered = typeof id === 'number' && Number.isSafeInteger(id);
  switch (kind) {
    case 'call':
      return numbered && typeof method === 'string';
    case 'notify':
      return typeof method === 'string';
    case 'result':
      return numbered;
    case 'error':
      return (numbered || id === null) && typeof problem === 'string';
    default:
      return false;
  }
}
