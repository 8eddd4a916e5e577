import { reductionOf, type FunctionUnit, type Reduction } from '../../../sim/numerics/function-units/index.js';

/** Flip-flops and shift registers of a unit as Yosys leaves them. */
export interface UnitRegisters {
  readonly ff: number;
  /** LUTs that are shift registers: lines of three registers or more that nothing looks into. */
  readonly shiftLuts: number;
}

/** Fewest registers in a line that synthesis makes a shift register of. */
export const leastShiftRegister = 3;

/** Registers of a line of `stages` behind each other, of so many bits. */
export function lineRegisters(bits: number, stages: number): UnitRegisters {
  return stages >= leastShiftRegister ? { ff: 0, shiftLuts: bits * Math.ceil(stages / 32) } : { ff: bits * stages, shiftLuts: 0 };
}

/** Registers of a unit: those of the Verilog, but for columns of the table that are constant or equal, and for bits that nobody reads. */
export function unitRegisters(unit: FunctionUnit): UnitRegisters {
  const { format, form, polynomial } = unit;
  const { degree, segmentBits, inputBits, guardBits, sumBits, resultBits } = polynomial;
  const reduction = reductionOf(format, form) as Reduction;
  const isDirect = form.reduction === 'direct';
  const lines: UnitRegisters[] = [];
  lines.push(...tableLines(unit));
  const rest = inputBits - segmentBits;
  lines.push({ ff: rest * degree, shiftLuts: 0 });
  for (let k = 1; k < degree; k++) lines.push({ ff: sumBits[k]!, shiftLuts: 0 });
  if (degree > 0) {
    const readResult = isDirect ? Math.min(resultBits, format.outputBits) : Math.max(1, resultBits - 1);
    lines.push({ ff: Math.min(readResult, sumBits[0]! - guardBits), shiftLuts: 0 });
  }
  if (!isDirect) {
    const later = 1 + degree;
    lines.push({ ff: format.outputBits, shiftLuts: 0 });
    switch (format.function) {
      case 'sigmoid': lines.push({ ff: format.inputBits - 1, shiftLuts: 0 }, lineRegisters(1, later + 1)); break;
      case 'silu': lines.push({ ff: format.inputBits - 1, shiftLuts: 0 }, lineRegisters(format.inputBits, later + 1)); break;
      default:
        // The whole part of the scaled input waits behind its own register.
        if (reduction.constant !== null) lines.push({ ff: reduction.inputBits, shiftLuts: 0 });
        lines.push(lineRegisters(reduction.shiftBits, reduction.constant === null ? later : later + 1));
    }
  }
  return { ff: lines.reduce((sum, line) => sum + line.ff, 0), shiftLuts: lines.reduce((sum, line) => sum + line.shiftLuts, 0) };
}

/**
 * Registers of the table: c_k waits for the d - 1 - k products before its own. Equal columns are one line, whichever coefficient they are of, and one that
 * is read on its way is no shift register.
 */
function tableLines({ format, form, polynomial }: FunctionUnit): readonly UnitRegisters[] {
  const { degree, segmentBits, coefficients, coefficientBits, resultBits } = polynomial;
  if (segmentBits === 0) return [];
  const ends = new Map<string, Set<number>>();
  for (const [k, row] of coefficients.entries()) {
    const stages = degree === 0 ? 1 : 1 + Math.max(0, degree - 1 - k);
    const read = degree > 0 ? coefficientBits[k]! : Math.min(coefficientBits[0]!, form.reduction === 'direct' ? format.outputBits : Math.max(1, resultBits - 1));
    for (let bit = 0; bit < read; bit++) {
      const column = Array.from(row, (c) => (c >> bit) & 1).join('');
      if (column.includes('0') && column.includes('1')) ends.set(column, (ends.get(column) ?? new Set()).add(stages));
    }
  }
  return Array.from(ends.values(), (stages) => {
    const last = Math.max(...stages);
    return stages.size === 1 ? lineRegisters(1, last) : { ff: last, shiftLuts: 0 };
  });
}
