import { problem, type Problem } from '../../sim/core/diagnostics.js';
import { suggestion } from '../../sim/core/near-name.js';

/** What can be wrong with a Hugging Face config.json. Each text names the field by its pointer. */

const shown = (value: unknown): string => (JSON.stringify(value) ?? 'undefined').slice(0, 80);

export function notAnObject(value: unknown): Problem {
  return problem('model/not-an-object', `a model configuration is a JSON object, got ${shown(value)}`, { pointer: '', remedy: 'give the content of a config.json' });
}

/** `field` is the spelling that the family's own files use; `others` are accepted too. */
export function missingField(family: string, field: string, others: readonly string[]): Problem {
  const or = others.length === 0 ? '' : ` (or ${others.map((name) => `"${name}"`).join(', ')})`;
  const where = family === '' ? 'the configuration' : `the ${family} configuration`;
  return problem('model/missing-field', `"${field}"${or} is missing from ${where}`, { pointer: `/${field}`, remedy: 'add it; no default would fit every model' });
}

export function wrongType(field: string, expected: string, value: unknown): Problem {
  return problem('model/wrong-type', `/${field} must be ${expected}, got ${shown(value)}`, { pointer: `/${field}` });
}

export function notAnIntegerFrom(least: number, field: string, value: number): Problem {
  const rule = least === 1 ? 'a positive integer' : `an integer of at least ${least}`;
  return problem('model/not-a-positive-integer', `/${field} must be ${rule}, got ${value}`, { pointer: `/${field}` });
}

export function tooLarge(field: string, value: number, limit: number): Problem {
  return problem('model/too-large', `/${field} must be at most ${limit}, got ${value}`, { pointer: `/${field}` });
}

export function conflictingFields(field: string, value: number, other: string, otherValue: number): Problem {
  return problem('model/conflicting-fields', `/${field} is ${value} but /${other}, another name for it, is ${otherValue}`, { pointer: `/${other}`, remedy: 'keep one of them' });
}

export function headsNotDivisible(heads: number, kvField: string, kvHeads: number): Problem {
  return problem('model/heads-not-divisible', `each key-value head must serve the same number of query heads: ${heads} heads, ${kvHeads} key-value heads`, { pointer: `/${kvField}` });
}

export function channelsNotDivisible(field: string, heads: number, innerSize: number): Problem {
  return problem('model/channels-not-divisible', `heads must have the same number of channels: ${innerSize} channels, ${heads} heads`, { pointer: `/${field}` });
}

export function hiddenNotDivisible(hiddenField: string, hiddenSize: number, heads: number): Problem {
  return problem('model/hidden-not-divisible', `without "head_dim" the hidden size must be divisible by the heads: ${hiddenSize} by ${heads}`, { pointer: `/${hiddenField}`, remedy: 'give "head_dim"' });
}

export function unknownValue(field: string, value: string, known: readonly string[]): Problem {
  return problem('model/unknown-value', `/${field} has the unknown value ${shown(value)}`, { pointer: `/${field}`, remedy: suggestion(value, known) });
}

export function wrongLength(field: string, length: number, expected: number): Problem {
  return problem('model/wrong-length', `/${field} must have one entry for each of the ${expected} layers, got ${length}`, { pointer: `/${field}` });
}

export function unknownType(type: string, known: readonly string[]): Problem {
  return problem('model/unknown-type', `unknown model_type ${shown(type)}`, { pointer: '/model_type', remedy: suggestion(type, known) });
}

export function typeNotModelled(type: string, reason: string, remedy?: string): Problem {
  return problem('model/type-not-modelled', `model_type "${type}" is known but not modelled yet: ${reason}`, { pointer: '/model_type', ...(remedy === undefined ? {} : { remedy }) });
}

export function optionNotModelled(field: string, value: boolean, reason: string): Problem {
  return problem('model/option-not-modelled', `/${field} = ${String(value)} is not modelled: ${reason}`, { pointer: `/${field}` });
}

export function textNotModelled(field: string, value: string, reason: string): Problem {
  return problem('model/option-not-modelled', `/${field} = ${shown(value)} is not modelled: ${reason}`, { pointer: `/${field}` });
}

export function layersNotDivisible(field: string, groups: number, layers: number): Problem {
  return problem('model/layers-not-divisible', `each group must have the same number of layers: ${layers} layers, ${groups} groups`, { pointer: `/${field}` });
}

export function patchesNotWhole(image: number, patch: number): Problem {
  return problem('model/patches-not-whole', `an image is cut into whole patches: ${image} pixels into patches of ${patch}`, { pointer: '/patch_size' });
}

export function activeExpertsExceed(field: string, active: number, count: number): Problem {
  return problem('model/active-experts-exceed', `a token is routed to different experts: ${active} of ${count}`, { pointer: `/${field}` });
}

export function wrongMeasurement(field: string): Problem {
  return problem('model/wrong-measurement', `/${field} must have pairs [tokens, mean distinct experts]: whole tokens above 1 and ascending, experts from those of one token to all that there are`, { pointer: `/${field}` });
}

/** The note on a value that the file does not give and that shapes the workload. */
export function absentNote(field: string, value: number): string {
  return `${field} is absent: ${value}, as the transformers library has it`;
}
