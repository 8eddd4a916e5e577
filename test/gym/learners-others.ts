import { createRng } from '../../src/sim/core/rng.js';
import type { ProblemInput } from '../../src/gym/schema/problem.js';

const number = (value: number): string => value.toPrecision(4);

/** An accelerator whose clock, voltage and buffer are real numbers, the buffer on a log scale, with a limit through the middle of them; `objectives` one or two. */
export function realAccelerator(seed: number, objectives: 1 | 2): ProblemInput {
  const rng = createRng(104_729 * seed + 7);
  const draw = (low: number, high: number): string => number(low + (high - low) * rng.next());
  const parts = {
    rate: 'lanes * freq_mhz * {wide: 1, deep: 0.85}[shape]',
    refetch: `1 + ${draw(0.2, 1)} * (${draw(100, 600)} / buf_kib) ^ ${draw(0.4, 0.9)}`,
    latency_us: `${draw(2, 20)} + ${draw(2e5, 1e6)} / rate + ${draw(200, 1500)} * refetch / channels`,
    power_w: `${draw(1, 4)} + ${draw(2e-5, 1e-4)} * rate * volts ^ 2 + ${draw(0.2, 0.8)} * channels + ${draw(0.001, 0.004)} * buf_kib`,
    fmax: `${draw(250, 330)} * (volts - 0.35) / 0.55 - ${draw(5, 15)} * log2(lanes)`,
    area: `lanes * ${draw(2, 5)} + buf_kib * ${draw(0.2, 0.5)} + channels * ${draw(20, 60)}`,
  };
  return {
    kind: 'problem', name: `real-accelerator-${seed}-${objectives}`, let: parts,
    variables: [
      { name: 'shape', type: 'categorical', values: ['wide', 'deep'] },
      { name: 'lanes', type: 'ordinal', values: [16, 32, 64, 128, 256] },
      { name: 'channels', type: 'integer', low: 1, high: 8 },
      { name: 'freq_mhz', type: 'real', low: 50, high: 350 },
      { name: 'volts', type: 'real', low: 0.6, high: 1.1 },
      { name: 'buf_kib', type: 'real', low: 16, high: 4096, scale: 'log' },
    ],
    constraints: [{ name: 'clock', formula: 'freq_mhz / fmax', atMost: 1 }, { name: 'positive clock', formula: 'fmax', atLeast: 1 }, { name: 'area', formula: 'area', atMost: 900 }],
    ...(objectives === 1
      ? { objectives: [{ name: 'delay_product', direction: 'minimise', formula: 'latency_us ^ 2 * power_w' }] }
      : { objectives: [{ name: 'log10_latency', direction: 'minimise', formula: 'log10(latency_us)' }, { name: 'power', direction: 'minimise', formula: 'power_w' }], referencePoint: [3, 12] }),
  };
}

/** Twelve layers with one of three formats each, whose bits, losses and switches from one layer to the next are drawn: 531,441 designs without any order; `objectives` one or two. */
export function manyCategories(seed: number, objectives: 1 | 2): ProblemInput {
  const rng = createRng(15_485_863 * seed + 3);
  const layers = Array.from({ length: 12 }, (_, i) => i + 1);
  const bits = layers.map((layer) => `{INT8: 8, INT4: 4, LUT2: 2}[f${layer}] * ${number(0.3 + 1.7 * rng.next())}`);
  const losses = layers.map((layer) => `{INT8: 0, INT4: ${number(0.02 + 0.2 * rng.next())}, LUT2: ${number(0.15 + 0.8 * rng.next())}}[f${layer}]`);
  const switches = layers.slice(1).map((layer) => `(f${layer} == f${layer - 1} ? 0 : ${number(0.5 + 3 * rng.next())})`);
  return {
    kind: 'problem', name: `many-categories-${seed}-${objectives}`,
    variables: layers.map((layer) => ({ name: `f${layer}`, type: 'categorical', values: ['INT8', 'INT4', 'LUT2'] })),
    let: { bits: bits.join(' + '), loss: losses.join(' + '), switching: switches.join(' + ') },
    constraints: objectives === 1 ? [{ name: 'loss', formula: 'loss', atMost: 1.6 }] : [],
    ...(objectives === 1
      ? { objectives: [{ name: 'time', direction: 'minimise', formula: '10 + bits + switching' }] }
      : { objectives: [{ name: 'time', direction: 'minimise', formula: '10 + bits + switching' }, { name: 'loss', direction: 'minimise', formula: 'loss' }], referencePoint: [90, 5] }),
  };
}
