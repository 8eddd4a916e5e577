import { problem, InputError, type Problem } from '../../core/diagnostics.js';
import { quote } from '../../core/quote.js';
import { unitCost, type UnitCost } from './cost.js';
import { functionNames, isSigned, type FunctionFormat, type FunctionName } from './real-function.js';
import type { UnitForm } from './reduction.js';
import { createFitStore, makeUnit, type FitStore, type FunctionUnit } from './unit.js';
import { unitError } from './unit-error.js';

/** What a unit is asked for by. */
export interface UnitRequest {
  readonly function: FunctionName;
  /** 2 to 16. */
  readonly inputBits: number;
  /** 2 to 24. */
  readonly outputBits: number;
  /** Default: all but four bits of `exp`, `exp2`, `sigmoid` and `silu`, but at least none; mantissas have their own point. */
  readonly inputFractionBits?: number;
  /** Default: all but the one bit that stands for 1; of `silu` as many whole bits as the input has. */
  readonly outputFractionBits?: number;
}

/** A choice of every variable of `functionUnitSpace`. */
export type UnitPoint = UnitForm;

/** The variables of a unit's form and the values that a search tries: their product, in which not every combination is a unit. */
export interface FunctionUnitSpace {
  readonly variables: { readonly [Name in keyof UnitForm]: readonly UnitForm[Name][] };
}

/** What a point of the space is worth; where it is no unit, why. */
export type UnitEvaluation =
  | { readonly feasible: true; readonly unit: FunctionUnit; readonly worstError: number; readonly worstAt: number; readonly meanError: number; readonly cost: UnitCost }
  | { readonly feasible: false; readonly reason: string };

/** The format that a request means. Throws an InputError for widths that no unit has. */
export function functionFormat(request: UnitRequest): FunctionFormat {
  const { function: name, inputBits, outputBits } = request;
  const problems: Problem[] = [];
  const inRange = (value: number, least: number, most: number): boolean => Number.isInteger(value) && value >= least && value <= most;
  if (!functionNames.includes(name)) problems.push(problem('function-unit/unknown-function', `there is no unit for ${quote(name, 40)}`, { remedy: `ask for ${functionNames.join(', ')}` }));
  if (!inRange(inputBits, 2, 16)) problems.push(problem('function-unit/input-bits', `a unit takes 2 to 16 bits, not ${String(inputBits)}`, { remedy: 'reduce the width: all inputs are tried' }));
  if (!inRange(outputBits, 2, 24)) problems.push(problem('function-unit/output-bits', `a unit gives 2 to 24 bits, not ${String(outputBits)}`));
  if (problems.length > 0) throw new InputError(problems);
  const isMantissa = name === 'reciprocal' || name === 'reciprocal-square-root';
  const inputFractionBits = isMantissa ? inputBits : request.inputFractionBits ?? Math.max(0, inputBits - 4);
  const whole = name === 'silu' ? inputBits - inputFractionBits : 1;
  const outputFractionBits = request.outputFractionBits ?? Math.max(0, outputBits - whole);
  if (!inRange(inputFractionBits, 0, 24)) problems.push(problem('function-unit/input-fraction', `the input has 0 to 24 fraction bits, not ${inputFractionBits}`));
  if (!inRange(outputFractionBits, 0, 24)) problems.push(problem('function-unit/output-fraction', `the output has 0 to 24 fraction bits, not ${outputFractionBits}`));
  if (isMantissa && request.inputFractionBits !== undefined && request.inputFractionBits !== inputBits) {
    problems.push(problem('function-unit/mantissa', `the point of a mantissa is fixed: ${inputBits} fraction bits, not ${request.inputFractionBits}`, { remedy: 'leave inputFractionBits out' }));
  }
  if (name === 'silu' && outputBits - outputFractionBits < inputBits - inputFractionBits) {
    const [given, room] = [inputBits - inputFractionBits, outputBits - outputFractionBits];
    problems.push(problem('function-unit/silu-range', `silu gives numbers as large as its input, which has ${given} whole bits and the output ${room}`, {
      remedy: 'give the output fewer fraction bits',
    }));
  }
  if (name !== 'silu' && outputFractionBits > outputBits) {
    problems.push(problem('function-unit/output-fraction', `an output of ${outputBits} bits has at most as many fraction bits, not ${outputFractionBits}`));
  }
  if (problems.length > 0) throw new InputError(problems);
  return { function: name, inputBits, inputFractionBits, outputBits, outputFractionBits };
}

