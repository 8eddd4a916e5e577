import { estimate, notModelled } from '../../sim/core/estimate.js';
import type { Component, Part } from '../../sim/model/component.js';
import { tableEntries, tableGroup } from './energy/operation.js';
import type { ShiftAddParameters } from './spec.js';

/**
 * The parts of an array on a chip of its own, with actions of each in a cycle of work. Shifts by a fixed number of places are wires; a term is chosen by
 * gates or a Booth multiplexer and added. The buffer of the weights is counted, those of activations and sums are not.
 */
export function chipParts(p: ShiftAddParameters): readonly Part[] {
  const { array, activationBits, weightBits, accumulatorBits, buffers } = p;
  const buffer = part('weight buffer', unpriced(`SRAM ${buffers.weightKib} KiB`), 1, 1);
  if (array.kind === 'table') {
    const entryBits = activationBits + Math.log2(tableGroup);
    const reads = array.tables * array.reads;
    return [
      // Two sets of tables: one is built while the other is read.
      part('table entries', unpriced(`${entryBits} bit register`), 2 * array.tables * tableEntries, 1 / tableEntries),
      part('table adders', adder(entryBits), array.tables * array.buildAdders, 1),
      part('look-ups', lookUp(entryBits), reads, 1),
      part('shifters', unpriced(`${entryBits + weightBits} bit shifter`), reads * array.shifters, 1),
      part('adders of shifted terms', adder(entryBits + weightBits), reads * (array.shifters - 1), 1),
      part('adders over tables', adder(accumulatorBits), (array.tables - 1) * array.reads, 1),
      part('accumulators', adder(accumulatorBits), array.reads, 1),
      part('sum registers', unpriced(`${accumulatorBits} bit register`), array.featuresHeld * p.tokensHeld, 0),
      buffer,
    ];
  }
  const products = array.tokens * array.columns * array.depth;
  const productBits = activationBits + weightBits;
  return [
    part('term selectors', unpriced(array.encoding === 'binary' ? `${activationBits} AND gates` : `${activationBits + 1} bit Booth multiplexer`), products * array.termsPerCycle, 1),
    part('adders of shifted terms', adder(productBits), products * (array.termsPerCycle - 1), 1),
    part('adders over products', adder(accumulatorBits), array.tokens * array.columns * (array.depth - 1), 1),
    part('accumulators', adder(accumulatorBits), array.tokens * array.columns, 1),
    ...(array.encoding === 'binary' ? [part('activation sums', adder(accumulatorBits), array.tokens * array.depth, 1)] : []),
    part('scale multipliers', scaler(accumulatorBits), array.tokens * array.scalers, Math.min(1, (array.columns * array.depth) / (array.group * array.scalers))),
    part('sum registers', unpriced(`${accumulatorBits} bit register`), array.columns * p.tokensHeld, 0),
    buffer,
  ];
}

function part(name: string, component: Component, count: number, activity: number): Part {
  return { name, component, count, activity };
}

const noTechnology = notModelled('the design names no technology to take the area and the energy of its components from');
const noArea = notModelled('the design names no technology to take its area from');

function unpriced(name: string): Component {
  return { name, area: noTechnology, energy: noTechnology };
}

/** 0.1 pJ for 32 bits. */
function adder(bits: number): Component {
  return { name: `${bits} bit adder`, area: noArea, energy: estimate((0.1 * bits) / 32, 'pJ', 'derived', 'Horowitz, ISSCC 2014: an integer addition of 32 bits takes 0.1 pJ at 45 nm; linear in the bits') };
}

/** 0.37 pJ for an entry of 16 bits. */
function lookUp(bits: number): Component {
  return { name: `${tableEntries} x ${bits} bit look-up`, area: noArea, energy: estimate((0.37 * bits) / 16, 'pJ', 'derived', 'ShiftAddLLM (You et al., NeurIPS 2024): a look-up of 16 bits takes 0.37 pJ; linear in the bits') };
}

/** 1.1 pJ in 16-bit floats. */
function scaler(bits: number): Component {
  return { name: `${bits} bit sum x FP16 scale`, area: noArea, energy: estimate(1.1, 'pJ', 'derived', 'Horowitz, ISSCC 2014: a product of 16-bit floats takes 1.1 pJ at 45 nm; the conversion of the sum is not counted') };
}
