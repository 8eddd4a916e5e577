import { InputError } from '../../sim/core/diagnostics.js';
import { gathered } from '../../sim/core/gathered.js';
import type { Parameter } from '../../sim/model/design-space.js';
import { mixedValues, needsRange, needsValues, tooManyVariables } from '../diagnostics.js';
import type { ProblemInput } from '../schema/problem.js';

type Variable = ProblemInput['variables'][number];

const mostVariables = 10_000;

/** The parameters that variables stand for, and the index of the variable behind each; one with a count stands for that many, numbered from 1. */
export function parametersOf(variables: readonly Variable[]): { readonly parameters: readonly Parameter[]; readonly origins: readonly number[] } {
  const count = variables.reduce((sum, variable) => sum + (variable.count ?? 1), 0);
  if (count > mostVariables) throw new InputError([tooManyVariables('/variables', count, mostVariables)]);
  const all = gathered(variables.map((variable, index) => ({ variable, index })), ({ variable, index }) => {
    const parameter = parameterOf(variable, `/variables/${index}`);
    if (variable.count === undefined) return [{ parameter, index }];
    return Array.from({ length: variable.count }, (_, i) => ({ parameter: { ...parameter, name: `${variable.name}${i + 1}` }, index }));
  }).flat();
  return { parameters: all.map(({ parameter }) => parameter), origins: all.map(({ index }) => index) };
}

function parameterOf({ name, type, low, high, scale, values }: Variable, pointer: string): Parameter {
  switch (type) {
    case 'real': case 'integer':
      if (low === undefined || high === undefined || values !== undefined) throw new InputError([needsRange(pointer, name, type)]);
      return { type, name, low, high, scale: scale ?? 'linear' };
    case 'ordinal': case 'categorical':
      if (values === undefined || low !== undefined || high !== undefined || scale !== undefined) throw new InputError([needsValues(pointer, name, type)]);
      if (new Set(values.map((value) => typeof value)).size > 1) throw new InputError([mixedValues(`${pointer}/values`, name)]);
      return { type, name, values };
  }
}
