import { InputError, type Problem } from '../sim/core/diagnostics.js';
import { missingArgument, tooDeep, tooManyValues, unknownArgument, wrongArgument } from './diagnostics.js';
import { limits } from './protocol.js';

export type FieldType = 'string' | 'integer' | 'number' | 'boolean' | 'object' | 'array';

/** One argument of a tool: what models are told of it, and what is checked. */
export interface Field {
  /** Any of them will do. */
  readonly types: readonly FieldType[];
  readonly description: string;
  readonly isRequired?: true;
  readonly choices?: readonly string[];
  readonly least?: number;
  readonly most?: number;
}

export type Fields = Readonly<Record<string, Field>>;

/** Arguments of a tool as its client gave them. */
export type ToolArguments = Readonly<Record<string, unknown>>;

/** The JSON Schema of the arguments. */
export function inputSchema(fields: Fields): object {
  const required = Object.keys(fields).filter((name) => fields[name]!.isRequired);
  return {
    type: 'object',
    properties: Object.fromEntries(Object.entries(fields).map(([name, { types, description, choices, least, most }]) => {
      const kinds = types.map((type) => (type === 'array' ? { type, items: {} } : { type }));
      const kind = kinds.length === 1 ? kinds[0] : { anyOf: kinds };
      return [name, { ...kind, description, ...(choices === undefined ? {} : { enum: choices }), ...(least === undefined ? {} : { minimum: least }), ...(most === undefined ? {} : { maximum: most }) }];
    })),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  };
}

/** Throws all that is wrong with arguments: unknown, missing or of another kind, too deep or too many. Null is as good as left out. */
export function checkArguments(tool: string, fields: Fields, args: ToolArguments): void {
  const names = Object.keys(fields);
  const problems: Problem[] = Object.keys(args).filter((name) => !names.includes(name)).map((name) => unknownArgument(tool, name, names));
  for (const [name, field] of Object.entries(fields)) {
    const value = Object.hasOwn(args, name) ? args[name] : undefined;
    if (value == null) {
      if (field.isRequired) problems.push(missingArgument(tool, name, field.description));
    } else if (!fits(field, value)) problems.push(wrongArgument(name, ruleOf(field), value));
  }
  if (problems.length === 0) problems.push(...sizeProblems(args));
  if (problems.length > 0) throw new InputError(problems);
}

function fits({ types, choices, least = -Infinity, most = Infinity }: Field, value: unknown): boolean {
  if (!types.some((type) => isOf(type, value))) return false;
  if (typeof value === 'string') return choices === undefined || choices.includes(value);
  return typeof value !== 'number' || (value >= least && value <= most);
}

function isOf(type: FieldType, value: unknown): boolean {
  switch (type) {
    case 'integer': return Number.isSafeInteger(value);
    case 'array': return Array.isArray(value);
    case 'object': return typeof value === 'object' && !Array.isArray(value);
    default: return typeof value === type;
  }
}

const words: Readonly<Record<FieldType, string>> = { string: 'a text', integer: 'a whole number', number: 'a number', boolean: 'true or false', object: 'an object', array: 'a list' };

function ruleOf({ types, choices, least, most }: Field): string {
  if (choices !== undefined) return `one of ${choices.join(', ')}`;
  const range = [...(least === undefined ? [] : [`from ${least}`]), ...(most === undefined ? [] : [`to ${most}`])].join(' ');
  return `${types.map((type) => words[type]).join(' or ')}${range === '' ? '' : ` ${range}`}`;
}

/** What nests too deep or has too many parts; found without recursion, which deep values would break. */
function sizeProblems(args: ToolArguments): Problem[] {
  let level: unknown[] = [args];
  let values = 0;
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limits.depth) return [tooDeep(limits.depth)];
    values += level.length;
    if (values > limits.values) return [tooManyValues(limits.values)];
    const next: unknown[] = [];
    for (const value of level) if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) next.push(inner);
    level = next;
  }
  return [];
}
