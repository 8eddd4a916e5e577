import assert from 'node:assert/strict';
import type { RtlDesign } from '../../../src/rtl-export/kit/design.js';
import { netlistOf } from '../../../src/rtl-export/runners/netlist-script.js';
import { netlistSimulator } from '../../../src/rtl-export/runners/netlist-simulator.js';
import { runStreamBench } from '../../../src/rtl-export/runners/stream-bench.js';
import type { YosysRunner } from '../../../src/rtl-export/runners/yosys.js';
import { evaluateFunctionUnit, type FunctionUnit, type UnitForm, type UnitRequest } from '../../../src/sim/numerics/function-units/index.js';
import { unitSources } from '../../../src/rtl-export/kit/units/index.js';
import { pingPongFault } from './ping-pong-bench.js';
import { exhaustUnit } from './unit-bench.js';
import { parametersOf, vectorDesigns } from './vector-designs.js';

export type Sources = Readonly<Record<string, string>>;

/** What looks for a fault: gives what it found, nothing where the sources are right. */
export type Check = (yosys: YosysRunner, change: (sources: Sources) => Sources) => Promise<readonly string[]>;

/** A fault in one module: what is wrong, the file, what stands there, what is put in its place, and the check that finds it. */
export type PlantedFault = readonly [what: string, file: string, from: string, to: string, check: keyof typeof checks];

const form: UnitForm = { reduction: 'direct', degree: 1, segmentBits: 3, guardBits: 2, reducedBits: 0, constantBits: 0, extraBits: 0, multiplier: 'dsp' };

function unitCheck(request: UnitRequest, changes: Partial<UnitForm>): Check {
  return (yosys, change) => {
    const unit = unitOf(request, changes);
    return exhaustUnit(yosys, unit, change(unitSources({ unit })));
  };
}

function unitOf(request: UnitRequest, changes: Partial<UnitForm>): FunctionUnit {
  const found = evaluateFunctionUnit(request, { ...form, ...changes });
  if (!found.feasible) throw new Error(found.reason);
  return found.unit;
}

function designCheck(what: string): Check {
  const design: RtlDesign = vectorDesigns.find(([name]) => name === what)![1];
  return async (yosys, change) => {
    const netlist = await netlistOf(yosys, { sources: change(design.sources), top: design.core, parameters: parametersOf(design) });
    return runStreamBench(netlistSimulator(netlist, design.core), design, { passes: 1 }).failures;
  };
}

export const checks = {
  parabola: unitCheck({ function: 'reciprocal-square-root', inputBits: 9, outputBits: 11 }, { degree: 2, segmentBits: 2, multiplier: 'logic' }),
  cubic: unitCheck({ function: 'reciprocal', inputBits: 9, outputBits: 12 }, { degree: 3, segmentBits: 1 }),
  exp: unitCheck({ function: 'exp', inputBits: 8, outputBits: 9 }, { reduction: 'reduced', reducedBits: 8, constantBits: 10, extraBits: 1, segmentBits: 2 }),
  sigmoid: unitCheck({ function: 'sigmoid', inputBits: 7, outputBits: 8 }, { reduction: 'reduced', segmentBits: 2 }),
  silu: unitCheck({ function: 'silu', inputBits: 8, outputBits: 6 }, { reduction: 'reduced', segmentBits: 2, extraBits: 2 }),
  softmax: designCheck('softmax of 8 bits'),
  'short softmax': designCheck('softmax of at most three scores, in block RAM'),
  'coarse softmax': designCheck('softmax of coarse units, whose shares would be above one'),
  'RMS normalisation': designCheck('RMS normalisation of 8 bits'),
  'short RMS normalisation': designCheck('RMS normalisation of two numbers, rounded to 6 bits'),
  'saturating RMS normalisation': designCheck('RMS normalisation whose products move left, and saturate'),
  'SiLU lanes': designCheck('SiLU in three lanes'),
  'SwiGLU lanes': designCheck('SwiGLU in two lanes, saturating'),
  'double buffer': async (yosys, change) => {
    const found = await pingPongFault(yosys, 8, 5, 'block', 4000, change);
    return found === null ? [] : [found];
  },
} satisfies Readonly<Record<string, Check>>;

