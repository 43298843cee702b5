import assert from 'node:assert/strict';
import { MessageChannel } from 'node:worker_threads';
import fc from 'fast-check';
import { buffersOf, createLink } from '../../../src/protocol/link';
import type { Link, LinkOptions, Port } from '../../../src/protocol/link';
import { PROTOCOL_VERSION } from '../../../src/protocol/version';

interface Service {
  echo(args: unknown): Promise<unknown>;
  fail(args: { message: string }): Promise<void>;
  never(args: null): Promise<void>;
  tell(args: unknown): void;
}
interface Nothing {
  hush(args: null): void;
}

/** A raw port for messages made by hand, and a structured-cloning wire between the two ends. */
interface Bench {
  readonly client: Link<Service>;
  readonly server: Link<Nothing>;
  readonly toServer: (message: unknown) => void;
  readonly fromServer: unknown[];
  readonly told: unknown[];
  readonly problems: string[];
  close(reason: string): void;
}

function bench(
  clientOptions: LinkOptions<Nothing, Service> = {},
  serverOptions: LinkOptions<Service, Nothing> = {},
): Bench {
  const listeners = { client: [] as ((m: unknown) => void)[], server: [] as ((m: unknown) => void)[] };
  const closers: ((reason: string) => void)[] = [];
  const fromServer: unknown[] = [];
  const told: unknown[] = [];
  const problems: string[] = [];
  const port = (here: 'client' | 'server', there: 'client' | 'server'): Port => ({
    post(message, transfer) {
      const copy: unknown = structuredClone(message, { transfer: [...(transfer ?? [])] });
      if (here === 'server') fromServer.push(copy);
      setImmediate(() => listeners[there].forEach((listener) => listener(copy)));
    },
    onMessage(callback) {
      listeners[here].push(callback);
      return () => listeners[here].splice(listeners[here].indexOf(callback), 1);
    },
    onClose(callback) {
      if (here === 'client') closers.push(callback);
      return () => undefined;
    },
  });
  const server = createLink<Service, Nothing>(
    port('server', 'client'),
    {
      echo: async (args) => args,
      fail: async ({ message }) => {
        throw new Error(message);
      },
      never: () => new Promise(() => undefined),
      tell: (args) => {
        if (args === 'throw') throw new Error('told too much');
        told.push(args);
      },
    },
    { onProblem: (problem) => problems.push(problem), ...serverOptions },
  );
  const client = createLink<Nothing, Service>(port('client', 'server'), { hush: () => undefined }, clientOptions);
  return {
    client,
    server,
    toServer: (message) => listeners.server.forEach((listener) => listener(message)),
    fromServer,
    told,
    problems,
    close: (reason) => closers.forEach((closer) => closer(reason)),
  };
}

const turn = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
const envelope = (fields: object) => ({ unroll: PROTOCOL_VERSION, ...fields });

const payload = fc.oneof(
  fc.anything({ withTypedArray: true, maxDepth: 3 }).filter((value) => {
    try {
      structuredClone(value);
      return true;
    } catch {
      return false;
    }
  }),
  fc.float32Array(),
  fc.record({ data: fc.float64Array({ noNaN: false }), run: fc.string(), at: fc.double() }),
);

