/** How a token looks where it stands alone: on an axis, in a list. Never used to rebuild text. */

const NAMED: ReadonlyMap<string, string> = new Map([
  [' ', '␣'],
  ['\n', '⏎'],
  ['\r\n', '↵'],
  ['\r', '␍'],
  ['\t', '⇥'],
  ['\u007f', '␡'],
  ['\u00a0', '⍽'],
]);

/** Characters without a shape of their own, and those that reorder their surroundings. */
const SHAPELESS = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zs}\p{Zl}\p{Zp}\u034f\u115f\u1160\u3164]/u;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
/** First strong isolate ... pop directional isolate: a right-to-left token does not reorder its neighbours. */
const ISOLATE = ['\u2068', '\u2069'];

/** Longest display form in code points; longer tokens end in an ellipsis. */
const LONGEST = 24;

/**
 * Display form of a token: blanks, newlines and control characters as visible signs (␣ ⏎ ⇥ ␀), what has no sign as its
 * code point (`U+200D`), runs of one blank counted (`␣×8`), a lone mark on a dotted circle, right-to-left text isolated.
 */
export function displayToken(token: string): string {
  const named = NAMED.get(token);
  if (named !== undefined) return named;
  const points = Array.from(token);
  const shapeless = SHAPELESS.test(points[0] ?? '');
  if (shapeless && points.length > 3 && points.every((point) => point === points[0])) {
    return `${displayPoint(points[0])}×${points.length}`;
  }
  // Joiners and selectors inside an emoji or a word are part of its shape; alone or in front they have none.
  const signs = shapeless ? points.map(displayPoint) : points;
  let shown = signs.length > LONGEST ? `${signs.slice(0, LONGEST - 1).join('')}…` : signs.join('');
  if (/^\p{M}/u.test(shown)) shown = `◌${shown}`;
  return RIGHT_TO_LEFT.test(shown) ? ISOLATE[0] + shown + ISOLATE[1] : shown;
}

function displayPoint(point: string): string {
  const named = NAMED.get(point);
  if (named !== undefined) return named;
  if (!SHAPELESS.test(point)) return point;
  const code = point.codePointAt(0)!;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
