/** Where a model's parameters lie, and their packed forms. */
import { rowsOf, type ArenaPlan } from './arena';
import type { PackedWeight, RecurrentWeights } from './cells/cell';
import { CELLS } from './cells/table';
import type { Handle, Kernels } from './kernels/kernels';
import {
  directionsOf,
  EMBEDDING,
  layerParameterNames,
  OUTPUT_BIAS,
  outputWeightName,
  parameterTable,
} from './parameters';
import type { Direction, ModelShape, ParameterInfo } from './types';

/** One matrix per parameter, by PyTorch's name; a vector is a single row. */
export type ParameterSet = ReadonlyMap<string, Handle>;

/** A set, and one flat row over all of it; the padding between its rows is zero and stays so. */
export interface FlatSet {
  readonly flat: Handle;
  readonly named: ParameterSet;
  /** What the set holds, in the order in which everything walks over it. */
  readonly table: readonly ParameterInfo[];
}

export function reserveParameters(plan: ArenaPlan, shape: ModelShape): FlatSet {
  const table = parameterTable(shape);
  const named = new Map<string, Handle>();
  const flat = plan.flat(() => {
    for (const { name, shape: size } of table)
      named.set(name, size.length === 1 ? plan.matrix(1, size[0]) : plan.matrix(size[0], size[1]));
  });
  return { flat, named, table };
}

/** Parameters of one direction of a recurrent layer: weights of GH × inputs and GH × H, biases of 1 × GH. */
export interface LayerWeights extends RecurrentWeights {
  readonly names: ReturnType<typeof layerParameterNames>;
  readonly input: PackedWeight;
  readonly inputBias: Handle;
}

/** The whole model's weights. */
export interface ModelWeights {
  readonly shape: ModelShape;
  /** Without rows in a model that takes vectors. */
  readonly embedding: Handle;
  /** By layer, then by direction. */
  readonly layers: readonly (readonly LayerWeights[])[];
  readonly output: PackedWeight;
  readonly outputBias: Handle;
}

export function modelWeights(plan: ArenaPlan, shape: ModelShape, parameters: ParameterSet): ModelWeights {
  const find = (name: string): Handle => parameters.get(name)!;
  const packed = (weight: Handle): PackedWeight => {
    const { rows, cols } = weight;
    return { weight, there: plan.packedMatrix(cols, rows), back: plan.packedMatrix(rows, cols) };
  };
  const keptRows = CELLS[shape.cell].keptBlocks * shape.hiddenSize;
  const directionWeights = (layer: number, direction: Direction): LayerWeights => {
    const names = layerParameterNames(layer, direction);
    const weight = find(names.recurrentWeight);
    const split = weight.rows - keptRows;
    return {
      names,
      input: packed(find(names.inputWeight)),
      inputBias: find(names.inputBias),
      recurrent: packed(rowsOf(weight, 0, split)),
      kept: packed(rowsOf(weight, split, keptRows)),
      recurrentBias: find(names.recurrentBias),
    };
  };
  return {
    shape,
    embedding: parameters.get(EMBEDDING) ?? plan.matrix(0, shape.embeddingSize),
    layers: Array.from({ length: shape.layers }, (_, layer) =>
      directionsOf(shape).map((direction) => directionWeights(layer, direction)),
    ),
    output: packed(find(outputWeightName(shape))),
    outputBias: find(OUTPUT_BIAS),
  };
}

/** Packs what every pass needs, once per change of the parameters. */
export function packModel(k: Kernels, { layers, output }: ModelWeights): void {
  const pack = ({ weight, there, back }: PackedWeight): void => {
    k.pack(there, weight, true);
    k.pack(back, weight, false);
  };
  for (const { input, recurrent, kept } of layers.flat()) {
    k.pack(input.there, input.weight, true);
    pack(recurrent);
    pack(kept);
  }
  layers.slice(1).forEach((directions) => packInputBack(k, directions));
  pack(output);
}

/**
 * Packs W_ih for the way back to a layer's input. That of layer 0 only training packs, so that the embedding's gradient
 * can still be itemised by timestep after the update.
 */
export function packInputBack(k: Kernels, directions: readonly LayerWeights[]): void {
  for (const { input } of directions) k.pack(input.back, input.weight, false);
}
