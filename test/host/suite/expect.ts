/** Assertions that need no Node: the suite also runs in a Web Worker. */

export function ok(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(message);
}

export function equal<T>(actual: T, expected: T, what: string): void {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  ok(a === b, `${what}: ${a} instead of ${b}`);
}

/** Waits until `condition` gives a value; fails with the sentence when it takes longer than `milliseconds`. */
export async function until<T>(
  condition: () => T | undefined | false | null,
  what: string,
  milliseconds = 20_000,
): Promise<T> {
  const end = Date.now() + milliseconds;
  for (;;) {
    const value = condition();
    if (value) return value;
    ok(Date.now() < end, `After ${milliseconds} ms still not: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Reports a figure that is not asserted: `npm test` prints these lines. */
export function measured(line: string): void {
  console.log(`measured: ${line}`);
}
