import type { TSchema } from 'typebox';
import { problemSchema } from './problem.js';
import { studySchema } from './study.js';

/** Every schema of the gym that has a file in `schemas/` and a compiled validator, by its name. */
export const gymSchemas: Readonly<Record<string, TSchema>> = { problem: problemSchema, study: studySchema };
