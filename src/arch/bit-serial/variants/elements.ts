import { reject } from '../../../sim/core/diagnostics.js';
import type { DataType } from '../../../sim/model/datatype.js';
import { dequantCycles, pipelineCycles } from '../cycles.js';
import { bitSerialProduct } from '../product.js';
import type { BitSerialParameters } from '../spec.js';
import { lanes, termsOf } from '../terms.js';
import { bitmodElement, bitmodEncoder, fp16Element, fp16Int8Element, unknownElement } from './components.js';
import { fp16Sum } from './fp16-sum.js';
import type { ProcessingElement, Step } from './processing-element.js';
import { bitFusionProduct, loomProduct, pragmaticProduct, stripesProduct } from './serial-products.js';
import { fitsFp16, fp16WholeBits, wholeBits } from './whole-numbers.js';

/** The processing element that the parameters name. Throws an `InputError` where what is said of activations contradicts itself or the PE. */
export function processingElement(p: BitSerialParameters): ProcessingElement {
  const name = p.pe ?? 'bitmod';
  if (p.activations !== undefined && (name === 'bitmod' || name === 'fp16' || name === 'ant' || name === 'olive')) {
    return reject('bit-serial/fp16-activations', `the PE "${name}" takes FP16 activations, and the parameters describe whole ones`, { pointer: '/architecture/parameters/activations', remedy: 'leave activations out, or choose bitfusion, stripes, loom or pragmatic' });
  }
  switch (name) {
    case 'bitmod': return bitmod;
    case 'fp16': return fp16;
    case 'ant': return fp16Int8('INT8 and ANT\'s 4-bit types', ['flint4', 'pot4']);
    case 'olive': return fp16Int8('INT8 and OliVe\'s pairs', ['olive4']);
    case 'bitfusion': return bitFusion(serialOf(p));
    case 'stripes': return stripes(serialOf(p));
    case 'loom': return loom(serialOf(p));
    case 'pragmatic': return pragmatic(serialOf(p));
  }
}

const fp16Lanes = { activationUnit: 'FP16 lanes', activationBits: 16, takesActivations: fitsFp16 } as const;

/** BitMoD: four lanes, one term of each weight a cycle. */
const bitmod: ProcessingElement = {
  ...fp16Lanes, operandUnit: 'bit-serial terms', operandBits: 8,
  step: (operand) => stepOf(lanes, termsOf(operand)),
  slowest: { lanes, cycles: 4 }, laneCounts: [lanes], stages: pipelineCycles, leastPassCycles: dequantCycles,
  // A pattern of 8 bits and an FP16 activation for each lane; a step has two terms or more.
  bus: { weights: lanes * 8, activations: lanes * 16, cycles: 2 },
  functional: bitSerialProduct, component: bitmodElement, encoder: bitmodEncoder,
};

/** Input, multiplier and output register of an FMA. */
const fmaStages = 3;

const fma = { slowest: { lanes: 1, cycles: 1 }, laneCounts: [1], stages: fmaStages, leastPassCycles: 1, encoder: null } as const;

/** FP16 x FP16: low-bit weights are made FP16 in front of it. */
const fp16: ProcessingElement = {
  ...fp16Lanes, ...fma, operandUnit: 'FP16 multiplier', operandBits: 16, bus: { weights: 16, activations: 16, cycles: 1 },
  step: (operand) => stepOf(1, fitsFp16(operand) || (operand.kind !== 'integer' && operand.bits <= 8) ? 1 : null),
  functional: fp16Sum('FP16', fp16WholeBits), component: fp16Element,
};

/** FP16 x INT8, as BitMoD's authors give it to ANT and OliVe: their types are decoded to whole numbers of 8 bits, layers of 4 and of 8 bits take the same time. */
function fp16Int8(title: string, decoded: readonly string[]): ProcessingElement {
  return {
    ...fp16Lanes, ...fma, operandUnit: `multiplier for ${title}`, operandBits: 8, bus: { weights: 8, activations: 16, cycles: 1 },
    step: (operand) => stepOf(1, (wholeBits(operand) ?? Infinity) <= 8 || decoded.includes(operand.name) ? 1 : null),
    functional: fp16Sum('INT8', 8), component: fp16Int8Element,
  };
}

/** What the parameters say of activations, defaults filled in. */
interface Serial {
  readonly bits: number;
  readonly processedBits: number;
  readonly bitsPerCycle: number;
}

