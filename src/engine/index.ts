/** The engine's public face. */
export { createEngine } from './createEngine';
export * from './insight/credit';
export * from './insight/jacobian';
export * from './insight/lossItems';
export * from './insight/spectralRadius';
export * from './insight/units';
export * from './types';
