import { isRecord } from '../sim/core/is-record.js';
import { childPointer } from '../sim/core/pointer.js';

/** The pointer of the first part of a value that is not what it should be; null where all is. */
export type Shape = (value: unknown, pointer: string) => string | null;

export const anything: Shape = () => null;
export const text: Shape = (value, pointer) => (typeof value === 'string' ? null : pointer);
export const number: Shape = (value, pointer) => (typeof value === 'number' ? null : pointer);
export const truth: Shape = (value, pointer) => (typeof value === 'boolean' ? null : pointer);
/** What stands in one cell of a table. */
export const scalar: Shape = (value, pointer) => (value === null || ['string', 'number', 'boolean'].includes(typeof value) ? null : pointer);

export function oneOf(...words: readonly string[]): Shape {
  return (value, pointer) => (words.some((word) => word === value) ? null : pointer);
}

export function orNull(shape: Shape): Shape {
  return (value, pointer) => (value === null ? null : shape(value, pointer));
}

/** A field that may be left out. */
export function orAbsent(shape: Shape): Shape {
  return (value, pointer) => (value === undefined ? null : shape(value, pointer));
}

export function listOf(shape: Shape, least = 0): Shape {
  return (value, pointer) => {
    if (!Array.isArray(value) || value.length < least) return pointer;
    for (let i = 0; i < value.length; i++) {
      const wrong = shape(value[i], childPointer(pointer, String(i)));
      if (wrong !== null) return wrong;
    }
    return null;
  };
}

/** Names of any kind, each with a value of one kind. */
export function recordOf(shape: Shape): Shape {
  return (value, pointer) => {
    if (!isRecord(value)) return pointer;
    for (const [name, own] of Object.entries(value)) {
      const wrong = shape(own, childPointer(pointer, name));
      if (wrong !== null) return wrong;
    }
    return null;
  };
}

/** These fields, and any others. */
export function fieldsOf(fields: Readonly<Record<string, Shape>>): Shape {
  return (value, pointer) => {
    if (!isRecord(value)) return pointer;
    for (const [name, shape] of Object.entries(fields)) {
      const wrong = shape(Object.hasOwn(value, name) ? value[name] : undefined, childPointer(pointer, name));
      if (wrong !== null) return wrong;
    }
    return null;
  };
}
