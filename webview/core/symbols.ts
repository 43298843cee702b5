/** Textbook symbols as a picture writes them. The engine marks layers in plain text: `W_xh^(2)`. */
import type { WiringNode } from '../../src/protocol/trace';

const RAISED: Readonly<Record<string, string>> = {
  '(': '⁽',
  ')': '⁾',
  '0': '⁰',
  '1': '¹',
  '2': '²',
  '3': '³',
  '4': '⁴',
  '5': '⁵',
  '6': '⁶',
  '7': '⁷',
  '8': '⁸',
  '9': '⁹',
};
const MARK = /\^(\([^)]*\))/g;

/** `W_xh^(2)` as `W_xh⁽²⁾`. */
export function prettySymbol(symbol: string): string {
  return symbol.replace(MARK, (_, mark: string) => [...mark].map((sign) => RAISED[sign] ?? sign).join(''));
}

/** `W_xh^(2)` as `W_xh`: what weights of different layers have in common. */
export function plainSymbol(symbol: string): string {
  return symbol.replace(MARK, '');
}

/** A node's id as its symbol where the id says it (`l1.h` is `h⁽²⁾`), else the id itself. */
export function symbolOfId(id: string): string {
  const [, layer, symbol] = /^l(\d+)\.(\w+)$/.exec(id) ?? [];
  return layer === undefined || symbol === undefined ? id : prettySymbol(`${symbol}^(${Number(layer) + 1})`);
}

/** Symbol of a node with its layer, e.g. `h⁽²⁾`; an arrow marks a layer that reads in reverse. */
export function layeredSymbol({
  symbol,
  layer,
  direction,
}: Pick<WiringNode, 'symbol' | 'layer' | 'direction'>): string {
  const arrow = direction === 'reverse' ? '←' : '';
  return layer === null ? symbol : `${prettySymbol(`${symbol}^(${layer + 1})`)}${arrow}`;
}
