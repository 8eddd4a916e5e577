import type { Device } from '../../sim/model/device.js';

/** What a grid of thread blocks runs on: the multiprocessors (SMs) of a GPU. */
export interface Multiprocessors {
  readonly sms: number;
  /** Boost clock, at which the peaks of the catalogue are given. */
  readonly clockHz: number;
  /** FP32 multiply-adds a cycle and SM. */
  readonly vectorLanes: number;
  /** Exponentials and other special functions a cycle and SM. */
  readonly specialLanes: number;
  /** The cache that they share; null where it is not known. */
  readonly cache: SharedCache | null;
  readonly source: string;
}

export interface SharedCache {
  readonly bytes: number;
  /** Bytes a cycle to all SMs together; null where it is not published. */
  readonly bytesPerCycle: number | null;
}

const MiB = 2 ** 20;
const guide = 'special functions: NVIDIA, CUDA C++ Programming Guide, throughput of arithmetic instructions';

const a100: Multiprocessors = {
  sms: 108, clockHz: 1.41e9, vectorLanes: 64, specialLanes: 16, cache: { bytes: 40 * MiB, bytesPerCycle: 5120 },
  source: `NVIDIA A100 Tensor Core GPU Architecture, whitepaper (2020); ${guide}`,
};

const rtx3090: Multiprocessors = {
  sms: 82, clockHz: 1.695e9, vectorLanes: 128, specialLanes: 16, cache: { bytes: 6 * MiB, bytesPerCycle: null },
  source: `NVIDIA Ampere GA102 GPU Architecture, whitepaper (2020); ${guide}`,
};

const rtx4090: Multiprocessors = {
  sms: 128, clockHz: 2.52e9, vectorLanes: 128, specialLanes: 16, cache: { bytes: 72 * MiB, bytesPerCycle: null },
  source: `NVIDIA Ada GPU Architecture, whitepaper (2022); ${guide}`,
};

/** Its clock is the one at which 132 SMs reach the dense FP16 peak of 989 TFLOP/s. */
const h100: Multiprocessors = {
  sms: 132, clockHz: 1.83e9, vectorLanes: 128, specialLanes: 16, cache: { bytes: 50 * MiB, bytesPerCycle: null },
  source: `NVIDIA H100 Tensor Core GPU Architecture, whitepaper (2022); ${guide}`,
};

/** Chips by the name of a device, or by the beginning of it. */
const chips: readonly (readonly [device: string, chip: Multiprocessors])[] = [['a100', a100], ['a800', a100], ['rtx-3090', rtx3090], ['rtx-4090', rtx4090], ['h100-sxm', h100]];

/** The chip of a device of the catalogue, or null where its inside is not known here. */
export function chipOf(device: Device): Multiprocessors | null {
  return chips.find(([name]) => device.name === name || device.name.startsWith(`${name}-`))?.[1] ?? null;
}

/** A chip that an experiment describes. Its cache is not known. */
export function chipFromInput(input: { readonly multiprocessors: number; readonly vectorLanes: number; readonly specialLanes: number }, clockHz: number): Multiprocessors {
  return { sms: input.multiprocessors, clockHz, vectorLanes: input.vectorLanes, specialLanes: input.specialLanes, cache: null, source: 'given in the experiment' };
}
