import { strict as assert } from 'node:assert';
import { B, H, MODELS, PRECISIONS, T, V, randomBatch, run, smallEngine } from './support';

for (const precision of PRECISIONS) {
  for (const model of MODELS) {
    describe(`a trace of ${model.cell} with ${model.layers} layer(s) in ${precision}`, () => {
      const engine = smallEngine({ ...model, precision });
      const report = run(engine, randomBatch(1, 5, B, [5, 2, 4]));

      it('holds just the tensors of the schema in their shapes', () => {
        const schema = engine.schema(5);
        for (let row = 0; row < B; row++) {
          const trace = engine.trace('training', row);
          assert.deepEqual(
            [...trace.keys()],
            schema.map(({ id }) => id),
          );
          for (const { id, shape, axes } of schema) {
            assert.equal(
              trace.get(id)!.length,
              shape.reduce((a, b) => a * b, 1),
              id,
            );
            assert.equal(axes.length, shape.length, id);
          }
        }
      });

      it('has the losses whose mean over all rows is the batch’s loss', () => {
        let sum = 0;
        for (let row = 0; row < B; row++) for (const loss of engine.trace('training', row).get('loss')!) sum += loss;
        assert.ok(Math.abs(sum / report.targetCount - report.loss) < 1e-6);
      });

      it('refuses a row the batch does not have', () => {
        assert.throws(() => engine.trace('training', B), /no row 3/);
      });
    });
  }
}

describe('the schema', () => {
  it('names the tensors of an LSTM layer by layer', () => {
    assert.deepEqual(
      smallEngine({ layers: 2 })
        .schema(T)
        .map(({ id, role, shape }) => `${id} ${role} ${shape.join('×')}`),
      [0, 1]
        .flatMap((l) => [
          `l${l}.h state ${T}×${H}`,
          `l${l}.c memory ${T}×${H}`,
          ...['i', 'f', 'g', 'o'].map((gate) => `l${l}.gate.${gate} gate ${T}×${H}`),
          `l${l}.dh gradient ${T}×${H}`,
          `l${l}.dc gradient ${T}×${H}`,
        ])
        .concat(`logits logits ${T}×${V}`, `loss loss ${T}`),
    );
  });

  it('says of which tensor a gradient is', () => {
    const schema = smallEngine({ layers: 2 }).schema(T);
    for (const { id, role, of } of schema) assert.equal(of, role === 'gradient' ? id.replace('.d', '.') : null);
  });
});

for (const model of MODELS) {
  describe(`the wiring of ${model.cell} with ${model.layers} layer(s)`, () => {
    const engine = smallEngine(model);
    const { wiring, parameters } = engine;

    it('joins nodes that exist by parameters that exist, under their symbols', () => {
      const ids = new Set(wiring.nodes.map(({ id }) => id));
      assert.equal(ids.size, wiring.nodes.length);
      for (const { from, to, parameter, symbol } of wiring.edges) {
        assert.ok(ids.has(from) && ids.has(to), `${from} → ${to}`);
        const info = parameters.find(({ name }) => name === parameter);
        assert.equal(symbol, info?.symbol ?? null);
        assert.equal(parameter, info?.name ?? null);
      }
    });

    it('points to tensors of the schema', () => {
      const tensors = new Set(engine.schema(T).map(({ id }) => id));
      for (const { value, gradient } of wiring.nodes)
        for (const id of [value, gradient]) assert.ok(id === null || tensors.has(id), `${id}`);
    });

    it('leads from the input to the loss, and back in time only through states', () => {
      const reach = new Set(['x']);
      for (let round = 0; round < wiring.nodes.length; round++)
        for (const { from, to } of wiring.edges) if (reach.has(from)) reach.add(to);
      assert.equal(reach.size, wiring.nodes.length);
      const lagged = wiring.edges.filter(({ lag }) => lag === 1).map(({ from }) => from);
      const states = wiring.nodes.filter(({ role }) => role === 'state' || role === 'memory').map(({ id }) => id);
      assert.deepEqual(new Set(lagged), new Set(states));
    });
  });
}
