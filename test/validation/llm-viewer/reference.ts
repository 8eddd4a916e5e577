import type { ReferenceRow } from '../../../src/validation/system.js';
import { referenceTable } from '../../kit/fixtures.js';

/** The sizes that the tool reads of a model, under the spellings of its config.json. */
export type Sizes = Readonly<Record<string, number | boolean>>;

export interface Reference {
  readonly header: {
    readonly hardware: Readonly<Record<string, Readonly<Record<'bandwidth' | 'FP16' | 'INT8' | 'onchip_buffer', number | undefined>>>>;
    readonly models: Readonly<Record<string, Sizes>>;
  };
  readonly rows: readonly ReferenceRow[];
  readonly generate_rows: readonly ReferenceRow[];
  readonly flash_corrected_rows: readonly ReferenceRow[];
}

export type Section = 'rows' | 'generate_rows' | 'flash_corrected_rows';
export const sections: readonly Section[] = ['rows', 'generate_rows', 'flash_corrected_rows'];

/** The reference file, from the root of the project. */
export const reference = referenceTable('llm-viewer.json') as Reference;

/** Every row with its section. */
export const allRows: readonly (readonly [Section, ReferenceRow])[] = sections.flatMap((section) => reference[section].map((row) => [section, row] as const));
