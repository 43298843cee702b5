import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** GloVe's vectors (Pennington et al. 2014), most frequent word first. */
export function readGlove(folder: string): Map<string, Float32Array> {
  const text = gunzipSync(readFileSync(join(folder, 'glove-100d-subset/vectors.txt.gz'))).toString('utf8');
  return new Map(
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const [word, ...numbers] = line.split(' ');
        return [word!, Float32Array.from(numbers, Number)];
      }),
  );
}