describe('link', () => {
  it('brings any payload back unchanged, NaN and infinities in typed arrays included', async () => {
    const { client } = bench();
    await fc.assert(
      fc.asyncProperty(payload, async (value) => {
        assert.deepEqual(await client.call.echo(value), structuredClone(value));
      }),
    );
  });

  it('answers many calls under way at once, each with its own reply', async () => {
    const { client } = bench();
    const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => client.call.echo(i)));
    assert.deepEqual(
      answers,
      Array.from({ length: 50 }, (_, i) => i),
    );
  });

  it('delivers notifications in order and sends nothing back', async () => {
    const { client, told, fromServer } = bench();
    for (let i = 0; i < 5; i++) client.notify.tell(i);
    await turn();
    assert.deepEqual(told, [0, 1, 2, 3, 4]);
    assert.deepEqual(fromServer, []);
  });

  it('carries the words of a failing handler to the caller', async () => {
    const { client } = bench();
    await fc.assert(
      fc.asyncProperty(fc.string(), async (message) => {
        await assert.rejects(client.call.fail({ message }), { message });
      }),
      { numRuns: 20 },
    );
  });

  it('reports a notification whose handler throws at both ends and goes on', async () => {
    const heard: string[] = [];
    const { client, problems } = bench({ onProblem: (problem) => heard.push(problem) });
    client.notify.tell('throw');
    await turn();
    await turn();
    assert.deepEqual([problems, heard], [['told too much'], ['told too much']]);
    assert.equal(await client.call.echo(1), 1);
  });

  it('rejects calls under way and later ones when it is disposed', async () => {
    const { client } = bench();
    const waiting = client.call.never(null);
    client.dispose('the panel was closed');
    await assert.rejects(waiting, { message: 'the panel was closed' });
    await assert.rejects(client.call.echo(1), { message: 'the panel was closed' });
    client.notify.tell(1);
  });

  it('rejects calls under way when the peer dies', async () => {
    const { client, close } = bench();
    const waiting = client.call.never(null);
    close('the worker ended with code 1');
    await assert.rejects(waiting, { message: 'the worker ended with code 1' });
  });

  it('rejects a call whose arguments cannot be cloned', async () => {
    const { client } = bench();
    await assert.rejects(
      client.call.echo(() => 1),
      /could not be cloned/,
    );
  });

  it('refuses unknown methods, inherited ones too', async () => {
    const { client } = bench();
    type Wild = Record<'missing' | 'constructor', (args: null) => Promise<void>>;
    const wild = client as unknown as Link<Wild>;
    await assert.rejects(wild.call.missing(null), /Unknown message "missing"/);
    await assert.rejects(wild.call.constructor(null), /Unknown message "constructor"/);
  });

  it('refuses malformed arguments before the handler sees them', async () => {
    const guard = (value: unknown) => (value === 'bad' ? 'it is bad' : null);
    const { client, told, problems } = bench(
      {},
      { guards: { args: { echo: guard, fail: guard, never: guard, tell: guard } } },
    );
    await assert.rejects(client.call.echo('bad'), /Malformed message "echo": it is bad/);
    client.notify.tell('bad');
    client.notify.tell('good');
    await turn();
    assert.deepEqual(told, ['good']);
    assert.match(problems[0]!, /Malformed message "tell"/);
  });

  it('refuses a malformed answer', async () => {
    const results = {
      echo: (value: unknown) => (value === 7 ? null : 'not seven'),
      fail: () => null,
      never: () => null,
    };
    const { client } = bench({ guards: { results } });
    assert.equal(await client.call.echo(7), 7);
    await assert.rejects(client.call.echo(8), /Malformed answer to "echo": not seven/);
  });

  it('refuses a message of another version with words', async () => {
    const { toServer, fromServer, told } = bench();
    toServer({ unroll: PROTOCOL_VERSION + 1, kind: 'call', id: 9, method: 'echo', args: 1 });
    toServer({ unroll: PROTOCOL_VERSION + 1, kind: 'notify', method: 'tell', args: 1 });
    await turn();
    assert.equal(fromServer.length, 2);
    const [refusal] = fromServer as { kind: string; id: number; problem: string }[];
    assert.equal(refusal!.kind, 'error');
    assert.equal(refusal!.id, 9);
    assert.match(refusal!.problem, /version 1 .* version 2\. Reload the window/);
    assert.deepEqual(told, []);
  });

  it('ignores what is not one of its messages and never throws on it', async () => {
    const { client, toServer } = bench();
    fc.assert(fc.property(fc.anything(), (value) => toServer(value)));
    const fields = fc.record(
      {
        kind: fc.constantFrom('call', 'notify', 'result', 'error', 'other'),
        id: fc.anything(),
        method: fc.anything(),
        args: fc.anything(),
        problem: fc.anything(),
      },
      { requiredKeys: [] },
    );
    fc.assert(fc.property(fields, (value) => toServer(envelope(value))));
    assert.equal(await client.call.echo('alive'), 'alive');
  });

  it('hands buffers over where every message is made of fresh ones', async () => {
    const { client } = bench({ transfer: true });
    const data = Float32Array.of(1, NaN, 3);
    const back = await client.call.echo({ deep: [{ data }] });
    assert.deepEqual(back, { deep: [{ data: Float32Array.of(1, NaN, 3) }] });
    assert.equal(data.length, 0);
  });

  it('copies buffers otherwise', async () => {
    const { client } = bench();
    const data = Float32Array.of(1, 2);
    await client.call.echo(data);
    assert.deepEqual(data, Float32Array.of(1, 2));
  });

  it('lists each buffer of a message once and leaves shared memory out', () => {
    const data = new Float32Array(4);
    const shared = new SharedArrayBuffer(4);
    assert.deepEqual(
      [...buffersOf({ a: data, b: [data.subarray(1), { c: shared, d: new Int32Array(shared) }] })],
      [data.buffer],
    );
  });

  it('works over a real message channel', async () => {
    const { port1, port2 } = new MessageChannel();
    const over = (port: typeof port1): Port => ({
      post: (message, transfer) => port.postMessage(message, [...(transfer ?? [])]),
      onMessage: (callback) => {
        port.on('message', callback);
        return () => port.off('message', callback);
      },
    });
    createLink<Pick<Service, 'echo'>, Nothing>(over(port2), { echo: async (args) => args }, { transfer: true });
    const client = createLink<Nothing, Pick<Service, 'echo'>>(over(port1), { hush: () => undefined });
    assert.deepEqual(await client.call.echo(Float64Array.of(Infinity, NaN)), Float64Array.of(Infinity, NaN));
    port1.close();
  });
});