/** The faults of the short suite: one of each kind. */
export const fewFaults: readonly PlantedFault[] = [
  ['a carry of the product is dropped', 'archsim_multiply.v', '{row[A_BITS], row[A_BITS:1]} +', '{1\'b0, row[A_BITS:1]} +', 'parabola'],
  ['the constant of a step is taken too early', 'archsim_polynomial.v', '.c(c0_later)', '.c(c[C0_BITS-1:0])', 'cubic'],
  ['the result is not rounded behind the shift', 'archsim_exp_shift.v', '{{(Y_BITS-1){1\'b0}}, extended[EXTRA_BITS-1]}', '{Y_BITS{1\'b0}}', 'exp'],
  ['the lowest number has no magnitude', 'archsim_magnitude.v', 'lowest ? {(X_BITS-1){1\'b1}} : turned', 'turned', 'sigmoid'],
  ['the largest score is compared without its sign', 'archsim_softmax.v', '$signed(x) > $signed(largest)', 'x > largest', 'softmax'],
  ['the sum is not started anew', 'archsim_softmax.v', 'sum <= {SUM_BITS{1\'b0}};', 'sum <= sum;', 'softmax'],
  ['the parity of the exponent is turned', 'archsim_rms_norm.v', '{!zeros[0], fraction}', '{zeros[0], fraction}', 'RMS normalisation'],
  ['a gate does not wait for its factor', 'archsim_swiglu.v', 'gate_valid && up_valid', 'gate_valid', 'SwiGLU lanes'],
  ['both halves are one', 'archsim_ping_pong.v', 'read_half ? OTHER_HALF[WORD_BITS-1:0]', 'read_half ? {WORD_BITS{1\'b0}}', 'double buffer'],
];

