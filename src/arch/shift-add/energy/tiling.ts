import type { Pass } from './pass.js';

/**
 * How a pass is cut: factors whose products are the dimensions. Batch: inside a tile, outside. Outputs: in the registers of a PE, side by side on the
 * array, one after the other from the buffer, from the DRAM. Inputs the same without the last.
 */
export interface PassTiling {
  readonly batch: readonly [inner: number, outer: number];
  readonly outputs: readonly [register: number, array: number, buffer: number, dram: number];
  readonly inputs: readonly [register: number, array: number, buffer: number];
}

/** Whether registers, buffer and PEs hold the tile. */
export function fits({ limits, storage }: Pass, { batch, outputs, inputs }: PassTiling): boolean {
  const inArray = inputs[0] * inputs[1];
  return outputs[0] * storage.output <= limits.outputRegister
    && outputs[1] * inputs[1] <= limits.pes
    && inputs[0] * storage.input <= limits.inputRegister
    && outputs[0] * inputs[0] * storage.weight + inputs[0] * storage.inputAmongWeights <= limits.weightRegister
    && batch[0] * inArray * storage.inputInBuffer + batch[0] * outputs[0] * outputs[1] * outputs[2] * storage.output <= limits.buffer;
}

/** Seconds: the pairs of inputs and outputs that a PE works on one after the other. */
export function tilingSeconds({ pairSeconds }: Pass, { batch, outputs, inputs }: PassTiling): number {
  return batch[1] * batch[0] * outputs[3] * outputs[2] * outputs[0] * inputs[2] * inputs[0] * pairSeconds;
}

/**
 * Energy in mJ: accesses of every level times their prices. With N, C, M the batch, inputs and outputs and their factors (0 register, 1 array,
 * 2 buffer, 3 DRAM; sizes I = N C, W = C M, O = N M):
 *
 *   DRAM      M3 I + N3 W + O
 *   buffer    M3 M2 I + max(2 (C2 - 1), 1) O
 *   network   M3 M2 M1 I + N3 W;   sums max(C2 (C1 - 1), 1) O
 *   register  M3 M2 M1 M0 I + max(2 C2 C1 (C0 - 1), 1) O;   weights N3 N0 W
 *
 * They are those of an Eyeriss-like array in the released energy script of ShiftAddLLM (You et al., NeurIPS 2024) with convolutions left out.
 */
export function tilingEnergy({ shape, prices, widths }: Pass, { batch, outputs, inputs }: PassTiling): number {
  const inputSize = shape.batch * shape.inputs;
  const weightSize = shape.inputs * shape.outputs;
  const outputSize = shape.batch * shape.outputs;
  const { input, weight, output } = widths;
  const dramInput = outputs[3] * inputSize;
  const bufferInput = outputs[2] * dramInput;
  const networkInput = outputs[1] * bufferInput;
  const registerInput = outputs[0] * networkInput;
  const dramWeight = batch[1] * weightSize;
  const bufferOutput = Math.max(2 * (inputs[2] - 1), 1) * outputSize;
  const networkOutput = Math.max(inputs[2] * (inputs[1] - 1), 1) * outputSize;
  const registerOutput = Math.max(inputs[2] * inputs[1] * (inputs[0] - 1) * 2, 1) * outputSize;
  return shape.batch * weightSize * prices.compute
    + (dramInput * input.dram + dramWeight * weight + outputSize * output) * prices.dram
    + (bufferInput * input.buffer + bufferOutput * output) * prices.buffer
    + (networkInput * input.network + dramWeight * weight) * prices.network
    + networkOutput * output * prices.networkSum
    + (registerInput * input.register + registerOutput * output) * prices.register
    + dramWeight * batch[0] * weight * prices.weightRegister
    + dramInput * prices.arrival;
}
