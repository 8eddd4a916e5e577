import { bufferModule, rmsNormDesign, siluDesign, softmaxDesign, swigluDesign, type BufferRequest } from '../../../src/rtl-export/kit/units/index.js';
import type { RtlDesign } from '../../../src/rtl-export/kit/design.js';
import { evaluateFunctionUnit, rmsNormUnit, searchFunctionUnit, softmaxUnit, type FunctionUnit, type UnitRequest } from '../../../src/sim/numerics/function-units/index.js';

export function silu(inputBits: number, outputBits: number): FunctionUnit {
  return searchFunctionUnit({ function: 'silu', inputBits, outputBits, maximumError: 1 }).unit;
}

/** A table of a few segments: far off, and legal. */
function coarse(request: UnitRequest, segmentBits: number): FunctionUnit {
  const found = evaluateFunctionUnit(request, { reduction: 'direct', degree: 0, segmentBits, guardBits: 0, reducedBits: 0, constantBits: 0, extraBits: 0, multiplier: 'logic' });
  if (!found.feasible) throw new Error(found.reason);
  return found.unit;
}

/** Vector units of ordinary and of corner parameters. */
export const vectorDesigns: readonly (readonly [what: string, design: RtlDesign])[] = [
  ['softmax of 8 bits', softmaxDesign(softmaxUnit({ inputBits: 8, inputFractionBits: 4, outputBits: 8, maximumLength: 64 }))],
  ['softmax of at most three scores, in block RAM', softmaxDesign(softmaxUnit({ inputBits: 6, inputFractionBits: 2, outputBits: 5, maximumLength: 3 }), 'block')],
  ['softmax with exponentials wide enough for its length', softmaxDesign(softmaxUnit({ inputBits: 7, inputFractionBits: 3, outputBits: 8, maximumLength: 33, exponentialBits: 15 }), 'ultra')],
  ['softmax of coarse units, whose shares would be above one', softmaxDesign({
    inputBits: 6, inputFractionBits: 4, outputBits: 12, maximumLength: 12,
    exp: coarse({ function: 'exp', inputBits: 6, inputFractionBits: 4, outputBits: 10 }, 3), reciprocal: coarse({ function: 'reciprocal', inputBits: 6, outputBits: 8 }, 2),
  })],
  ['RMS normalisation of 8 bits', rmsNormDesign(rmsNormUnit({ inputBits: 8, length: 40, epsilon: 1, outputBits: 8, outputFractionBits: 5 }))],
  ['RMS normalisation of two numbers, rounded to 6 bits', rmsNormDesign(rmsNormUnit({ inputBits: 12, length: 2, epsilon: 3, outputBits: 6, outputFractionBits: 2 }), 'ultra')],
  ['RMS normalisation whose products move left, and saturate', rmsNormDesign(rmsNormUnit({ inputBits: 4, length: 5, epsilon: 1, outputBits: 14, outputFractionBits: 13 }), 'block')],
  ['SiLU in one lane', siluDesign(silu(8, 8), 1)],
  ['SiLU in three lanes', siluDesign(silu(10, 12), 3)],
  ['SwiGLU in two lanes, saturating', swigluDesign({ silu: silu(8, 10), upBits: 9, upFractionBits: 5, outputBits: 7, outputFractionBits: 3 }, 2)],
  ['SwiGLU in one lane, wider than its product', swigluDesign({ silu: silu(8, 8), upBits: 4, upFractionBits: 2, outputBits: 16, outputFractionBits: 5 }, 1)],
];

/** Buffers of ordinary and of corner sizes. */
export const buffers: readonly BufferRequest[] = [
  { kind: 'memory', width: 1, depth: 1, style: 'distributed' },
  { kind: 'memory', width: 40, depth: 100, style: 'block' },
  { kind: 'memory', width: 72, depth: 33, style: 'ultra' },
  { kind: 'ping-pong', width: 1, depth: 2, style: 'distributed' },
  { kind: 'ping-pong', width: 9, depth: 3, style: 'block' },
  { kind: 'ping-pong', width: 33, depth: 8, style: 'ultra' },
];

/** What is elaborated and linted: vector units and buffers. */
export const modules: readonly (readonly [what: string, module: Pick<RtlDesign, 'core' | 'sources' | 'parameters'>])[] = [
  ...vectorDesigns,
  ...buffers.map((buffer) => [`${buffer.kind} of ${buffer.depth} words of ${buffer.width} bits, ${buffer.style}`, bufferModule(buffer)] as const),
];

export function parametersOf({ parameters }: Pick<RtlDesign, 'parameters'>): Readonly<Record<string, number>> {
  return Object.fromEntries(parameters.map(({ name, value }) => [name, value]));
}
