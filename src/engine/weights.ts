/** Where a model's parameters lie, and their packed forms. */
import { rowsOf, type ArenaPlan } from './arena';
import type { Cell, RecurrentWeights } from './cells/cell';
import { CELLS } from './cells/table';
import type { Handle, Kernels, PackedHandle } from './kernels/kernels';
import {
  directionsOf,
  EMBEDDING,
  layerParameterNames,
  OUTPUT_BIAS,
  outputWeightName,
  parameterTable,
} from './parameters';
import type { Direction, ModelShape } from './types';

/** One matrix per parameter, by PyTorch's name, in the order of `parameterTable`; a vector is a single row. */
export type ParameterSet = ReadonlyMap<string, Handle>;

/** A set, and one flat row over all of it; the padding between its rows is zero and stays so. */
export interface FlatSet {
  readonly flat: Handle;
  readonly named: ParameterSet;
}

export function reserveParameters(plan: ArenaPlan, shape: ModelShape): FlatSet {
  const named = new Map<string, Handle>();
  const flat = plan.flat(() => {
    for (const { name, shape: size } of parameterTable(shape))
      named.set(name, size.length === 1 ? plan.matrix(1, size[0]) : plan.matrix(size[0], size[1]));
  });
  return { flat, named };
}

/** Parameters of one direction of a recurrent layer: GH × inputs, GH × H, 1 × GH, 1 × GH; and packed for products. */
export interface LayerWeights extends RecurrentWeights {
  readonly names: ReturnType<typeof layerParameterNames>;
  readonly inputWeight: Handle;
  readonly recurrentWeight: Handle;
  readonly inputBias: Handle;
  /** x_t · W_ihᵀ, and back: da_t · W_ih. */
  readonly input: PackedHandle;
  readonly inputBack: PackedHandle;
}

export function layerWeights(
  plan: ArenaPlan,
  parameters: ParameterSet,
  cell: Cell,
  layer: number,
  direction: Direction,
): LayerWeights {
  const names = layerParameterNames(layer, direction);
  const inputWeight = parameters.get(names.inputWeight)!;
  const recurrentWeight = parameters.get(names.recurrentWeight)!;
  const { rows, cols: H } = recurrentWeight;
  const keptRows = cell.keptBlocks * H;
  return {
    names,
    inputWeight,
    recurrentWeight,
    inputBias: parameters.get(names.inputBias)!,
    recurrentBias: parameters.get(names.recurrentBias)!,
    input: plan.packedMatrix(inputWeight.cols, inputWeight.rows),
    inputBack: plan.packedMatrix(inputWeight.rows, inputWeight.cols),
    recurrent: plan.packedMatrix(H, rows - keptRows),
    recurrentBack: plan.packedMatrix(rows - keptRows, H),
    kept: plan.packedMatrix(H, keptRows),
    keptBack: plan.packedMatrix(keptRows, H),
  };
}

/** The whole model's weights. */
export interface ModelWeights {
  readonly parameters: ParameterSet;
  /** Without rows in a model that takes vectors. */
  readonly embedding: Handle;
  /** By layer, then by direction. */
  readonly layers: readonly (readonly LayerWeights[])[];
  readonly outputWeight: Handle;
  readonly outputBias: Handle;
  readonly output: PackedHandle;
  readonly outputBack: PackedHandle;
}

export function modelWeights(plan: ArenaPlan, shape: ModelShape, parameters: ParameterSet): ModelWeights {
  const outputWeight = parameters.get(outputWeightName(shape))!;
  return {
    parameters,
    embedding: parameters.get(EMBEDDING) ?? plan.matrix(0, shape.embeddingSize),
    layers: Array.from({ length: shape.layers }, (_, layer) =>
      directionsOf(shape).map((direction) => layerWeights(plan, parameters, CELLS[shape.cell], layer, direction)),
    ),
    outputWeight,
    outputBias: parameters.get(OUTPUT_BIAS)!,
    output: plan.packedMatrix(outputWeight.cols, outputWeight.rows),
    outputBack: plan.packedMatrix(outputWeight.rows, outputWeight.cols),
  };
}

/** Packs a layer for the forward and for the backward through time. */
export function packLayer(k: Kernels, weights: LayerWeights): void {
  k.pack(weights.input, weights.inputWeight, true);
  const { recurrent, recurrentBack, kept, keptBack, recurrentWeight } = weights;
  k.pack(recurrent, recurrentWeight, true);
  k.pack(recurrentBack, recurrentWeight, false);
  if (kept.cols === 0) return;
  const rows = rowsOf(recurrentWeight, recurrent.cols, kept.cols);
  k.pack(kept, rows, true);
  k.pack(keptBack, rows, false);
}

/** Packs what every pass needs, once per change of the parameters. */
export function packModel(k: Kernels, weights: ModelWeights): void {
  weights.layers.forEach((directions, layer) => {
    for (const direction of directions) packLayer(k, direction);
    if (layer > 0) packInputBack(k, directions);
  });
  k.pack(weights.output, weights.outputWeight, true);
  k.pack(weights.outputBack, weights.outputWeight, false);
}

/**
 * Packs W_ih for the way back to a layer's input. That of layer 0 only training packs, so that the embedding's gradient
 * can still be itemised by timestep after the update.
 */
export function packInputBack(k: Kernels, directions: readonly LayerWeights[]): void {
  for (const { inputBack, inputWeight } of directions) k.pack(inputBack, inputWeight, false);
}