function serialOf({ activations = {}, pe }: BitSerialParameters): Serial {
  const { bits = 8, processedBits = bits, bitsPerCycle = 1 } = activations;
  const at = '/architecture/parameters/activations';
  if (processedBits > bits) return reject('bit-serial/processed-bits', `activations of ${bits} bits have no ${processedBits} bits to process`, { pointer: `${at}/processedBits`, remedy: 'raise bits, or lower processedBits' });
  if (pe === 'bitfusion' && bits > 8) return reject('bit-serial/activation-bits', `BitFusion's units take activations of at most 8 bits, not ${bits}`, { pointer: `${at}/bits`, remedy: 'give 8 or less, or choose another pe' });
  return { bits, processedBits, bitsPerCycle };
}

/** Products that Stripes, Loom and Pragmatic add up in a step (DNNsim: 16 lanes). */
const serialLanes = 16;
/** Operand, adder tree, accumulator: a count of our own, the papers give none. */
const treeStages = 3;

function wholeElement({ bits }: Serial, title: string): Pick<ProcessingElement, 'activationUnit' | 'activationBits' | 'takesActivations' | 'stages' | 'leastPassCycles' | 'component' | 'encoder'> {
  return {
    activationUnit: `${title} lanes of ${bits} bits`, activationBits: bits, takesActivations: (type) => (wholeBits(type) ?? Infinity) <= bits,
    stages: treeStages, leastPassCycles: 1, component: unknownElement(title), encoder: null,
  };
}

/** A multiplier of 8 x 8 bits that splits into as many of w x a bits as fit, w and a being 2, 4 or 8 (Sharma et al., ISCA 2018): 64 / (w a) products a cycle. */
function bitFusion(serial: Serial): ProcessingElement {
  const fused = (bits: number): number => (bits <= 2 ? 2 : bits <= 4 ? 4 : 8);
  const lanesFor = (bits: number): number => 64 / (fused(bits) * fused(serial.bits));
  return {
    ...wholeElement(serial, 'BitFusion'), operandUnit: 'BitFusion units', operandBits: 8, bus: { weights: 32, activations: 32, cycles: 1 },
    step: (operand) => whole(operand, 8, (bits) => ({ lanes: lanesFor(bits), cycles: 1 })),
    slowest: { lanes: lanesFor(8), cycles: 1 }, laneCounts: [...new Set([lanesFor(2), lanesFor(4), lanesFor(8)])],
    functional: bitFusionProduct(serial.bits, 8),
  };
}

/** Stripes (Judd et al., MICRO 2016): a cycle for each bit of the activations, weights of any width at once. */
function stripes(serial: Serial): ProcessingElement {
  const step: Step = { lanes: serialLanes, cycles: serial.processedBits };
  return {
    ...wholeElement(serial, 'Stripes'), operandUnit: 'Stripes multiplicand', operandBits: 16, bus: { weights: serialLanes * 16, activations: serialLanes, cycles: 1 },
    step: (operand) => whole(operand, 16, () => step), slowest: step, laneCounts: [serialLanes], functional: stripesProduct(serial.bits, 16),
  };
}

/** Loom (Sharify et al., DAC 2018): ceil(activation bits / bits a cycle) * weight bits. */
function loom(serial: Serial): ProcessingElement {
  const stepFor = (bits: number): Step => ({ lanes: serialLanes, cycles: Math.ceil(serial.processedBits / serial.bitsPerCycle) * bits });
  return {
    ...wholeElement(serial, 'Loom'), operandUnit: 'Loom weight bits', operandBits: 16, bus: { weights: serialLanes, activations: serialLanes * serial.bitsPerCycle, cycles: 1 },
    step: (operand) => whole(operand, 16, stepFor), slowest: stepFor(16), laneCounts: [serialLanes], functional: loomProduct(serial.bits, 16),
  };
}

/** Pragmatic (Albericio et al., MICRO 2017): as many cycles as its lanes have ones left, `processedBits` on average; `pragmaticCycles` counts them for given activations. */
function pragmatic(serial: Serial): ProcessingElement {
  const step: Step = { lanes: serialLanes, cycles: serial.processedBits };
  return {
    ...wholeElement(serial, 'Pragmatic'), operandUnit: 'Pragmatic multiplicand', operandBits: 16, bus: { weights: serialLanes * 16, activations: serialLanes * serial.bits, cycles: 1 },
    step: (operand) => whole(operand, 16, () => step), slowest: step, laneCounts: [serialLanes], functional: pragmaticProduct(serial.bits, 16),
  };
}

function stepOf(count: number, cycles: number | null): Step | null {
  return cycles === null ? null : { lanes: count, cycles };
}

function whole(operand: DataType, most: number, step: (bits: number) => Step): Step | null {
  const bits = wholeBits(operand);
  return bits === null || bits > most ? null : step(bits);
}
