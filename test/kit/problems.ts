import assert from 'node:assert/strict';
import { InputError, type Problem } from '../../src/sim/core/diagnostics.js';

/** The problems that an input has; none where it is accepted. Any other exception passes through. */
export function problemsOf(body: () => unknown): readonly Problem[] {
  try {
    body();
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
  return [];
}

/** The first problem of an input; fails where it is accepted. */
export function problemOf(body: () => unknown): Problem {
  return problemsOf(body)[0] ?? assert.fail('it was accepted');
}
