/** A rule of a schema that a value breaks. */
export interface ValidationError {
  /** The keyword of JSON Schema, e.g. `maximum`. */
  readonly keyword: string;
  /** JSON pointer of the value. */
  readonly instancePath: string;
  /** Where the rule stands in the schema. */
  readonly schemaPath: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** The schema that holds the rule. */
  readonly parentSchema: Readonly<Record<string, unknown>>;
  readonly data: unknown;
}

/** True for a value that keeps all rules; otherwise `errors` has every broken one. */
export interface Validator {
  (value: unknown): boolean;
  readonly errors?: readonly ValidationError[] | null;
}

// scripts/compile-schemas.mjs writes the code: one validator for each schema of src/experiment/schema/index.ts.
export declare const experiment: Validator;
export declare const device: Validator;
export declare const graph: Validator;
export declare const scheme: Validator;
export declare const sweep: Validator;
export declare const measurements: Validator;
export declare const result: Validator;
/** Of serving: src/serving/schema/index.ts. */
export declare const scenario: Validator;
/** Of the gym: src/gym/schema/index.ts. */
export declare const problem: Validator;
export declare const study: Validator;
/** Of the parameters of an architecture family, by its name. */
export declare const families: Readonly<Record<string, Validator>>;
