import {
  highestBit, isInDsp, isSigned, reductionOf, unitError, unitLatency, type FunctionFormat, type FunctionUnit, type PiecewisePolynomial, type Reduction,
} from '../../../sim/numerics/function-units/index.js';
import { hexDigits } from '../literal.js';

/**
 * The Verilog of a unit: its table, and the parts around it with their parameters. Ports are `aclk`, `enable`, the input `x` and, so many edges later as the
 * unit's latency says, the output `y`.
 */
export function unitModule(unit: FunctionUnit, name: string): string {
  const { format, polynomial } = unit;
  const { worst, worstAt } = unitError(unit);
  const reduction = reductionOf(format, unit.form) as Reduction;
  const tableBits = polynomial.coefficientBits.reduce((sum, bits) => sum + bits, 0);
  const segmentWidth = Math.max(1, polynomial.segmentBits);
  const lines = [
    ...header(unit).map((line) => `// ${line}`),
    `// Worst error over all ${2 ** format.inputBits} inputs: ${worst.toFixed(4)} ulp, at x = ${worstAt}. y follows x by ${unitLatency(unit)} edges.`,
    `module ${name} (`,
    '    input  wire aclk,',
    '    input  wire enable,',
    `    input  wire ${range(format.inputBits)} x,`,
    `    output wire ${range(format.outputBits)} y`,
    ');',
    '',
    `    wire ${range(segmentWidth)} segment;`,
    ...tableLines(polynomial, tableBits),
    ...bodyLines(unit, reduction, tableBits),
    '',
    'endmodule',
    '',
  ];
  return lines.join('\n');
}

function header({ format, form, polynomial }: FunctionUnit): readonly string[] {
  const { inputBits, inputFractionBits, outputBits, outputFractionBits } = format;
  const kind = form.degree === 0 ? 'a table' : `polynomials of degree ${form.degree}`;
  const reduced = form.reduction === 'reduced' ? ', after a reduction of the range' : '';
  return [
    formulaOf(format),
    `x: ${inputBits} bits${isSigned(format.function) ? ', signed' : ''}, ${inputFractionBits} of them a fraction. `
      + `y: ${outputBits} bits${format.function === 'silu' ? ', signed' : ''}, ${outputFractionBits} of them a fraction.`,
    `${kind[0]!.toUpperCase()}${kind.slice(1)} in ${2 ** polynomial.segmentBits} segments${reduced}.`,
  ];
}

function formulaOf({ function: name }: FunctionFormat): string {
  switch (name) {
    case 'exp': return 'y = e^-x';
    case 'exp2': return 'y = 2^-x';
    case 'reciprocal': return 'y = 1 / (1 + x), x the fraction behind a leading one';
    case 'reciprocal-square-root': return 'y = 1 / sqrt(2^p (1 + t)), p the highest bit of x and t the fraction that the others are';
    case 'sigmoid': return 'y = 1 / (1 + e^-x)';
    case 'silu': return 'y = x / (1 + e^-x)';
  }
}

function tableLines({ segmentBits, coefficients, coefficientBits }: PiecewisePolynomial, tableBits: number): readonly string[] {
  const entries = Array.from({ length: 2 ** segmentBits }, (_, segment) => {
    let word = 0n;
    let at = 0n;
    for (const [k, row] of coefficients.entries()) {
      const bits = coefficientBits[k]!;
      word |= BigInt.asUintN(bits, BigInt(row[segment]!)) << at;
      at += BigInt(bits);
    }
    return `${tableBits}'h${hexDigits(tableBits, word)}`;
  });
  if (segmentBits === 0) return [`    wire ${range(tableBits)} coefficients = ${entries[0]!};`, '    wire unused_segment = &{1\'b0, segment};', ''];
  const last = entries.length - 1;
  return [
    // Vivado reads the attribute of the signal, Yosys that of the statement: without them large tables would take block RAM.
    `    (* rom_style = "distributed" *) reg ${range(tableBits)} coefficients;`, '',
    '    always @*', '        (* rom_style = "logic" *)', '        case (segment)',
    ...entries.slice(0, last).map((entry, segment) => `            ${segmentBits}'d${segment}: coefficients = ${entry};`),
    `            default: coefficients = ${entries[last]!};`,
    '        endcase', '',
  ];
}

