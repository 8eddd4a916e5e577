import { estimate, notModelled, type Estimate, type NotModelled } from '../../core/estimate.js';
import type { Component } from '../../model/component.js';
import { blockName, type Block } from './block.js';
import { composite, lesserQuality } from './composite.js';
import type { FloatFormat } from './float-format.js';
import { structureOf } from './structure.js';
import { areaScale, energyScale, type Technology } from './technology.js';

/** What one of a block takes: um2, and pJ an action. */
export type Costs = Pick<Component, 'area' | 'energy'>;

/** What a source says of blocks at one node and supply. It has gates, adders, multipliers and registers; null where a block is to be composed of others. */
export interface CostTable {
  readonly technology: Required<Technology>;
  costs(block: Block): Costs | null;
}

/** Components of one source in one technology. Widths are whole numbers from 1; anything else is a RangeError. */
export interface ComponentLibrary {
  component(block: Block): Component;
  adder(bits: number): Component;
  multiplier(aBits: number, bBits: number): Component;
  multiplyAdd(aBits: number, bBits: number, sumBits: number): Component;
  register(bits: number): Component;
  comparator(bits: number): Component;
  incrementer(bits: number): Component;
  negation(bits: number): Component;
  gate(bits: number): Component;
  multiplexer(inputs: number, bits: number): Component;
  selector(inputs: number, bits: number): Component;
  decoder(selectBits: number): Component;
  shifter(bits: number, positions: number): Component;
  floatAdder(format: FloatFormat): Component;
  floatMultiplier(format: FloatFormat): Component;
  /** The product exact, the sum in `sum`; the same format unless told otherwise. */
  floatMultiplyAdd(format: FloatFormat, sum?: FloatFormat): Component;
}

/** The library of a table, scaled to a technology; in that of the table where none is given. */
export function libraryOf(table: CostTable, technology: Technology = table.technology): ComponentLibrary {
  return methodsOf((block) => scaled(componentOf(block, table), table.technology, { volts: table.technology.volts, ...technology }));
}

/** A library with the areas of one and the energies of another. */
export function joinedLibrary(areas: ComponentLibrary, energies: ComponentLibrary): ComponentLibrary {
  return methodsOf((block) => ({ ...areas.component(block), energy: energies.component(block).energy }));
}

function componentOf(block: Block, table: CostTable): Component {
  const costs = table.costs(block);
  if (costs !== null) return { name: blockName(block), ...costs };
  const structure = structureOf(block);
  if (structure === null) throw new Error(`a table of components has no ${block.kind}`);
  return composite(blockName(block), structure.map(([count, part]) => [count, componentOf(part, table)]));
}

function scaled(component: Component, from: Required<Technology>, to: Required<Technology>): Component {
  const areaWay = `from ${from.nodeNm} to ${to.nodeNm} nm`;
  const energyWay = `from ${from.nodeNm} nm, ${from.volts} V to ${to.nodeNm} nm, ${to.volts} V`;
  return {
    name: component.name,
    area: times(component.area, from.nodeNm === to.nodeNm ? 1 : areaScale(from.nodeNm, to.nodeNm), areaWay),
    energy: times(component.energy, from.nodeNm === to.nodeNm && from.volts === to.volts ? 1 : energyScale(from, to), energyWay),
  };
}

function times(quantity: Estimate | NotModelled, factor: number | null, way: string): Estimate | NotModelled {
  if (quantity.value === null || factor === 1) return quantity;
  if (factor === null) return notModelled(`no scaling ${way}: the table of Stillmaker and Baas has 130 to 7 nm, and supplies of 0.5 to 1.2 V are taken`);
  return estimate(quantity.value * factor, quantity.unit, lesserQuality(quantity.quality, 'derived'), `${quantity.source}; scaled ${way} (Stillmaker and Baas, 2017)`);
}

function methodsOf(component: (block: Block) => Component): ComponentLibrary {
  return {
    component,
    adder: (bits) => component({ kind: 'adder', bits: width(bits) }),
    multiplier: (aBits, bBits) => component({ kind: 'multiplier', aBits: width(aBits), bBits: width(bBits) }),
    multiplyAdd: (aBits, bBits, sumBits) => component({ kind: 'multiply-add', aBits: width(aBits), bBits: width(bBits), sumBits: width(sumBits) }),
    register: (bits) => component({ kind: 'register', bits: width(bits) }),
    comparator: (bits) => component({ kind: 'comparator', bits: width(bits) }),
    incrementer: (bits) => component({ kind: 'incrementer', bits: width(bits) }),
    negation: (bits) => component({ kind: 'negation', bits: width(bits) }),
    gate: (bits) => component({ kind: 'gate', bits: width(bits) }),
    multiplexer: (inputs, bits) => component({ kind: 'multiplexer', inputs: width(inputs), bits: width(bits) }),
    selector: (inputs, bits) => component({ kind: 'selector', inputs: width(inputs), bits: width(bits) }),
    decoder: (selectBits) => component({ kind: 'decoder', selectBits: width(selectBits) }),
    shifter: (bits, positions) => component({ kind: 'shifter', bits: width(bits), positions: width(positions) }),
    floatAdder: (format) => component({ kind: 'float-adder', format: checked(format) }),
    floatMultiplier: (format) => component({ kind: 'float-multiplier', format: checked(format) }),
    floatMultiplyAdd: (format, sum = format) => component({ kind: 'float-multiply-add', format: checked(format), sum: checked(sum) }),
  };
}

function width(value: number): number {
  if (!Number.isInteger(value) || value < 1) throw new RangeError(`a width or count of a component is a whole number from 1, not ${value}`);
  return value;
}

function checked(format: FloatFormat): FloatFormat {
  width(format.exponentBits);
  width(format.mantissaBits);
  return format;
}
