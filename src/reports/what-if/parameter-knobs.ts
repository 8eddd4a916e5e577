import { InputError } from '../../sim/core/diagnostics.js';
import { parseQuantity, type Dimension } from '../../sim/core/units.js';
import type { Knob } from './knob.js';
import { labelOf } from './knob-label.js';
import { numberKnob } from './number-knob.js';

/** What is read of a JSON Schema. */
interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
}

type Place = Omit<Knob, 'kind' | 'value'>;

/**
 * A knob for each number, name and flag in the parameters of a family that has a value, or whose default is in its description ("Default 1."). `schema` is the
 * JSON Schema of the parameters, `value` the parameters of the experiment. Lists, and parts of which an experiment has nothing, have none.
 */
export function parameterKnobs(schema: unknown, value: unknown): readonly Knob[] {
  return knobsIn(schema as Schema, value, 'architecture.parameters');
}

function knobsIn(schema: Schema, value: unknown, path: string): readonly Knob[] {
  const union = schema.anyOf ?? schema.oneOf;
  if (union !== undefined) return knobsOfUnion(schema, union, value, path);
  if (schema.properties !== undefined) {
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(schema.properties).flatMap(([name, inner]) => knobsIn(inner, Object.hasOwn(value, name) ? (value as Readonly<Record<string, unknown>>)[name] : undefined, `${path}.${name}`));
  }
  const place: Place = { path, label: labelOf(path), description: meaningOf(schema), isMain: false };
  if (schema.type === 'integer' || schema.type === 'number') return numberIn(place, schema, value ?? defaultNumber(schema));
  if (schema.type === 'boolean') return flagIn(place, value ?? defaultFlag(schema));
  return schema.enum === undefined ? [] : choiceIn(place, schema.enum, value ?? defaultName(schema, schema.enum));
}

function knobsOfUnion(schema: Schema, union: readonly Schema[], value: unknown, path: string): readonly Knob[] {
  const place: Place = { path, label: labelOf(path), description: meaningOf(schema), isMain: false };
  const names = union.map((branch) => branch.const);
  if (names.every((name) => name !== undefined)) return choiceIn(place, names, value ?? defaultName(schema, names));
  if (union.some(({ type }) => type === 'number') && union.some(({ type }) => type === 'string')) return quantityIn(place, schema, value);
  const branch = union.find((one) => fits(one, value));
  return branch === undefined || branch.const !== undefined ? [] : knobsIn({ ...branch, description: branch.description ?? schema.description ?? '' }, value, path);
}

/** Whether a value, legal for the union, is of that branch. */
function fits(branch: Schema, value: unknown): boolean {
  if (typeof value === 'number') return branch.type === 'number' || branch.type === 'integer';
  if (typeof value !== 'object' || value === null || branch.properties === undefined) return false;
  const { properties, required = [] } = branch;
  return required.every((name) => Object.hasOwn(value, name))
    && Object.entries(value).every(([name, inner]) => Object.hasOwn(properties, name) && (properties[name]!.const === undefined || properties[name]!.const === inner));
}

/** What a value means, without its default: a knob shows that. */
function meaningOf({ description = '' }: Schema): string {
  return description.replace(/\.? Default [^:;]*$/, '').replace(/\.$/, '');
}

function numberIn(place: Place, schema: Schema, value: unknown): readonly Knob[] {
  if (typeof value !== 'number') return [];
  const { minimum, exclusiveMinimum, maximum = Number.MAX_SAFE_INTEGER } = schema;
  return [numberKnob(place, value, { isInteger: schema.type === 'integer', dimension: null, minimum: minimum ?? exclusiveMinimum ?? -maximum, isOpen: minimum === undefined && exclusiveMinimum !== undefined, maximum })];
}

function quantityIn(place: Place, { description = '' }: Schema, value: unknown): readonly Knob[] {
  const example = typeof value === 'string' ? value : /"([^"]+)"/.exec(description)?.[1];
  const dimension = example === undefined ? undefined : dimensions.find((one) => quantityOf(example, one) !== undefined);
  if (dimension === undefined || value === undefined) return [];
  const size = quantityOf(value, dimension);
  return size === undefined ? [] : [numberKnob(place, size, { isInteger: false, dimension, minimum: 0, isOpen: true, maximum: 1e21 })];
}

const dimensions: readonly Dimension[] = ['frequency', 'bandwidth', 'size', 'time', 'power', 'rate'];

function quantityOf(value: unknown, dimension: Dimension): number | undefined {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  try {
    return parseQuantity(value, dimension);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return undefined;
  }
}

function flagIn(place: Place, value: unknown): readonly Knob[] {
  return typeof value === 'boolean' ? [{ ...place, kind: 'flag', value }] : [];
}

function choiceIn(place: Place, names: readonly unknown[], value: unknown): readonly Knob[] {
  const texts = names.filter((name) => typeof name === 'string');
  return typeof value === 'string' && texts.length === names.length && texts.length > 1 && texts.includes(value) ? [{ ...place, kind: 'choice', value, names: texts }] : [];
}

function defaultNumber({ description = '' }: Schema): number | undefined {
  const found = /\bDefault (-?\d+(?:\.\d+)?)(?![\w-]| on)/.exec(description);
  return found === null ? undefined : Number(found[1]);
}

function defaultFlag({ description = '' }: Schema): boolean | undefined {
  const found = /\bDefault (true|false)\b/.exec(description);
  return found === null ? undefined : found[1] === 'true';
}

function defaultName({ description = '' }: Schema, names: readonly unknown[]): string | undefined {
  const found = /\bDefault "?([A-Za-z0-9][\w.-]*\w)"?/.exec(description)?.[1];
  return found !== undefined && names.includes(found) ? found : undefined;
}
