/** Just enough of the ONNX format (protocol buffers, opset 13) to write a small model. Field numbers are onnx.proto's. */

const FLOAT = 1;
const INT64 = 7;

function varint(value) {
  const bytes = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    bytes.push((rest % 128) | (rest >= 128 ? 128 : 0));
    if (rest < 128) return Buffer.from(bytes);
  }
}
const number = (field, value) => Buffer.concat([varint(field * 8), varint(value)]);
const message = (field, ...parts) => {
  const body = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
  return Buffer.concat([varint(field * 8 + 2), varint(body.length), body]);
};

/** A tensor of the model: dims, data_type, name, raw_data. */
function tensor(name, type, shape, data) {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return [...shape.map((size) => number(1, size)), number(2, type), message(8, name), message(9, bytes)];
}

export const weights = (name, shape, data) => message(5, ...tensor(name, FLOAT, shape, data));

/** An operation; its attributes are whole numbers. */
export function node(operator, inputs, outputs, attributes = {}) {
  const whole = ([name, value]) => message(5, message(1, name), number(3, value), number(20, 2));
  return message(
    1,
    ...inputs.map((input) => message(1, input)),
    ...outputs.map((output) => message(2, output)),
    message(4, operator),
    ...Object.entries(attributes).map(whole),
  );
}

function valueInfo(field, { name, shape }, type) {
  const dims = shape.map((size) => message(1, number(1, size)));
  return message(field, message(1, name), message(2, message(1, number(1, type), message(2, ...dims))));
}

/** A whole model with one input of ids and one output. */
export function model({ input, output, weights: tensors, nodes, axes }) {
  const indices = message(
    5,
    ...tensor(axes.name, INT64, [axes.values.length], BigInt64Array.from(axes.values, BigInt)),
  );
  const graph = message(
    7,
    ...nodes,
    message(2, 'reader'),
    ...tensors,
    indices,
    valueInfo(11, input, INT64),
    valueInfo(12, output, FLOAT),
  );
  return Buffer.concat([number(1, 8), graph, message(8, message(1, ''), number(2, 13))]);
}
