import { a100Gelu, a100Gemm, a100LayerNorm, a100Softmax, type CompiledConstants, type GemmConstants, type SoftmaxConstants } from '../../arch/gpu/calibration.js';
import { chipOf } from '../../arch/gpu/chips.js';
import { libraryTiles } from '../../arch/gpu/grid.js';
import { elementwiseSeconds, gemmTime, layerNormSeconds, softmaxSeconds, type OperatorMachine } from '../../arch/gpu/operators.js';
import { deviceNamed } from '../../sim/physical/devices/index.js';

/** The constants of every kind of operator. */
export interface Constants {
  readonly matmul: GemmConstants;
  readonly softmax: SoftmaxConstants;
  readonly layernorm: CompiledConstants;
  readonly gelu: CompiledConstants;
}

export const published: Constants = { matmul: a100Gemm, softmax: a100Softmax, layernorm: a100LayerNorm, gelu: a100Gelu };

/** The card of the measurements, in FP16: peak and bandwidth of the catalogue. */
export const a100: OperatorMachine = machineOf('a100-sxm-80gb');

function machineOf(name: string): OperatorMachine {
  const device = deviceNamed(name);
  const chip = device === undefined ? null : chipOf(device);
  const bytesPerSecond = device?.memories[0]?.bytesPerSecond ?? null;
  const fp16 = device?.peaks.find((rate) => rate.format === 'fp16');
  if (chip === null || bytesPerSecond === null || fp16 === undefined) throw new Error(`the catalogue has no complete ${name}`);
  return { chip, bytesPerSecond, macsPerSecond: fp16.opsPerSecond / 2, elementBytes: 2 };
}

/** Seconds of an operator, or null where its kind or its number of dimensions is none of the table's: matmul [M, K, N], softmax and layernorm [rows, columns], gelu [elements]. */
export function operatorSeconds(operator: string, shape: readonly number[], constants: Constants = published): number | null {
  const [a, b, c] = shape;
  if (a === undefined) return null;
  switch (`${operator} ${String(shape.length)}`) {
    case 'matmul 3': return gemmTime(a100, constants.matmul, libraryTiles, a, b!, c!).seconds;
    case 'softmax 2': return softmaxSeconds(a100, constants.softmax, a, b!);
    case 'layernorm 2': return layerNormSeconds(a100, constants.layernorm, a, b!);
    case 'gelu 1': return elementwiseSeconds(a100, constants.gelu, a);
    default: return null;
  }
}
