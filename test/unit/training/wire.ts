/** Two ports joined as a worker and its host are: copies or transfers, delivered later, in order. */
import type { Port } from '../../../src/protocol/link';

export function wire(): readonly [Port, Port] {
  const listeners: ((message: unknown) => void)[][] = [[], []];
  const end = (here: 0 | 1, there: 0 | 1): Port => ({
    post(message, transfer = []) {
      const copy: unknown = structuredClone(message, { transfer: [...transfer] });
      setImmediate(() => listeners[there]!.forEach((listener) => listener(copy)));
    },
    onMessage(callback) {
      listeners[here]!.push(callback);
      return () => listeners[here]!.splice(listeners[here]!.indexOf(callback), 1);
    },
  });
  return [end(0, 1), end(1, 0)];
}
