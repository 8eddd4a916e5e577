import { engineOf, type Engine, type EngineOptions } from '../../../src/rtl-export/kit/engine/engine.js';
import { productJob, type EngineJob } from '../../../src/rtl-export/kit/engine/job.js';
import { engineProduct } from '../../../src/rtl-export/kit/engine/product.js';
import { createRng, type Rng } from '../../../src/sim/core/rng.js';
import type { Matrix } from '../../../src/sim/model/matrix.js';
import { matrix } from '../../../src/sim/numerics/arithmetic/matrix.js';
import { rmsNormUnit, searchFunctionUnit, softmaxUnit } from '../../../src/sim/numerics/function-units/index.js';
import { systolicCore, type CoreUnderTest } from './cores.js';

/** An engine without vector units. */
export const plain: EngineOptions = { name: 'engine', activationDepth: 64, weightDepth: 16, resultDepth: 96, style: 'block', softmax: null, rmsNorm: null, silu: null };

let units: EngineOptions | undefined;

/** An engine with all vector units: softmax of up to 16 scores with 4 fraction bits, RMS normalisation of 32 numbers, SiLU with 4 fraction bits. */
export function withUnits(): EngineOptions {
  units ??= {
    ...plain,
    softmax: softmaxUnit({ inputBits: 8, inputFractionBits: 4, outputBits: 8, maximumLength: 16 }),
    rmsNorm: rmsNormUnit({ inputBits: 8, length: 32, epsilon: 1, outputBits: 8, outputFractionBits: 5 }),
    silu: searchFunctionUnit({ function: 'silu', inputBits: 8, inputFractionBits: 4, outputBits: 8, outputFractionBits: 4, maximumError: 1 }).unit,
  };
  return units;
}

export function smallEngine(core: CoreUnderTest = systolicCore(4, 3), options: EngineOptions = plain): Engine {
  return engineOf(core, options);
}

/** A product with rounded results on the small engine. */
export function smallJob(): EngineJob {
  const core = systolicCore(4, 3);
  const engine = smallEngine(core);
  const rng = createRng(5);
  const [a, w] = [randomMatrix(rng, 6, 9), randomMatrix(rng, 5, 9)];
  return productJob(engine, engineProduct(engine, core.runs(a, w), 6, 5, 'a small product'), { multiplier: 5, shift: 12 });
}

/** Whole numbers from `least` to `most`. */
export function randomMatrix(rng: Rng, rows: number, columns: number, least = -128, most = 127): Matrix {
  return matrix(rows, columns, Float64Array.from({ length: rows * columns }, () => rng.integer(least, most)));
}
