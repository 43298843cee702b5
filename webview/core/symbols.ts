/** Textbook symbols as a picture writes them. The engine marks layers in plain text: `W_xh^(2)`. */
import type { WiringNode } from '../../src/protocol/trace';
import { superscript } from './format';

const MARK = /\^(\([^)]*\))/g;

/** `W_xh^(2)` as `W_xh⁽²⁾`. */
export function prettySymbol(symbol: string): string {
  return symbol.replace(MARK, (_, mark: string) => superscript(mark));
}

/** `W_xh^(2)←` as `W_xh`: what weights of different layers and directions have in common. */
export function plainSymbol(symbol: string): string {
  return symbol.replace(MARK, '').replace('←', '');
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
