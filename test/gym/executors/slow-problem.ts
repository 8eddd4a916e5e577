import type { SearchProblem } from '../../../src/gym/problem/search-problem.js';
import { plantedProblem, type Plant } from './planted-problem.js';

export interface SlowPlant extends Plant {
  /** Time that each evaluation takes, without work for the processor. */
  readonly milliseconds?: number;
  /** The design that ends the whole process, as the system does to one that takes too much memory. */
  readonly kills?: number;
}

export function slowProblem({ milliseconds = 0, kills, ...plant }: SlowPlant): SearchProblem {
  const problem = plantedProblem(plant);
  const cell = new Int32Array(new SharedArrayBuffer(4));
  return {
    ...problem,
    evaluate: (design) => {
      if (design[0] === kills) process.kill(process.pid, 'SIGKILL');
      if (milliseconds > 0) Atomics.wait(cell, 0, 0, milliseconds);
      return problem.evaluate(design);
    },
  };
}
