import { InputError, problem as problemOf } from '../../../sim/core/diagnostics.js';
import type { Design, DesignSpace, Parameter } from '../../../sim/model/design-space.js';
import { evaluateFunctionUnit, functionFormat, functionUnitSpace, type UnitForm, type UnitRequest } from '../../../sim/numerics/function-units/index.js';
import { createFitStore } from '../../../sim/numerics/function-units/unit.js';
import type { SearchProblem } from '../search-problem.js';

/** What the search problem of a function unit may be told. */
export interface FunctionUnitProblemInput extends UnitRequest {
  /** The largest error that is legal, in units of the last place of the output. Left out: none. */
  readonly maximumError?: number;
}

/** Forms of a unit: order means something where they are numbers. */
const ordinalForms: readonly (keyof UnitForm)[] = ['degree', 'segmentBits', 'guardBits', 'reducedBits', 'constantBits', 'extraBits'];

/**
 * A function unit in fixed point (`sim/numerics/function-units`): what it costs, in LUTs with DSP blocks counted as so many, against its worst error over all inputs, in
 * ulp. Designs are the forms of `functionUnitSpace`; a form that is no unit breaks the limit `form`, with the reason. Throws `InputError` for widths that no unit has.
 */
export function functionUnitProblem({ maximumError, ...request }: FunctionUnitProblemInput): SearchProblem {
  const format = functionFormat(request);
  if (maximumError !== undefined && !(maximumError > 0)) throw new InputError([problemOf('function-unit/maximum-error', `the largest error is a number above 0, not ${maximumError}`)]);
  const { variables } = functionUnitSpace(request);
  const names = Object.keys(variables) as (keyof UnitForm)[];
  const parameters = names.map((name): Parameter => ({ type: ordinalForms.includes(name) ? 'ordinal' : 'categorical', name, values: variables[name] }));
  const space: DesignSpace = { parameters };
  // Fits depend on their arguments alone: keeping them changes no digit.
  const store = createFitStore();
  const constraints = [{ name: 'form', limit: 'a unit can be made of it' }, ...(maximumError === undefined ? [] : [{ name: 'error', limit: `at most ${maximumError} ulp` }])];
  return {
    name: `${format.function}-unit-${format.inputBits}-${format.outputBits}`, space, constraints,
    objectives: [{ name: 'cost', direction: 'minimise', unit: 'LUT' }, { name: 'worst error', direction: 'minimise', unit: 'ulp' }],
    evaluate: (design) => {
      const found = evaluateFunctionUnit(request, formOf(names, variables, design), { store });
      if (!found.feasible) return { objectives: null, violations: constraints.map((_, i) => (i === 0 ? 1 : 0)), reasons: [found.reason], metrics: {} };
      const { worstError, meanError, cost: { dsp, luts, latency, romBits, total } } = found;
      const excess = maximumError === undefined ? 0 : Math.max(0, worstError / maximumError - 1);
      return {
        objectives: [total, worstError],
        violations: maximumError === undefined ? [0] : [0, excess],
        reasons: excess > 0 ? [`the worst error is ${worstError} ulp, at most ${maximumError!} is legal`] : [],
        metrics: { 'mean error': meanError, dsp, luts, 'table bits': romBits, latency },
      };
    },
  };
}

function formOf(names: readonly (keyof UnitForm)[], variables: Readonly<Record<string, readonly unknown[]>>, design: Design): UnitForm {
  return Object.fromEntries(names.map((name, i) => [name, variables[name]![design[i]!]])) as unknown as UnitForm;
}
