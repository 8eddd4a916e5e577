import { fileKinds, type FileKind } from '../experiment/file-kind.js';
import { problem, type Problem } from '../sim/core/diagnostics.js';
import { suggestion } from '../sim/core/near-name.js';
import { excerpt, quote } from '../sim/core/quote.js';

const character = (at: number | undefined): string => (at === undefined ? '' : ` at character ${at}`);

export function formulaSyntax(pointer: string, message: string, at: number | undefined): Problem {
  return problem('formula/syntax', `the formula cannot be read${character(at)}: ${excerpt(message.replace(/ \(char \d+\)$/, ''))}`, { pointer, remedy: 'write it as mathjs does, for example "2 * sqrt(a) + b^2"' });
}

export function formulaTooLarge(pointer: string, what: string): Problem {
  return problem('formula/too-large', `the formula ${what}`, { pointer, remedy: 'name parts of it in "let"' });
}

export function formulaPart(pointer: string, part: string): Problem {
  return problem('formula/part', `a formula has no place for ${quote(part)}`, { pointer, remedy: 'write one expression; name parts of it in "let"' });
}

export function formulaName(pointer: string, name: string, known: readonly string[]): Problem {
  return problem('formula/unknown-name', `the formula uses ${quote(name)}, which is no variable, and no part of "let" above it`, { pointer, remedy: suggestion(name, known) });
}

export function formulaFunction(pointer: string, name: string, known: readonly string[]): Problem {
  return problem('formula/unknown-function', `formulas have no function ${quote(name)}`, { pointer, remedy: suggestion(name, known) });
}

export function formulaFails(pointer: string, message: string): Problem {
  return problem('formula/fails', `the formula cannot be worked out: ${excerpt(message, 160)}`, { pointer, remedy: 'check what it is applied to' });
}

export function formulaNoNumber(pointer: string, shown: string): Problem {
  return problem('formula/no-number', `the formula gives ${shown}, not a number`, { pointer, remedy: 'take one element, or the sum, of a list' });
}

export function notAProblem(pointer: string, kind: FileKind): Problem {
  return problem('problem/wrong-kind', `this is ${fileKinds[kind].is}, not a search problem`, { pointer, remedy: 'give a file with "kind": "problem"' });
}

export function badName(pointer: string, name: string): Problem {
  return problem('problem/bad-name', `${quote(name)} cannot be used as a name in formulas`, { pointer, remedy: 'begin with a letter, go on with letters, digits and underscores, and leave words of formulas (x of several reals, pi, end, sum, ...) alone' });
}

export function nameTwice(pointer: string, name: string): Problem {
  return problem('problem/name-twice', `${quote(name)} is a name twice`, { pointer, remedy: 'rename one of them' });
}

export function needsRange(pointer: string, name: string, type: string): Problem {
  return problem('problem/needs-range', `the ${type} variable ${quote(name)} needs "low" and "high", and no "values"`, { pointer, remedy: 'give its least and largest value' });
}

export function needsValues(pointer: string, name: string, type: string): Problem {
  return problem('problem/needs-values', `the ${type} variable ${quote(name)} needs "values", and no "low", "high" or "scale"`, { pointer, remedy: 'list the values that it may have' });
}

export function mixedValues(pointer: string, name: string): Problem {
  return problem('problem/mixed-values', `the values of ${quote(name)} are numbers and texts`, { pointer, remedy: 'make them all numbers, or all texts' });
}

export function needsOneLimit(pointer: string, name: string): Problem {
  return problem('problem/needs-limit', `the constraint ${quote(name)} needs "atMost" or "atLeast", one of them`, { pointer, remedy: 'for a band write two constraints' });
}

export function wrongReference(pointer: string, given: number, wanted: number): Problem {
  return problem('problem/reference-point', `the reference point has ${given} values for ${wanted} objectives`, { pointer, remedy: 'give one value for each objective, in their order' });
}

export function tooManyVariables(pointer: string, count: number, limit: number): Problem {
  return problem('problem/too-many-variables', `the problem has ${count} variables, at most ${limit} are possible`, { pointer });
}

export function needsFiniteSpace(agent: string, parameter: string): Problem {
  return problem('agent/needs-finite-space', `${agent} tries every design, and ${quote(parameter)} is a real number`, { remedy: 'make it ordinal with a few values, or choose another agent' });
}

export function unknownHyperparameter(agent: string, name: string, known: readonly string[]): Problem {
  return problem('agent/unknown-hyperparameter', `${agent} has no hyperparameter ${quote(name)}`, { remedy: known.length === 0 ? 'leave it out' : suggestion(name, known) });
}

export function wrongHyperparameter(agent: string, name: string, legal: string, value: unknown): Problem {
  return problem('agent/wrong-hyperparameter', `${quote(name)} of ${agent} must be ${legal}, got ${typeof value === 'string' ? quote(value) : String(value)}`);
}

export function unknownAgent(name: string, known: readonly string[]): Problem {
  return problem('agent/unknown', `there is no agent ${quote(name)}`, { remedy: suggestion(name, known) });
}
