import type { RtlRun } from '../../../rtl-export/kit/design.js';
import { smallShapes } from '../../../rtl-export/kit/small-shapes.js';
import { createRng } from '../../../sim/core/rng.js';
import { matrix } from '../../../sim/numerics/arithmetic/matrix.js';
import { beatElements, tokens, type TileParameters } from './parameters.js';
import { tileRun } from './streams.js';

/** Very small problems for a tile that is wrong, the simplest first: products that add about a unit each to a result, then random operands. */
export function* smallRuns(p: TileParameters): Generator<RtlRun> {
  const rng = createRng(1);
  const elements = beatElements(p);
  const scale = Math.min(65535, 2 ** Math.max(0, p.shift - 12));
  const draws = [
    { what: 'units', activation: () => 64, weight: () => 64 },
    { what: 'random', activation: () => rng.integer(-128, 127), weight: () => rng.integer(p.weightMin, 127) },
  ];
  for (const { m, n, k } of smallShapes({ m: [1, tokens, tokens + 1], n: [1, 2, p.columns, p.columns + 1], k: [1, 2, elements, elements + 1] })) {
    for (const { what, activation, weight } of draws) {
      yield tileRun(p, {
        activations: matrix(m, k, Int8Array.from({ length: m * k }, activation)),
        weights: matrix(n, k, Int8Array.from({ length: n * k }, weight)),
        scales: Uint16Array.from({ length: n }, () => scale),
        groupLength: k,
      }, `m ${m}, n ${n}, k ${k}: ${what}`);
    }
  }
}
