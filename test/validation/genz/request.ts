import assert from 'node:assert/strict';
import type { Request, Stage } from '../../../src/validation/genz/request.js';
import { askedOf } from '../../../src/validation/genz/row.js';
import type { ReferenceRow } from '../../../src/validation/system.js';

/** A row for a model in bf16, batch 1, 1024 tokens, on one A100 with 80 GB, apart from what is given. */
export function rowFor(model: string, stage: Stage, given: ReferenceRow = {}): ReferenceRow {
  return { model, stage, system: 'A100_80GB_GPU', bits: 'bf16', batch: 1, input_tokens: 1024, output_tokens: 0, beam: 1, tp: 1, pp: 1, ep: 1, ...given };
}

export function requestFor(model: string, stage: Stage, given: ReferenceRow = {}): Request {
  const asked = askedOf(rowFor(model, stage, given));
  assert.ok(typeof asked !== 'string', typeof asked === 'string' ? asked : '');
  return asked.request;
}
