import type { TSchema } from 'typebox';
import { problemSchema } from './problem.js';

/** Every schema of the gym that has a file in `schemas/` and a compiled validator, by its name. */
export const gymSchemas: Readonly<Record<string, TSchema>> = { problem: problemSchema };
