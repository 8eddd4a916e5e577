import { InputError, problem, type Problem } from '../../sim/core/diagnostics.js';
import type { AdapterSpec } from './schema.js';

/** Fields that a method needs, and those that it takes beside them. */
const fields: Readonly<Record<AdapterSpec['method'], { readonly needs: readonly string[]; readonly takes: readonly string[] }>> = {
  merged: { needs: ['rank'], takes: ['ops'] },
  lora: { needs: ['rank'], takes: ['ops'] },
  series: { needs: ['rank'], takes: [] },
  parallel: { needs: ['rank'], takes: [] },
  prefix: { needs: ['tokens'], takes: [] },
  prompt: { needs: ['tokens'], takes: [] },
  pool: { needs: ['rank', 'poolRank'], takes: ['ops'] },
  sparse: { needs: ['density'], takes: ['ops', 'indexBits'] },
};

/** Throws where an adapter lacks a field of its method, or has one of another. */
export function adapterProblems(adapter: AdapterSpec, at: string): void {
  const { needs, takes } = fields[adapter.method];
  const given = Object.keys(adapter).filter((name) => name !== 'method');
  const problems: readonly Problem[] = [
    ...needs.filter((name) => !given.includes(name)).map((name) => problem('adapters/missing-field', `an adapter of the method "${adapter.method}" needs "${name}"`, { pointer: at, remedy: 'add it' })),
    ...given.filter((name) => !needs.includes(name) && !takes.includes(name)).map((name) => problem('adapters/other-method', `an adapter of the method "${adapter.method}" has no "${name}"`, { pointer: `${at}/${name}`, remedy: 'leave it out' })),
  ];
  if (problems.length > 0) throw new InputError(problems);
}
