import { reject } from '../../sim/core/diagnostics.js';
import { notModelled } from '../../sim/core/estimate.js';
import { parseQuantity } from '../../sim/core/units.js';
import type { Architecture, Assumption } from '../../sim/model/architecture.js';
import type { Device } from '../../sim/model/device.js';
import type { ParameterSource } from '../../sim/model/family.js';
import { chipFromInput, chipOf, type Multiprocessors } from './chips.js';
import { peakOps } from './peaks.js';
import type { GpuParameters, KernelParameters } from './spec.js';
import { gridMachine, kernelAssumptions, kernelsOf, tooWide } from './tiles.js';

const freeVectorWork: Assumption = { name: 'vector work', value: 'free', unit: '', quality: 'assumed', source: 'no public vector peak in the catalogue: softmax and norms cost their bytes only', affects: 'softmax, norms, activations' };

/**
 * A device known by its peaks: matrix rate by operand format, memory bandwidth and capacity. Weights narrower than the activations are dequantised
 * in registers, so the wider operand chooses the rate. With `kernels` also a chip of multiprocessors that grids of thread blocks run on.
 */
export function buildGpu(p: GpuParameters, device: Device, sources: Readonly<Record<string, ParameterSource>> = {}): Architecture {
  const memory = device.memories.find((m) => m.bytesPerSecond !== null);
  if (memory?.bytesPerSecond == null || device.peaks.length === 0) {
    return reject('gpu/no-peaks', `device "${device.name}" has no known peak rate and bandwidth`, { pointer: '/architecture/device', remedy: 'choose a GPU with `archsim list devices`, or give `peaks` and `memories`' });
  }
  const { bytesPerSecond } = memory;
  const chip = p.kernels === undefined ? null : chipWithKernels(p.kernels, device);
  const kernels = kernelsOf(p.kernels ?? {});
  return {
    family: 'gpu',
    device,
    clockHz: chip?.clockHz ?? null,
    unsupported: (op, scheme) => (chip === null ? null : tooWide(kernels, op, scheme)),
    peakMacsPerSecond: (weights, activations) => peakOps(device, weights, activations) / 2,
    executedDensity: () => 1,
    peakVectorElementsPerSecond: null,
    peakBytesPerSecond: bytesPerSecond,
    memoryName: memory.name,
    capacityBytes: memory.capacityBytes,
    holdsEmbeddings: true,
    fusesAttention: p.fusedAttention ?? true,
    keepsActivations: false,
    resources: () => null,
    assumptions: () => (chip === null ? [freeVectorWork] : [{ ...freeVectorWork, affects: 'softmax, norms, activations at the roofline' }, ...kernelAssumptions(device, chip, kernels, sources)]),
    infeasibilities: () => [],
    warnings: () => device.warnings,
    tiled: chip === null ? null : gridMachine(device, bytesPerSecond, chip, kernels, p.fusedAttention ?? true, sources),
    functional: () => notModelled('a GPU is known by its peaks here: the order in which it adds is not published'),
  };
}

function chipWithKernels(p: KernelParameters, device: Device): Multiprocessors {
  const chip = p.chip === undefined ? chipOf(device) : chipFromInput(p.chip, parseQuantity(p.chip.clock, 'frequency', '/architecture/parameters/kernels/chip/clock'));
  return chip ?? reject('gpu/unknown-chip', `the multiprocessors of device "${device.name}" are not known`, {
    pointer: '/architecture/parameters/kernels', remedy: 'give `kernels.chip`, choose an A100, H100 SXM, RTX 3090 or RTX 4090, or leave `kernels` out for the roofline',
  });
}
