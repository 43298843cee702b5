import type { TensorSlice } from '../../src/protocol/trace';
import type { DivergingScale } from '../core/diverging';
import { rowsOf } from '../core/tensors';

/**
 * The heatmap as an image of one pixel per entry (columns across, units down), to be stretched without smoothing.
 * Made again only when the numbers, the scale or the theme change.
 */
export class Raster {
  private readonly canvas = document.createElement('canvas');
  private made: { slice: TensorSlice; scale: DivergingScale; max: number } | null = null;

  /** The image, or null for a slice without entries. */
  image(slice: TensorSlice, scale: DivergingScale, max: number): HTMLCanvasElement | null {
    const columns = slice.to - slice.from;
    const rows = rowsOf(slice);
    if (columns <= 0 || rows === 0) return null;
    const { made, canvas } = this;
    if (made && made.slice === slice && made.scale === scale && made.max === max) return canvas;
    this.made = { slice, scale, max };
    const image = new ImageData(columns, rows);
    const pixels = new Uint32Array(image.data.buffer);
    for (let column = 0; column < columns; column++) {
      for (let row = 0; row < rows; row++) {
        pixels[row * columns + column] = scale.pixel(slice.data[column * rows + row]!, max);
      }
    }
    canvas.width = columns;
    canvas.height = rows;
    canvas.getContext('2d')?.putImageData(image, 0, 0);
    return canvas;
  }
}