/** The space of forms of a request, as `searchFunctionUnit` walks it. */
export function functionUnitSpace(request: UnitRequest): FunctionUnitSpace {
  const { function: name, inputBits, inputFractionBits, outputFractionBits } = functionFormat(request);
  const upTo = (most: number): number[] => Array.from({ length: Math.max(0, most) + 1 }, (_, i) => i);
  const isReducible = isSigned(name) || name === 'exp' || (name === 'exp2' && inputFractionBits >= 1 && inputFractionBits < inputBits);
  const reducedBits = name === 'exp' ? [-1, 0, 1].map((more) => outputFractionBits + more).filter((bits) => bits >= 1 && bits <= 16) : [];
  const constantBits = name === 'exp' ? [...new Set(reducedBits.flatMap((bits) => constantBitsFor(bits, inputBits, inputFractionBits)))].sort((a, b) => a - b) : [];
  const least = name === 'silu' ? Math.max(0, inputFractionBits - outputFractionBits) : 0;
  return {
    variables: {
      reduction: isReducible ? ['direct', 'reduced'] : ['direct'],
      degree: [0, 1, 2, 3],
      segmentBits: upTo(Math.max(inputBits, ...reducedBits)),
      guardBits: upTo(4),
      reducedBits: [0, ...reducedBits],
      constantBits: [0, ...constantBits],
      extraBits: name === 'sigmoid' || !isReducible ? [0] : [...new Set([0, least, least + 1, least + 2])],
      multiplier: ['dsp', 'logic'],
    },
  };
}

/** Most fraction bits of log2(e): with one more and a sign it would not fit into a DSP block. */
const mostConstantBits = 24;

/** Fraction bits of log2(e) that keep the product within a quarter and within two units of the reduced fraction. */
export function constantBitsFor(reducedBits: number, inputBits: number, inputFractionBits: number): readonly number[] {
  const exact = reducedBits + inputBits - inputFractionBits + 1;
  return [exact - 3, exact].map((bits) => Math.max(0, reducedBits - inputFractionBits, Math.min(mostConstantBits, bits)));
}

/** The worth of one point: a pure function of its arguments, by trying all inputs. `store` keeps fits from one point to the next. */
export function evaluateFunctionUnit(request: UnitRequest, point: UnitPoint, { store = createFitStore(), lutsPerDsp }: EvaluationOptions = {}): UnitEvaluation {
  const format = functionFormat(request);
  const unit = makeUnit(format, canonical(format, point), store);
  if (typeof unit === 'string') return { feasible: false, reason: unit };
  const { worst, worstAt, mean } = unitError(unit);
  return { feasible: true, unit, worstError: worst, worstAt, meanError: mean, cost: unitCost(unit, lutsPerDsp) };
}

export interface EvaluationOptions {
  readonly store?: FitStore;
  /** LUTs that a DSP block counts as in `total`. */
  readonly lutsPerDsp?: number;
}

/** The point with what its reduction has no use for set to 0. */
function canonical(format: FunctionFormat, point: UnitPoint): UnitForm {
  const isDirect = point.reduction === 'direct';
  const hasConstant = !isDirect && format.function === 'exp';
  return {
    ...point,
    guardBits: point.degree === 0 ? 0 : point.guardBits,
    extraBits: isDirect ? 0 : point.extraBits,
    reducedBits: hasConstant ? point.reducedBits : 0,
    constantBits: hasConstant ? point.constantBits : 0,
  };
}
