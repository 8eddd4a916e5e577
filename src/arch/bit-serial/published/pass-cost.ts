import { arrayOf, peEnergyPj, placeAndRouteFactor, type Accelerator, type ArrayShape } from './accelerators.js';
import { dram } from './buffers.js';
import type { DecoderShape, ForwardPass } from './decoder-shape.js';
import type { ComparisonOptions } from './options.js';
import { productCost, type Precision } from './product-cost.js';
import { productsOf } from './products.js';

/** What a pass takes: cycles at 1 GHz, bytes that cross the DRAM bus, energies in pJ. */
export interface PassCost {
  /** Sum over products of max(compute, DRAM): no overlap between products. */
  readonly cycles: number;
  readonly computeCycles: number;
  readonly dramCycles: number;
  readonly tiles: number;
  readonly dramBytes: { readonly weights: number; readonly inputs: number; readonly outputs: number };
  /** Null where CACTI has no point for a bus of the array. */
  readonly energyPj: { readonly pe: number; readonly sramRead: number | null; readonly sramWrite: number | null; readonly onchip: number | null; readonly dram: number; readonly total: number | null };
}

/** Cost of a forward pass of a model on an array; `array` is that of the accelerator in the phase unless another is given. */
export function passCost(model: DecoderShape, accelerator: Accelerator, precision: Precision, pass: ForwardPass, options: ComparisonOptions, array: ArrayShape = arrayOf(accelerator, pass.phase, options)): PassCost {
  let [cycles, computeCycles, dramCycles, tiles, weights, inputs, outputs] = [0, 0, 0, 0, 0, 0, 0];
  let sramRead: number | null = 0;
  let sramWrite: number | null = 0;
  for (const product of productsOf(model, pass, options)) {
    const cost = productCost(product, accelerator, array, precision, options);
    const { count } = product;
    cycles += count * Math.max(cost.computeCycles, cost.dramCycles);
    computeCycles += count * cost.computeCycles;
    dramCycles += count * cost.dramCycles;
    tiles += count * cost.tiles;
    weights += count * cost.weightBytes * cost.weightFetches;
    inputs += count * cost.inputBytes * cost.inputFetches;
    outputs += count * cost.outputBytes;
    sramRead = cost.sramReadPj === null || sramRead === null ? null : sramRead + count * cost.sramReadPj;
    sramWrite = cost.sramWritePj === null || sramWrite === null ? null : sramWrite + count * cost.sramWritePj;
  }
  // Every PE burns in every compute cycle, idle columns too: nothing is gated.
  const pe = peEnergyPj(accelerator, options) * placeAndRouteFactor * array.rows * array.columns * computeCycles;
  const dramPj = dram.bit.value * 8 * (weights + inputs + outputs);
  const onchip = sramRead === null || sramWrite === null ? null : pe + sramRead + sramWrite;
  return {
    cycles, computeCycles, dramCycles, tiles, dramBytes: { weights, inputs, outputs },
    energyPj: { pe, sramRead, sramWrite, onchip, dram: dramPj, total: onchip === null ? null : onchip + dramPj },
  };
}
