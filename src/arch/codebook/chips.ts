import type { Device } from '../../sim/model/device.js';

/** What a look-up kernel runs on: the multiprocessors (SMs) of a GPU with their memories. */
export interface Chip {
  readonly sms: number;
  /** Boost clock, at which the peaks of the catalogue are given. */
  readonly clockHz: number;
  /** FP32 multiply-adds a cycle and SM. */
  readonly vectorLanes: number;
  /** Shared memory that one thread block can have. */
  readonly sharedBytes: number;
  readonly l2Bytes: number;
  /** Bytes a cycle from the L2 cache to all SMs together; null where it is not published. */
  readonly l2BytesPerCycle: number | null;
  readonly source: string;
}

const KiB = 2 ** 10;
const MiB = 2 ** 20;
const guide = 'shared memory of a thread block: NVIDIA, CUDA C++ Programming Guide, compute capabilities';

const a100: Chip = {
  sms: 108, clockHz: 1.41e9, vectorLanes: 64, sharedBytes: 163 * KiB, l2Bytes: 40 * MiB, l2BytesPerCycle: 5120,
  source: `NVIDIA A100 Tensor Core GPU Architecture, whitepaper (2020); ${guide}`,
};

const rtx3090: Chip = {
  sms: 82, clockHz: 1.695e9, vectorLanes: 128, sharedBytes: 99 * KiB, l2Bytes: 6 * MiB, l2BytesPerCycle: null,
  source: `NVIDIA Ampere GA102 GPU Architecture, whitepaper (2020); ${guide}`,
};

const rtx4090: Chip = {
  sms: 128, clockHz: 2.52e9, vectorLanes: 128, sharedBytes: 99 * KiB, l2Bytes: 72 * MiB, l2BytesPerCycle: null,
  source: `NVIDIA Ada GPU Architecture, whitepaper (2022); ${guide}`,
};

/** Its clock is the one at which 132 SMs reach the dense FP16 peak of 989 TFLOP/s. */
const h100: Chip = {
  sms: 132, clockHz: 1.83e9, vectorLanes: 128, sharedBytes: 227 * KiB, l2Bytes: 50 * MiB, l2BytesPerCycle: null,
  source: `NVIDIA H100 Tensor Core GPU Architecture, whitepaper (2022); ${guide}`,
};

/** Chips by the name of a device, or by the beginning of it. */
const chips: readonly (readonly [device: string, chip: Chip])[] = [['a100', a100], ['a800', a100], ['rtx-3090', rtx3090], ['rtx-4090', rtx4090], ['h100-sxm', h100]];

/** The chip of a device of the catalogue, or null where its inside is not known here. */
export function chipOf(device: Device): Chip | null {
  return chips.find(([name]) => device.name === name || device.name.startsWith(`${name}-`))?.[1] ?? null;
}

/** A chip that an experiment describes. */
export function chipFromInput(input: { readonly multiprocessors: number; readonly vectorLanes: number; readonly sharedKib: number; readonly sharedCacheMib: number }, clockHz: number): Chip {
  return {
    sms: input.multiprocessors, clockHz, vectorLanes: input.vectorLanes, sharedBytes: input.sharedKib * KiB, l2Bytes: input.sharedCacheMib * MiB, l2BytesPerCycle: null,
    source: 'given in the experiment',
  };
}
