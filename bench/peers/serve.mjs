/** The line protocol of a peer in JavaScript; see ../README.md. */
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';

/** `open(spec, work)` gives a step: one piece of the work, ending with its loss as a number on the host. */
export async function serve(version, open) {
  let step = async () => NaN;
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line);
    const answer = request.open ? await begin(request) : { ms: await time(step, request) };
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }

  async function begin({ open: file, work, steps }) {
    step = await open(JSON.parse(readFileSync(file, 'utf8')), work);
    const losses = [];
    for (let i = 0; i < steps; i++) losses.push(await step());
    return { losses, version };
  }
}

async function time(step, { seconds, least }) {
  const times = [];
  const began = performance.now();
  while (times.length < least || performance.now() - began < seconds * 1000) {
    const start = performance.now();
    await step();
    times.push(performance.now() - start);
  }
  return times;
}

/** The float32 values of one of a spec's parameters. */
export function parameter(spec, name) {
  const bytes = Buffer.from(spec.parameters[name].data, 'base64');
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}
