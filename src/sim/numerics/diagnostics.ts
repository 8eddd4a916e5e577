import { problem, type Problem } from '../core/diagnostics.js';
import { suggestion } from '../core/near-name.js';
import { quote } from '../core/quote.js';

export function unknownDatatype(name: string, known: readonly string[]): Problem {
  return problem('quantize/unknown-datatype', `there is no data type ${quote(name, 80)}`, { remedy: suggestion(name.slice(0, 64), known) });
}

/** `at` is the index of the weight in the tensor. */
export function notFinite(tensor: string, at: number, value: number, columns: number): Problem {
  const place = columns > 1 && at >= columns ? `weight ${at} (row ${Math.floor(at / columns)}, column ${at % columns})` : `weight ${at}`;
  return problem('quantize/not-finite', `${place} of ${quote(tensor, 80)} is ${value}`, { remedy: 'weights are finite numbers: no format stands for NaN or infinity' });
}

export function noWeights(tensor: string): Problem {
  return problem('quantize/empty', `${quote(tensor, 80)} has no weights`, { remedy: 'give at least one number' });
}

export function groupDoesNotDivide(tensor: string, group: number, row: number): Problem {
  return problem('quantize/group-does-not-divide', `groups of ${group} do not divide a row of ${row} weights of ${quote(tensor, 80)}: ${row % group} would be left over in the last group`, {
    remedy: `give a group size that divides ${row}, "channel" (a row) or "tensor"`,
  });
}

export function vectorsDoNotDivide(tensor: string, datatype: string, vector: number, row: number): Problem {
  return problem('quantize/vectors-do-not-divide', `${datatype} writes vectors of ${vector} weights, and a row of ${quote(tensor, 80)} has ${row}`, { remedy: `give rows of a multiple of ${vector} weights` });
}

export function groupIsFixed(datatype: string, group: number): Problem {
  if (group === 0) return problem('quantize/group-is-fixed', `${datatype} fits one codebook to the whole tensor`, { remedy: 'leave the group size out, or give "tensor"' });
  return problem('quantize/group-is-fixed', `${datatype} has groups of ${group} by its definition`, { remedy: `leave the group size out, or give ${group}` });
}

export function noGroupSize(given: string): Problem {
  return problem('quantize/no-group-size', `a group size is a whole number from 1, "channel" or "tensor", got ${quote(given, 80)}`, { remedy: 'write for example 128' });
}

export function wrongShape(tensor: string, shape: readonly number[], count: number): Problem {
  return problem('quantize/wrong-shape', `${quote(tensor, 80)} has ${count} weights, and a shape of ${shape.join(' x ')} has ${shape.reduce((a, b) => a * b, 1)}`, { remedy: 'give the shape of the weights' });
}

export function noSecondLevel(datatype: string): Problem {
  return problem('quantize/no-scales', `${datatype} has no scales that could be quantised again`, { remedy: 'leave the rule for scales out' });
}

export function noScaleBits(given: number): Problem {
  return problem('quantize/no-scale-bits', `scales are quantised again to 2 to 16 bits, not to ${given}`, { remedy: 'give a whole number such as 8' });
}
