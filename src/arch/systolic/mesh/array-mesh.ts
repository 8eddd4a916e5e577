import { notModelled, type NotModelled } from '../../../sim/core/estimate.js';
import { designFabric, type AroundTiles, type DesignFabric } from '../../../sim/physical/synthesised-fabric.js';
import { macKindOf, widthsOf } from '../array.js';
import type { SystolicParameters } from '../spec.js';
import { dspBlocks, ffError, lutError, meshFabric, meshLuts } from './fabric.js';
import { meshFault, type MeshParameters } from './parameters.js';

/** The whole array as the Verilog has it, or why it has no such array. */
export function arrayMesh(p: SystolicParameters): MeshParameters | NotModelled {
  const { rows, columns, dataflow } = p;
  const mac = macKindOf(p);
  if (mac !== 'bit-parallel') return notModelled(`the Verilog of the family multiplies in one cycle, and these PEs are "${mac}"`);
  if (dataflow === 'input-stationary') return notModelled('the Verilog of the family has no input-stationary array');
  const { weights, activations, accumulator } = widthsOf(p);
  const mesh: MeshParameters = { dataflow, rows, columns, activationBits: activations, weightBits: weights, sumBits: accumulator };
  const fault = meshFault(mesh);
  return fault === null ? mesh : notModelled(`the Verilog of the family has no such array: ${fault}`);
}

/** LUTs and registers of the array. Products and sums are registers of their own in it, and in DSP blocks where a vendor's tool packs them. */
export function arrayFabric(p: SystolicParameters, { lutram }: Pick<AroundTiles, 'lutram'>): DesignFabric | NotModelled {
  const mesh = arrayMesh(p);
  if ('reason' in mesh) return mesh;
  const { rows, columns, dataflow } = mesh;
  const dsp = dspBlocks(mesh);
  const multipliers = dsp === 0 ? 'multipliers in LUTs' : `a DSP block for each of its ${dsp} multipliers`;
  return designFabric({ name: `systolic_tile of ${rows} x ${columns}, ${dataflow}, ${multipliers}`, lut: meshLuts(mesh), ff: meshFabric(mesh).ff.value, lutError, ffError }, 1, {
    lutram, notCounted: ['vector unit', 'sums of reductions that are folded', 'control of the buffers', 'FIFOs', 'memory interfaces'],
  });
}
