import type { SearchProblem } from '../search-problem.js';
import { functionUnitProblem, type FunctionUnitProblemInput } from './function-unit.js';
import { memoryControllerProblem } from './memory-controller.js';
import { quantAllocationProblem } from './quant-allocation.js';

/** A search problem that is a model of ours and no file: what it is, and how it is made. */
export interface ModelProblem {
  readonly name: string;
  readonly summary: string;
  /** Throws `InputError` for arguments that are wrong. Those that are left out have defaults. */
  readonly create: (given?: Readonly<Record<string, unknown>>) => SearchProblem;
}

/** The function unit where nothing else is asked for. */
export const usualFunctionUnit: FunctionUnitProblemInput = { function: 'exp', inputBits: 10, outputBits: 10, maximumError: 1 };

export const modelProblems: readonly ModelProblem[] = [
  {
    name: 'function-unit', summary: 'A function in fixed point: what its unit costs against its worst error',
    create: (given = {}) => functionUnitProblem({ ...usualFunctionUnit, ...given }),
  },
  {
    name: 'memory-controller', summary: 'A DRAM controller for known traffic: bandwidth against latency',
    create: (given = {}) => memoryControllerProblem(given),
  },
  {
    name: 'quant-allocation', summary: 'Formats of the weights part by part: the fewest bits within a limit of the perplexity',
    create: (given = {}) => quantAllocationProblem(given),
  },
];

export function modelProblem(name: string): ModelProblem | undefined {
  return modelProblems.find((one) => one.name === name);
}
