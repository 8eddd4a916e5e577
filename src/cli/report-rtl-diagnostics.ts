import { problem, type Problem } from '../sim/core/diagnostics.js';

export function oneExport(count: number): Problem {
  return problem('report/one-export', `a page of exported Verilog shows one folder, and ${count} names are given`, { remedy: 'make a page of each: archsim report FOLDER -o page.html' });
}
