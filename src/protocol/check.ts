/**
 * Checks of values that came over a wire. A schema library would be half the host's bundle; these few do all that
 * `guards.ts` asks. Every check says where a value is wrong and how, as `path: what`, or null when it is right.
 */
export type Check = (value: unknown, path: string) => string | null;

const at = (path: string, what: string) => `${path || 'the message'}: ${what}`;

/** A check by a predicate, refused with `what`. */
function that(holds: (value: unknown) => boolean, what: string): Check {
  return (value, path) => (holds(value) ? null : at(path, what));
}

export const nothing = that((value) => value === undefined, 'not empty');
export const boolean = that((value) => typeof value === 'boolean', 'not true or false');

export function text(max: number): Check {
  return that((value) => typeof value === 'string' && value.length <= max, `not a text of at most ${max} characters`);
}

/** A finite number within bounds. */
export function number(min: number, max: number): Check {
  return that(
    (value) => typeof value === 'number' && value >= min && value <= max && Number.isFinite(value),
    `not a number from ${min} to ${max}`,
  );
}

export function whole(min = 0, max = Number.MAX_SAFE_INTEGER): Check {
  return that(
    (value) => Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max,
    `not a whole number from ${min} to ${max}`,
  );
}

export function oneOf(...values: readonly unknown[]): Check {
  return that((value) => values.includes(value), `not one of ${values.join(', ')}`);
}

export function nullable(check: Check): Check {
  return (value, path) => (value === null ? null : check(value, path));
}

export function list(of: Check, max: number): Check {
  return (value, path) => {
    if (!Array.isArray(value) || value.length > max) return at(path, `not a list of at most ${max} entries`);
    // By index: a list with holes must not pass because a method skipped them.
    for (let i = 0; i < value.length; i++) {
      const problem = of(value[i], `${path}.${i}`);
      if (problem !== null) return problem;
    }
    return null;
  };
}

type ArrayClass = Float32ArrayConstructor | Float64ArrayConstructor | Int32ArrayConstructor | Uint8ArrayConstructor;

export function typedArray(of: ArrayClass, max: number, min = 0): Check {
  return that(
    (value) => value instanceof of && value.length >= min && value.length <= max,
    `not a ${of.name} of ${min === max ? max : `${min} to ${max}`} elements`,
  );
}

/** An object with these fields (others are ignored), which may then also have to fit each other. */
export function fields<K extends string>(
  checks: Readonly<Record<K, Check>>,
  ...rules: readonly ((value: never) => string | null)[]
): Check {
  const entries = Object.entries<Check>(checks);
  return (value, path) => {
    if (typeof value !== 'object' || value === null) return at(path, 'not an object');
    for (const [name, check] of entries) {
      const problem = check((value as Record<string, unknown>)[name], path ? `${path}.${name}` : name);
      if (problem !== null) return problem;
    }
    for (const rule of rules) {
      const problem = rule(value as never);
      if (problem !== null) return at(path, problem);
    }
    return null;
  };
}
