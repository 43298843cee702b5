/** Numbers and tokens as text. Every value shown anywhere in the panel is written by this module. */

/** A tensor entry: six significant digits, in a form that can be copied and read back. */
export function formatValue(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  return value.toPrecision(6);
}

/** A measure in a heading: four significant digits, `–` where there is none yet. */
export function formatMeasure(value: number): string {
  if (Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e5 || size < 1e-3) return formatPower(value, 2);
  return value.toPrecision(4).replace('-', '−');
}

/** A whole number with thousands separated by a thin comma, as the workbench writes counts. */
export function formatCount(value: number): string {
  return Number.isFinite(value) ? Math.round(value).toLocaleString('en-US') : '–';
}

/** A share between 0 and 1. */
export function formatShare(value: number): string {
  if (Number.isNaN(value)) return '–';
  return `${(100 * value).toFixed(value < 0.1 ? 2 : 1)}\u00a0%`;
}

const RAISED: ReadonlyMap<string, string> = new Map(
  [...'-()0123456789'].map((sign, i) => [sign, [...'⁻⁽⁾⁰¹²³⁴⁵⁶⁷⁸⁹'][i]!]),
);

/** A text in superscript signs; what has none stays. */
export function superscript(text: string): string {
  return [...text].map((sign) => RAISED.get(sign) ?? sign).join('');
}

/** 10 to a whole power, e.g. `10⁻⁶`. */
export function powerOfTen(exponent: number): string {
  return `10${superscript(String(exponent))}`;
}

/** Scientific notation with `digits` decimals, e.g. `1.24 × 10⁻⁷`. */
export function formatPower(value: number, digits: number): string {
  if (!Number.isFinite(value)) return formatMeasure(value);
  const [mantissa = '', exponent = '0'] = value.toExponential(digits).split('e');
  return `${mantissa.replace('-', '−')} × ${powerOfTen(Number(exponent))}`;
}

/** The token with this id as the vocabulary shows it; empty for none. */
export function tokenText(vocabulary: readonly string[], id: number): string {
  return vocabulary[id] ?? '';
}

const SPOKEN: Readonly<Record<string, string>> = {
  '': 'none',
  '␣': 'space',
  '⏎': 'line end',
  '↵': 'line end',
  '⇥': 'tab',
  '⍽': 'no-break space',
};

/** A token as a screen reader should say it. */
export function spokenToken(token: string): string {
  return SPOKEN[token] ?? `“${token}”`;
}

/** `word` in the number that `count` asks for. */
export function plural(count: number, word: string): string {
  return `${formatCount(count)} ${word}${count === 1 ? '' : 's'}`;
}

/** A difference with its sign and `decimals` decimals; one that is exactly zero is written `0`, and no other is. */
export function formatSigned(value: number, decimals: number): string {
  if (value === 0) return '0';
  if (!Number.isFinite(value)) return formatMeasure(value);
  const size = Math.abs(value);
  const text = size.toFixed(decimals);
  const small = size < 1e-3 ? formatPower(size, 0) : size.toPrecision(1);
  return `${value < 0 ? '−' : '+'}${Number(text) === 0 ? small : text}`;
}
