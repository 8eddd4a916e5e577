import { notModelled } from '../../sim/core/estimate.js';
import type { Component, Part } from '../../sim/model/component.js';
import { macKindOf, widthsOf } from './array.js';
import { edgeBits } from './edge.js';
import type { SystolicParameters } from './spec.js';

/**
 * The parts of an array on a chip of its own. A PE has a multiplier, an adder as wide as its sums, and registers for the operands that pass or stay
 * and for the sum; a bit-serial one has a row of AND gates and an adder for the product in the place of the multiplier, whose sum is added once in
 * b cycles. `overlapFolds` doubles the register of what stays. `activity` is that of a cycle in which operands stream; what is only loaded has 0.
 */
export function chipParts(p: SystolicParameters): readonly Part[] {
  const { weights, activations, accumulator } = widthsOf(p);
  const mac = macKindOf(p);
  const pes = p.rows * p.columns;
  const serial = mac === 'bit-serial-weights' ? { bits: weights, other: activations } : { bits: activations, other: weights };
  const multiplier: readonly Part[] = mac === 'bit-parallel'
    ? [part('multipliers', `${activations} x ${weights} bit multiplier`, pes, 1), part('adders', `${accumulator} bit adder`, pes, 1)]
    : [
      part('bit products', `${serial.other} AND gates`, pes, 1),
      part('product adders', `${weights + activations} bit adder`, pes, 1),
      part('product registers', `${weights + activations} bit register`, pes, 1),
      part('adders', `${accumulator} bit adder`, pes, 1 / serial.bits),
    ];
  const stays = { 'output-stationary': accumulator, 'weight-stationary': weights, 'input-stationary': activations }[p.dataflow];
  const registers: readonly Part[] = [
    part('activation registers', `${activations} bit register`, pes, p.dataflow === 'input-stationary' ? 0 : 1),
    part('weight registers', `${weights} bit register`, pes, p.dataflow === 'weight-stationary' ? 0 : 1),
    part('sum registers', `${accumulator} bit register`, pes, 1),
    ...(p.options?.overlapFolds === true ? [part('shadow registers', `${stays} bit register`, pes, 1)] : []),
  ];
  const widths = edgeBits(p);
  const streams = { weights: p.dataflow !== 'weight-stationary', activations: p.dataflow !== 'input-stationary', outputs: p.dataflow !== 'output-stationary' };
  const buffers = (['weights', 'activations', 'outputs'] as const).map((name) => (
    part(`${name} buffer`, `SRAM ${p.buffers[name].kib} KiB x ${widths[name]} bit`, 1, streams[name] ? 1 : 0)));
  return [...multiplier, ...registers, ...buffers];
}

function part(name: string, component: string, count: number, activity: number): Part {
  return { name, component: unpriced(component), count, activity };
}

/** A component whose technology nobody has named: its area and energy are not known. */
function unpriced(name: string): Component {
  const unknown = notModelled('the design names no technology to take the area and the energy of its components from');
  return { name, area: unknown, energy: unknown };
}