/** The rest. */
export const moreFaults: readonly PlantedFault[] = [
  ['the rest of the input is a segment late', 'archsim_polynomial.v', 'r <= x[R_WIDTH-1:0];', 'r <= ~x[R_WIDTH-1:0];', 'parabola'],
  ['the coefficients are not clocked', 'archsim_polynomial.v', 'c <= coefficients;', 'c <= c;', 'sigmoid'],
  ['the sign of the product is not extended', 'archsim_horner.v', '{(WIDE-ABOVE_BITS){product[ABOVE_BITS+R_BITS-1]}}', '{(WIDE-ABOVE_BITS){1\'b0}}', 'cubic'],
  ['the product is taken one place too low', 'archsim_horner.v', 'product[ABOVE_BITS+R_BITS-1:R_BITS]}', 'product[ABOVE_BITS+R_BITS-2:R_BITS-1]}', 'cubic'],
  ['the delay is one edge short', 'archsim_delay.v', 'assign q = line[STAGES*WIDTH-1:(STAGES-1)*WIDTH];', 'assign q = moved[STAGES*WIDTH-1:(STAGES-1)*WIDTH];', 'sigmoid'],
  ['the scaled input is not rounded', 'archsim_exp_reduce.v', '{{(Z_BITS-1){1\'b0}}, extended[SHIFT-1]}', '{Z_BITS{1\'b0}}', 'exp'],
  ['the power of two moves one place too far', 'archsim_exp_shift.v', 'p >> places', 'p >> (places + 1\'b1)', 'exp'],
  ['the sides of the sigmoid change places', 'archsim_sigmoid_sides.v', 'negative ? extended[Y_BITS-1:0] : rest', 'negative ? rest : extended[Y_BITS-1:0]', 'sigmoid'],
  ['SiLU wraps where it would saturate', 'archsim_silu_sides.v', 'too_high ? {1\'b0, {(Y_BITS-1){1\'b1}}} : rounded[Y_BITS-1:0]', 'rounded[Y_BITS-1:0]', 'silu'],
  ['SiLU adds what it should subtract', 'archsim_silu_sides.v', 'linear + HALF - {{(WIDE-P_BITS){1\'b0}}, p}', 'linear + HALF + {{(WIDE-P_BITS){1\'b0}}, p}', 'silu'],
  ['the first score counts as one of the vector before', 'archsim_softmax.v', 'count == {ADDRESS_BITS{1\'b0}} || is_larger', 'is_larger', 'softmax'],
  ['the last exponential is left out', 'archsim_softmax.v', 'exp_done && written == final_count', 'exp_done && written + 1\'b1 == final_count', 'softmax'],
  ['the longest vector is one longer', 'archsim_softmax.v', 'x_last || count == LAST[ADDRESS_BITS-1:0]', 'x_last', 'short softmax'],
  ['shares above one are not held', 'archsim_softmax.v', 'rounded > ONE ? ONE : rounded', 'rounded + {{(KEPT_BITS-1){1\'b0}}, rounded > ONE}', 'coarse softmax'],
  ['stages of the output move while it waits', 'archsim_softmax.v', '        if (enable) begin\n            product', '        begin\n            product', 'softmax'],
  ['the next vector does not wait for the last result', 'archsim_softmax.v', 'x_valid && state == LOAD && sending == 3\'b000', 'x_valid && state == LOAD', 'short softmax'],
  ['the sum of squares keeps that of the vector before', 'archsim_rms_norm.v', '(is_first ? START_EXTENDED[SUM_BITS-1:0] : sum)', 'sum', 'RMS normalisation'],
  ['epsilon is not added', 'archsim_rms_norm.v', '{{SUM_BITS{1\'b0}}, START}', '{{SUM_BITS{1\'b0}}, 32\'d0}', 'saturating RMS normalisation'],
  ['the scaled root is not rounded', 'archsim_rms_norm.v', '{{(R_BITS-1){1\'b0}}, doubled[SCALE_FRACTION_BITS]}', '{R_BITS{1\'b0}}', 'RMS normalisation'],
  ['results are not rounded', 'archsim_rms_norm.v', '{{(OUT_BITS+1){1\'b0}}, kept[0]}', '{(OUT_BITS+2){1\'b0}}', 'RMS normalisation'],
  ['results wrap where they would saturate', 'archsim_rms_norm.v', 'wire too_large = rounded[OUT_BITS+1:OUT_BITS] != {2{rounded[OUT_BITS-1]}};', 'wire too_large = 1\'b0;', 'saturating RMS normalisation'],
  ['a place too many is counted', 'archsim_normalise.v', 'count = i[ZEROS_BITS-1:0];', 'count = i[ZEROS_BITS-1:0] + 1\'b1;', 'RMS normalisation'],
  ['the leading one stays in the fraction', 'archsim_normalise.v', 'widened[D_BITS-2+FRACTION_BITS -: FRACTION_BITS]', 'widened[D_BITS-1+FRACTION_BITS -: FRACTION_BITS]', 'softmax'],
  ['all lanes have the numbers of the first', 'archsim_silu.v', '.x(x[lane*X_BITS +: X_BITS])', '.x(x[0 +: X_BITS])', 'SiLU lanes'],
  ['the mark of the last beat is an edge early', 'archsim_silu.v', '.s_data({last[LATENCY-1], result})', '.s_data({next_last[LATENCY-1], result})', 'SiLU lanes'],
  ['the product is not rounded', 'archsim_swiglu.v', '{{(WIDE-1){1\'b0}}, extended[SHIFT-1]}', '{WIDE{1\'b0}}', 'SwiGLU lanes'],
  ['the factor comes an edge early', 'archsim_swiglu.v', '.STAGES(LATENCY)) up_line', '.STAGES(LATENCY - 1)) up_line', 'SwiGLU lanes'],
  ['a full half is filled again', 'archsim_ping_pong.v', 'running && !(fill_half ? is_full[1] : is_full[0])', 'running', 'double buffer'],
  ['a half is never given back', 'archsim_ping_pong.v', 'if (give_back)\n                read_half', 'if (1\'b0)\n                read_half', 'double buffer'],
  ['the length of one half is that of the other', 'archsim_ping_pong.v', 'read_half ? last_1 : last_0', 'last_0', 'double buffer'],
  ['words are read though nobody asks', 'archsim_memory.v', 'end else if (STYLE == 1) begin : block\n            (* ram_style = "block", no_rw_check *) reg [WIDTH-1:0] words [0:DEPTH-1];\n\n            always @(posedge aclk) begin\n                if (write_enable)\n                    words[write_address] <= write_data;\n                if (read_enable)',
    'end else if (STYLE == 1) begin : block\n            (* ram_style = "block", no_rw_check *) reg [WIDTH-1:0] words [0:DEPTH-1];\n\n            always @(posedge aclk) begin\n                if (write_enable)\n                    words[write_address] <= write_data;\n                if (1\'b1)', 'double buffer'],
];

/** Puts a fault into sources. What it replaces must stand there once. */
export function withFault([, file, from, to]: PlantedFault): (sources: Sources) => Sources {
  return (sources) => {
    const text = sources[file] ?? '';
    assert.equal(text.split(from).length, 2, `${file} has "${from}" once`);
    return { ...sources, [file]: text.replace(from, () => to) };
  };
}
