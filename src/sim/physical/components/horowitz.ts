import { estimate, notModelled, type Estimate, type NotModelled } from '../../core/estimate.js';
import type { Block } from './block.js';
import type { CostTable } from './component-library.js';
import { lesserQuality } from './composite.js';
import { fp16, fp32, significandBits, type FloatFormat } from './float-format.js';
import { cells } from './structure.js';

const table = 'Horowitz, ISSCC 2014 (45 nm, 0.9 V; QKeras qtools/config_public.py a383fea)';

/** pJ of a bit of an addition; of a multiplication, 0.002995 b^2 + 0.00104 b. Fits of QKeras through 0.1 pJ (32-bit add), 0.2 and 3.1 pJ (8 and 32-bit multiply). */
const adderBitPj = 0.003125;
const productPj = { cell: 0.002994791667, bit: 0.001041666667 };
/** pJ of the two formats of the table. */
const floatPj = { adder: { fp16: 0.4, fp32: 0.9 }, multiplier: { fp16: 1.1, fp32: 3.7 } };

const noArea = notModelled('the areas that belong to the energies of Horowitz are in no source that could be checked');
const noRegister = notModelled('the energies of Horowitz are without registers; those of Aladdin differ by 2 to 4 times and do not mix with them');

/** Energies at 45 nm, without registers and areas. */
export const horowitz45: CostTable = {
  technology: { nodeNm: 45, volts: 0.9 },
  costs(block) {
    const energy = energyOf(block);
    return energy === null ? null : { area: noArea, energy };
  },
};

function energyOf(block: Block): Estimate | NotModelled | null {
  switch (block.kind) {
    case 'adder': return estimate(adderBitPj * block.bits, 'pJ', block.bits === 32 ? 'published' : 'fitted', `${table}: integer add, linear in bits`);
    case 'multiplier': {
      const { aBits: a, bBits: b } = block;
      const published = a === b && (a === 8 || a === 32);
      return estimate(productPj.cell * a * b + (productPj.bit * (a + b)) / 2, 'pJ', published ? 'published' : 'fitted', `${table}: integer multiply, quadratic in bits`);
    }
    case 'register': return noRegister;
    case 'gates': return estimate((adderBitPj / cells.fullAdder) * block.nand2, 'pJ', 'assumed', `${table}: gates as in its integer add, by cells of NanGate 45 nm`);
    case 'float-adder': return floatEnergy(block.format, 'adder');
    case 'float-multiplier': return floatEnergy(block.format, 'multiplier');
    case 'float-multiply-add': {
      const [product, sum] = [floatEnergy(block.format, 'multiplier'), floatEnergy(block.sum, 'adder')];
      if (product.value === null) return product;
      if (sum.value === null) return sum;
      const quality = lesserQuality('derived', lesserQuality(product.quality, sum.quality));
      return estimate(product.value + sum.value, 'pJ', quality, `${table}: float multiply and float add`);
    }
    default: return null;
  }
}

/** Published for FP16 and FP32; for others E = E32 (p / 24)^n with the n between those two (1.04 for sums, 1.55 for products), p: bits of the significand. */
function floatEnergy(format: FloatFormat, unit: 'adder' | 'multiplier'): Estimate | NotModelled {
  const pj = floatPj[unit];
  const source = `${table}: float ${unit === 'adder' ? 'add' : 'multiply'}`;
  for (const known of ['fp16', 'fp32'] as const) if (sameFields(format, { fp16, fp32 }[known])) return estimate(pj[known], 'pJ', 'published', source);
  const p = significandBits(format);
  if (p < 3 || p > 53) return notModelled(`significands of ${p} bits are too far from the 11 and 24 of the table`);
  const [p16, p32] = [significandBits(fp16), significandBits(fp32)];
  const exponent = Math.log(pj.fp32 / pj.fp16) / Math.log(p32 / p16);
  return estimate(pj.fp32 * (p / p32) ** exponent, 'pJ', 'fitted', `${source}, power of the significand through FP16 and FP32`);
}

function sameFields(a: FloatFormat, b: FloatFormat): boolean {
  return a.exponentBits === b.exponentBits && a.mantissaBits === b.mantissaBits;
}
