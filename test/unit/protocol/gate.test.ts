import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Gate } from '../../../src/protocol/gate';

type Action =
  { readonly kind: 'offer' } | { readonly kind: 'acknowledge'; readonly back: number } | { readonly kind: 'hydrate' };
const actions = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.constant<Action>({ kind: 'offer' }) },
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant('acknowledge' as const), back: fc.integer({ min: -2, max: 4 }) }),
    },
    { weight: 1, arbitrary: fc.constant<Action>({ kind: 'hydrate' }) },
  ),
  { maxLength: 200 },
);

/** Plays the actions; items are 1, 2, 3, ... in the order of their offers. */
function play(list: readonly Action[], window: number) {
  const delivered: { item: number; number: number }[] = [];
  const gate = new Gate<number>((item, number) => delivered.push({ item, number }), window);
  let offered = 0;
  let mostInFlight = 0;
  for (const action of list) {
    if (action.kind === 'offer') gate.offer(++offered);
    else if (action.kind === 'hydrate') gate.hydrate();
    else gate.acknowledge((delivered.at(-1)?.number ?? 0) - action.back);
    mostInFlight = Math.max(mostInFlight, gate.inFlight);
  }
  return { gate, delivered, offered, mostInFlight };
}

describe('gate', () => {
  it('never has more than the window in flight, whatever the consumer does', () => {
    fc.assert(
      fc.property(actions, fc.integer({ min: 1, max: 4 }), (list, window) => {
        assert.ok(play(list, window).mostInFlight <= window);
      }),
    );
  });

  it('numbers deliveries 1, 2, 3, ... and never delivers an older item after a newer one', () => {
    fc.assert(
      fc.property(actions, (list) => {
        const { delivered } = play(list, 2);
        assert.deepEqual(
          delivered.map(({ number }) => number),
          delivered.map((_, i) => i + 1),
        );
        assert.ok(delivered.every(({ item }, i) => i === 0 || item > delivered[i - 1]!.item));
      }),
    );
  });

  it('always ends with the newest item once the consumer catches up', () => {
    fc.assert(
      fc.property(actions, (list) => {
        const { gate, delivered, offered } = play(list, 2);
        gate.acknowledge(delivered.at(-1)?.number ?? 0);
        assert.equal(delivered.at(-1)?.item ?? 0, offered);
      }),
    );
  });

  it('delivers just the window and then the newest to a consumer that slept', () => {
    const delivered: number[] = [];
    const gate = new Gate<number>((item) => delivered.push(item));
    for (let item = 1; item <= 1000; item++) gate.offer(item);
    assert.deepEqual(delivered, [1, 2]);
    gate.acknowledge(2);
    assert.deepEqual(delivered, [1, 2, 1000]);
  });

  it('takes a late acknowledgement for nothing after hydrating', () => {
    const delivered: number[] = [];
    const gate = new Gate<number>((_, number) => delivered.push(number));
    gate.offer(1);
    gate.offer(2);
    gate.hydrate();
    gate.offer(3);
    gate.offer(4);
    gate.acknowledge(1);
    gate.acknowledge(2);
    assert.equal(gate.inFlight, 2);
    assert.deepEqual(delivered, [1, 2, 3, 4]);
  });

  it('ignores numbers it never gave', () => {
    const gate = new Gate<number>(() => undefined);
    gate.offer(1);
    for (const number of [NaN, Infinity, 7, -1, 0.5]) gate.acknowledge(number);
    assert.equal(gate.inFlight, 1);
  });

  it('forgets the waiting item when cleared', () => {
    const delivered: number[] = [];
    const gate = new Gate<number>((item) => delivered.push(item), 1);
    gate.offer(1);
    gate.offer(2);
    gate.clear();
    gate.acknowledge(1);
    assert.deepEqual(delivered, [1]);
  });
});
