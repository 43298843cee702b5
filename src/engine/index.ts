/** The engine's public face. */
export { createEngine } from './createEngine';
export { parameterTable } from './parameters';
export * from './types';