function bodyLines(unit: FunctionUnit, reduction: Reduction, tableBits: number): readonly string[] {
  const { format, form, polynomial } = unit;
  const { inputBits, outputBits } = format;
  const p = polynomial.resultBits;
  const polynomialOf = (x: string): readonly string[] => [
    `    wire ${range(p)} p;`, '',
    `    archsim_polynomial #(${polynomialParameters(unit, tableBits)}) polynomial (`,
    `        .aclk(aclk), .enable(enable), .x(${x}), .segment(segment), .coefficients(coefficients), .y(p)`,
    '    );',
  ];
  if (form.reduction === 'direct') {
    const x = !isSigned(format.function) ? 'x' : `{~x[${inputBits - 1}], x[${inputBits - 2}:0]}`;
    return [...polynomialOf(x), '', ...resized('y', outputBits, 'p', p, format.function === 'silu')];
  }
  const later = 1 + form.degree;
  const positive = Math.max(1, p - 1);
  const unsignedPart = ['', `    wire ${range(positive)} p_positive;`, '', ...resized('p_positive', positive, 'p', p, false)];
  if (isSigned(format.function)) {
    const alignBits = format.outputFractionBits + form.extraBits - format.inputFractionBits;
    const sides = format.function === 'sigmoid'
      ? [...delay('negative', 1, later + 1, `x[${inputBits - 1}]`),
        `    archsim_sigmoid_sides #(.P_BITS(${positive}), .FRACTION_BITS(${format.outputFractionBits}), .Y_BITS(${outputBits})) sides (`,
        '        .aclk(aclk), .enable(enable), .negative(negative), .p(p_positive), .y(y)', '    );']
      : [...delay('x_later', inputBits, later + 1, 'x'),
        `    archsim_silu_sides #(.X_BITS(${inputBits}), .ALIGN_BITS(${alignBits}), .P_BITS(${positive}), .EXTRA_BITS(${form.extraBits}), .Y_BITS(${outputBits})) sides (`,
        '        .aclk(aclk), .enable(enable), .x(x_later), .p(p_positive), .y(y)', '    );'];
    return [
      `    wire ${range(inputBits - 1)} magnitude;`, '',
      `    archsim_magnitude #(.X_BITS(${inputBits})) fold (.aclk(aclk), .enable(enable), .x(x), .magnitude(magnitude));`, '',
      ...polynomialOf('magnitude'), ...unsignedPart, '', ...sides,
    ];
  }
  const places = Math.max(1, reduction.shiftBits);
  const zBits = reduction.inputBits + places;
  const z = reduction.constant === null ? ['    wire ' + range(zBits) + ' z = x;'] : [
    `    wire ${range(zBits)} z;`, '',
    `    archsim_exp_reduce #(${reduceParameters(unit, reduction, reduction.constant, zBits)}) reduce (`,
    '        .aclk(aclk), .enable(enable), .x(x), .z(z)', '    );',
  ];
  return [
    ...z, '', ...polynomialOf(`z[${reduction.inputBits - 1}:0]`), ...unsignedPart, '',
    ...delay('places', places, later, `z[${zBits - 1}:${reduction.inputBits}]`),
    `    archsim_exp_shift #(.P_BITS(${positive}), .PLACES_BITS(${places}), .EXTRA_BITS(${form.extraBits}), .Y_BITS(${outputBits})) shift (`,
    '        .aclk(aclk), .enable(enable), .p(p_positive), .places(places), .y(y)', '    );',
  ];
}

function polynomialParameters({ form, polynomial }: FunctionUnit, tableBits: number): string {
  const { inputBits, segmentBits, degree, guardBits, coefficientBits, sumBits } = polynomial;
  const rest = inputBits - segmentBits;
  let inDsp = 0;
  for (let k = 0; k < degree; k++) if (isInDsp(form.multiplier, sumBits[k + 1]!, rest + 1)) inDsp += 2 ** k;
  const values: readonly (readonly [string, number])[] = [
    ['SEGMENT_BITS', segmentBits], ['R_BITS', rest], ['DEGREE', degree], ['GUARD_BITS', guardBits],
    ...coefficientBits.map((bits, k) => [`C${k}_BITS`, bits] as const),
    ...sumBits.slice(0, Math.max(1, degree)).map((bits, k) => [`SUM${k}_BITS`, bits] as const),
    ['USE_DSP', inDsp], ['TABLE_BITS', tableBits],
  ];
  return values.map(([name, value]) => `.${name}(${value})`).join(', ');
}

function reduceParameters({ format, form }: FunctionUnit, { constantShift }: Reduction, constant: number, zBits: number): string {
  const { inputBits } = format;
  const constantBits = bitsOf(constant);
  const inDsp = isInDsp(form.multiplier, inputBits + 1, constantBits + 1) ? 1 : 0;
  return `.X_BITS(${inputBits}), .CONSTANT(${constant}), .CONSTANT_BITS(${constantBits}), .SHIFT(${constantShift}), .Z_BITS(${zBits}), .USE_DSP(${inDsp})`;
}

/** A signal that follows another by so many edges. */
function delay(name: string, bits: number, stages: number, from: string): readonly string[] {
  return [
    `    wire ${range(bits)} ${name};`, '',
    `    archsim_delay #(.WIDTH(${bits}), .STAGES(${stages})) ${name}_line (.aclk(aclk), .enable(enable), .d(${from}), .q(${name}));`, '',
  ];
}

/** A signal given to one of another width: its lowest bits, or all of them below zeros or copies of the sign. */
function resized(to: string, toBits: number, from: string, fromBits: number, isSignedNumber: boolean): readonly string[] {
  if (toBits === fromBits) return [`    assign ${to} = ${from};`];
  if (toBits > fromBits) return [`    assign ${to} = {${isSignedNumber ? `{${toBits - fromBits}{${from}[${fromBits - 1}]}}` : `${toBits - fromBits}'d0`}, ${from}};`];
  return [`    assign ${to} = ${from}[${toBits - 1}:0];`, '', `    wire unused_${from} = &{1'b0, ${from}[${fromBits - 1}:${toBits}]};`];
}

function range(bits: number): string {
  return `[${bits - 1}:0]`;
}

function bitsOf(whole: number): number {
  return highestBit(whole) + 1;
}
