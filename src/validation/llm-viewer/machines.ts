import type { Device, PeakRate } from '../../sim/model/device.js';

const source = 'hahnyuan/LLM-Viewer @472f71f1 hardwares/hardware_params.py';

/** A machine of the tool: dense peaks in operations a second (2 per MAC), memory bandwidth in bytes a second, register files in bytes. */
function machine(name: string, bytesPerSecond: number, fp16: number, int8: number | null, onchipBytes: number, kind: 'gpu' | 'cpu' = 'gpu'): Device {
  const peaks: PeakRate[] = [{ format: 'fp16', opsPerSecond: fp16 }];
  if (int8 !== null) peaks.push({ format: 'int8', opsPerSecond: int8 });
  return {
    name, kind, peaks, onchipBytes, title: `${name} of LLM-Viewer`, fabric: null, tdpWatts: null, priceDollars: null, quality: 'published',
    memories: [{ name: 'dram', capacityBytes: null, bytesPerSecond, channels: null }],
    sources: [source], warnings: [],
  };
}

/**
 * The 12 machines of the tool with its own figures, which our device catalogue does not share throughout: its H100 has 3072 GB/s where the
 * catalogue has 3350, its V100 an INT8 peak below the FP16 one, its desktop CPU no INT8 at all.
 */
export const machines: readonly Device[] = [
  machine('nvidia_V100', 900e9, 112e12, 62e12, 20_480e3),
  machine('nvidia_A6000', 768e9, 154.8385e12, 309.7e12, 21_504e3),
  machine('nvidia_A100', 1555e9, 312e12, 624e12, 27_648e3),
  machine('nvidia_A100_40G', 1555e9, 312e12, 624e12, 27_648e3),
  machine('nvidia_A100_80G', 2039e9, 312e12, 624e12, 27_648e3),
  machine('nvidia_A800_80G_SXM', 2039e9, 312e12, 624e12, 27_648e3),
  machine('nvidia_A40', 696e9, 149.7e12, 299.3e12, 21_504e3),
  machine('nvidia_H100', 3072e9, 989.5e12, 1979e12, 33_792e3),
  machine('nvidia_H100_SXM', 3072e9, 989.5e12, 1979e12, 33_792e3),
  machine('nvidia_H100_PCIe', 2048e9, 756.5e12, 1513e12, 29_184e3),
  machine('nvidia_L40', 864e9, 181e12, 362e12, 36_352e3),
  machine('intel_13900k', 89.6e9, 1.3824e12, null, 36_000e3, 'cpu'),
];
