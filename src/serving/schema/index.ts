import type { TSchema } from 'typebox';
import { scenarioSchema } from './scenario.js';

/** The schemas of files that are of serving, by the kind of file. */
export const servingSchemas: Readonly<Record<string, TSchema>> = { scenario: scenarioSchema };
