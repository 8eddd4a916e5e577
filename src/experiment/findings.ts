import type { Problem } from '../sim/core/diagnostics.js';
import { childPointer } from '../sim/core/pointer.js';
import { brokenRule, missingField, notOneOf, outOfRange, unknownField, wrongLength, wrongType } from './diagnostics.js';
import type { ValidationError } from './validators.js';

/** Something that is wrong: where, and in which part of the field. Its words are made on demand, because a bad file may have 100,000. */
export interface Finding {
  readonly pointer: string;
  readonly part: 'value' | 'key';
  readonly problem: () => Problem;
}

type Schema = Readonly<Record<string, unknown>>;

/** What a validator found, in words. `at` is the pointer of the checked value in its document. */
export function findingsOf(errors: readonly ValidationError[], at: string): Finding[] {
  const told = new Set<string>();
  const ofWrongType = new Set(errors.filter((e) => e.keyword === 'type').map((e) => e.instancePath));
  const findings: Finding[] = [];
  for (const error of errors) {
    // A value of the wrong type breaks other rules as well, and the same rule twice where a part of a schema repeats it.
    if (ofWrongType.has(error.instancePath)) {
      if (error.keyword !== 'type' || told.has(error.instancePath)) continue;
      told.add(error.instancePath);
    }
    findings.push(findingOf(error, at));
  }
  return findings;
}

function findingOf(error: ValidationError, at: string): Finding {
  const pointer = at + error.instancePath;
  const unknown = error.params['additionalProperty'];
  if (error.keyword === 'additionalProperties' && typeof unknown === 'string') {
    const known = Object.keys(schemaIn(error.parentSchema, 'properties')).filter((name) => name !== '$schema');
    return { pointer: childPointer(pointer, unknown), part: 'key', problem: () => unknownField(pointer, unknown, known) };
  }
  if (error.keyword === 'discriminator' && error.params['tagValue'] !== undefined) {
    const kind = childPointer(pointer, 'kind');
    return { pointer: kind, part: 'value', problem: () => notOneOf(kind, kindsOf(error.parentSchema), error.params['tagValue']) };
  }
  return { pointer, part: 'value', problem: () => problemAt(pointer, error) };
}

function problemAt(pointer: string, error: ValidationError): Problem {
  const schema = error.parentSchema;
  switch (error.keyword) {
    case 'required': return missing(pointer, String(error.params['missingProperty']), schema);
    case 'type': case 'anyOf': return wrongType(pointer, expectedText(schema), error.data);
    case 'minimum': case 'maximum': case 'exclusiveMinimum': case 'exclusiveMaximum': return outOfRange(pointer, rangeText(schema), error.data);
    case 'enum': return notOneOf(pointer, listIn(schema, 'enum'), error.data, expectedText({ anyOf: listIn(schema, 'anyOf') }));
    case 'const': return notOneOf(pointer, [schema['const']], error.data);
    case 'discriminator': return missingField(pointer, 'kind', `one of ${kindsOf(schema).join(', ')}`, JSON.stringify(kindsOf(schema)[0]));
    case 'minLength': case 'maxLength': return wrongLength(pointer, limitText(error, 'character'), sizeOf(error.data));
    case 'minItems': case 'maxItems': return wrongLength(pointer, limitText(error, 'item'), sizeOf(error.data));
    case 'minProperties': case 'maxProperties': return wrongLength(pointer, limitText(error, 'field'), sizeOf(error.data));
    default: return brokenRule(pointer, error.keyword, error.data);
  }
}

function missing(parent: string, name: string, schema: Schema): Problem {
  const field = schemaIn(schemaIn(schema, 'properties'), name);
  const description = field['description'];
  const examples = 'const' in field ? [field['const']] : [...listIn(field, 'examples'), ...listIn(field, 'enum')];
  const example = examples.length === 0 ? undefined : JSON.stringify(examples[0]);
  return missingField(parent, name, typeof description === 'string' ? description : undefined, example);
}

/** The kinds that a union by `kind` knows. */
function kindsOf(schema: Schema): readonly unknown[] {
  return listIn(schema, 'oneOf').flatMap((branch) => {
    const kind = schemaIn(schemaIn(branch as Schema, 'properties'), 'kind');
    return 'const' in kind ? [kind['const']] : listIn(kind, 'enum');
  });
}

/** What a value must be to have the type of a schema: `an integer`, `a text or an object`; empty for a schema without a type. */
function expectedText(schema: Schema): string {
  const branches = listIn(schema, 'anyOf');
  if (branches.length > 0) return [...new Set(branches.map((branch) => expectedText(branch as Schema)))].join(' or ');
  switch (schema['type']) {
    case 'integer': return 'an integer';
    case 'number': return 'a number';
    case 'string': return 'a text';
    case 'boolean': return 'true or false';
    case 'array': return 'a list';
    case 'object': return 'an object';
    default: return '';
  }
}

function rangeText(schema: Schema): string {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  if (typeof minimum === 'number' && typeof maximum === 'number') return `${minimum} to ${maximum}`;
  const parts = [
    typeof minimum === 'number' ? `at least ${minimum}` : '',
    typeof exclusiveMinimum === 'number' ? `more than ${exclusiveMinimum}` : '',
    typeof maximum === 'number' ? `at most ${maximum}` : '',
    typeof exclusiveMaximum === 'number' ? `less than ${exclusiveMaximum}` : '',
  ];
  return parts.filter((part) => part !== '').join(' and ');
}

function limitText(error: ValidationError, unit: string): string {
  const limit = Number(error.params['limit']);
  return `at ${error.keyword.startsWith('min') ? 'least' : 'most'} ${limit} ${unit}${limit === 1 ? '' : 's'}`;
}

function sizeOf(value: unknown): string {
  if (typeof value === 'string' || Array.isArray(value)) return String(value.length);
  return String(Object.keys(value as object).length);
}

function schemaIn(schema: Schema, name: string): Schema {
  const inner = schema[name];
  return typeof inner === 'object' && inner !== null ? (inner as Schema) : {};
}

function listIn(schema: Schema, name: string): readonly unknown[] {
  const inner = schema[name];
  return Array.isArray(inner) ? inner : [];
}

