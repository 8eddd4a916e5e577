import { Type, type Static, type TObject, type TProperties, type TSchema, type TSchemaOptions, type TUnsafe } from 'typebox';

/** The type of a checked value: nobody changes an input after it was read. */
export type Checked<T> = T extends object ? { readonly [Key in keyof T]: Checked<T[Key]> } : T;

/** An object with these fields and no others. */
export function closed<P extends TProperties>(properties: P, options: TSchemaOptions = {}): TObject<P> {
  return Type.Object(properties, { ...options, additionalProperties: false });
}

/** An object whose fields somebody else knows and checks. */
export function open(options: TSchemaOptions): TUnsafe<Record<string, unknown>> {
  return Type.Unsafe<Record<string, unknown>>({ type: 'object', ...options });
}

/** An object with any names, each with a value of the same kind. */
export function record<S extends TSchema>(value: S, options: TSchemaOptions): TUnsafe<Record<string, Static<S>>> {
  return Type.Unsafe<Record<string, Static<S>>>({ type: 'object', additionalProperties: value, maxProperties: 1000, ...options });
}

/** One of a few names. */
export function names<const N extends readonly string[]>(known: N, options: TSchemaOptions = {}): TUnsafe<N[number]> {
  return Type.Unsafe<N[number]>({ type: 'string', enum: known, ...options });
}

/** Objects that say by `kind` which fields they have. With `discriminator` a validator looks at the fields of that kind only. */
export function byKind<S extends readonly TSchema[]>(branches: readonly [...S], options: TSchemaOptions = {}): TUnsafe<Static<S[number]>> {
  return Type.Unsafe<Static<S[number]>>({ type: 'object', discriminator: { propertyName: 'kind' }, oneOf: branches, ...options });
}

/** A short text on one idea: a name, a source, a path. */
export function text(options: TSchemaOptions = {}): ReturnType<typeof Type.String> {
  return Type.String({ minLength: 1, maxLength: 1000, ...options });
}

/** What editors read to offer completion; the product ignores it. */
export const schemaReference = Type.Optional(Type.String({ title: 'Schema', description: 'The JSON Schema of this file, for completion in editors; nothing is fetched', maxLength: 1000 }));
