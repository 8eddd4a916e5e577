import { problem, type Problem } from '../../sim/core/diagnostics.js';
import { excerpt, quote } from '../../sim/core/quote.js';

export function needsPathOrChoices(pointer: string): Problem {
  return problem('study/needs-path', 'a parameter needs "path", or "choices" that set values by their paths', { pointer, remedy: 'give one of the two' });
}

export function choicesAlone(pointer: string, name: string): Problem {
  return problem('study/choices-alone', `${quote(name)} has "choices", which leave no place for "path", "values", "low", "high", "scale" or "unit"`, { pointer, remedy: 'remove those, or the choices' });
}

export function needsDesignRange(pointer: string, name: string): Problem {
  return problem('study/needs-range', `${quote(name)} needs "values", or "low" and "high"`, { pointer, remedy: 'list its values, or give its least and largest one' });
}

export function rangeAndValues(pointer: string, name: string): Problem {
  return problem('study/range-and-values', `${quote(name)} has values and a range`, { pointer, remedy: 'keep "values", or "low" and "high"' });
}

export function typeOfOther(pointer: string, name: string, type: string): Problem {
  return problem('study/wrong-type', `${quote(name)} cannot be ${type}`, { pointer, remedy: 'a range is real or integer, values and choices are ordinal or categorical' });
}

export function unlikeValues(pointer: string, name: string): Problem {
  return problem('study/unlike-values', `the values of ${quote(name)} are of different kinds`, { pointer, remedy: 'make them all numbers, all texts, or true and false; use "choices" for the rest' });
}

export function unitOfText(pointer: string, name: string): Problem {
  return problem('study/unit-of-text', `${quote(name)} has a unit, and values that are no numbers`, { pointer, remedy: 'write the unit into the values' });
}

export function pathTwice(pointer: string, path: string, other: string): Problem {
  return problem('study/path-twice', `${quote(path)} is set by ${quote(other)} too, or a part of it is`, { pointer, remedy: 'let one parameter set it: "choices" set several parts together' });
}

export function pathNotSearched(pointer: string, path: string): Problem {
  return problem('study/wrong-path', `${quote(path)} is no part of workload, architecture or mapping`, { pointer, remedy: 'give a path such as architecture.parameters.clock; ways to evaluate stand in "fidelities"' });
}

export function valueRefused(pointer: string, name: string, value: string, reason: string, remedy: string | undefined): Problem {
  return problem('study/value-refused', `${quote(name)} cannot be ${excerpt(value)}: ${excerpt(reason, 300)}`, { pointer, ...(remedy === undefined ? {} : { remedy }) });
}

export function pathRefused(pointer: string, path: string, reason: string, remedy: string | undefined): Problem {
  return problem('study/path-refused', `nothing can be set at ${quote(path)}: ${excerpt(reason, 300)}`, { pointer, ...(remedy === undefined ? {} : { remedy }) });
}

export function limitNeeded(pointer: string, metric: string): Problem {
  return problem('study/needs-limit', `the constraint on ${quote(metric)} needs "atMost", "atLeast" or both`, { pointer, remedy: 'give a number in the unit of the metric' });
}

export function contradictingLimits(pointer: string, metric: string, least: number, most: number): Problem {
  return problem('study/contradicting-limits', `${quote(metric)} must be at least ${least} and at most ${most}: no design can be`, { pointer, remedy: 'lower the first or raise the second' });
}

export function metricTwice(pointer: string, name: string): Problem {
  return problem('study/name-twice', `two objectives or constraints are called ${quote(name)}`, { pointer, remedy: 'give one of them another "name"' });
}

export function metricNotANumber(pointer: string, metric: string, value: unknown): Problem {
  return problem('study/not-a-number', `${quote(metric)} is ${excerpt(String(value))}, and cannot be large or small`, { pointer, remedy: 'choose a metric that is a number' });
}

export function metricNotModelled(pointer: string, metric: string, reason: string, remedy: string): Problem {
  return problem('study/not-modelled', `${quote(metric)} is not modelled here: ${excerpt(reason, 300)}`, { pointer, remedy });
}

export function fidelityOrder(pointer: string): Problem {
  return problem('study/fidelity-order', 'fidelities stand from the cheapest to the one that counts, each once', { pointer, remedy: 'write them in the order roofline, analytic, event' });
}
