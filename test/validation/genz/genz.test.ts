import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { genz } from '../../../src/validation/genz/genz.js';
import { errorOf, judgeSystem, leaves } from '../../../src/validation/judge.js';
import type { ReferenceRow } from '../../../src/validation/system.js';
import { closedForms } from './closed-forms.js';
import { isOnOneDevice, reference } from './reference.js';
import { rowFor } from './request.js';

const answers = ['fits', 'latency_ms', 'throughput', 'summary', 'breakdown_ms', 'ops'] as const;
const hidden = new Set<string>([...answers, 'error']);

const inputsOf = (row: ReferenceRow): ReferenceRow => Object.fromEntries(Object.entries(row).filter(([field]) => !hidden.has(field)));

function simulated(row: ReferenceRow): Readonly<Record<string, unknown>> {
  const outcome = genz.simulate('rows', row, 'roofline');
  assert.ok(outcome.kind === 'simulated', outcome.kind === 'not-modelled' ? outcome.reason : outcome.kind);
  return outcome.answers;
}

describe('validation/genz', () => {
  it('agrees with every leaf of every row within 1e-9, on one device and on many', () => {
    let worst = 0;
    let count = 0;
    for (const row of reference.rows) {
      const result = simulated(inputsOf(row));
      for (const field of answers) {
        for (const leaf of leaves(row[field], result[field], field)) {
          assert.ok(leaf.simulated !== null, `${String(row['id'])} has no ${leaf.metric}`);
          worst = Math.max(worst, errorOf(leaf.simulated, leaf.reference));
          count++;
        }
      }
    }
    assert.ok(worst < 1e-11, `worst relative error ${worst}`);
    assert.ok(count > 41_000, `${count} leaves`);
  });

  it('has the ops of the tool in its order, with its names, types and bounds', () => {
    let rows = 0;
    for (const row of reference.rows) {
      if (!Array.isArray(row['ops'])) continue;
      const words = (ops: unknown): unknown => (ops as readonly (readonly unknown[])[]).map((columns) => columns.slice(0, 3));
      assert.deepEqual(words(simulated(inputsOf(row))['ops']), words(row['ops']), String(row['id']));
      rows++;
    }
    assert.ok(rows > 200, `${rows} rows with ops`);
  });

  it('gives no times for a model that does not fit', () => {
    const misfits = reference.rows.filter((row) => row['fits'] === false);
    assert.ok(misfits.length > 75);
    for (const row of misfits) assert.deepEqual(simulated(inputsOf(row)), { fits: false });
  });

  it('is judged to agree by the judge in every row', () => {
    const verdict = judgeSystem(genz, () => reference, 'roofline');
    assert.equal(verdict.differ + verdict.fitted + verdict.input, 0);
    assert.equal(verdict.notModelled, 0);
    for (const row of verdict.rows) assert.equal(row.verdict, 'agrees', row.id);
    assert.ok(verdict.agree > 13_000, `${verdict.agree} leaves`);
    assert.ok(reference.rows.filter((row) => !isOnOneDevice(row)).length > 110);
  });

  it('never reads an answer, nor the error that says that a model does not fit', () => {
    const [rule] = genz.tables;
    assert.deepEqual(new Set([...rule!.answers, ...rule!.alsoAnswers]), hidden);
    for (const row of reference.rows) {
      const other = { ...row, fits: row['fits'] === false, error: 'none', latency_ms: -1, throughput: -1, summary: [], breakdown_ms: {}, ops: 'none' };
      assert.deepEqual(simulated(other), simulated(inputsOf(row)));
    }
  });
});

/** Bytes of an element and time of a MAC over bf16, as the tool has them. */
const formats: Readonly<Record<string, readonly [bytes: number, slowness: number]>> = {
  bf16: [2, 1], f32: [4, 2], int8: [1, 0.5], int4: [0.5, 0.25], int2: [0.25, 0.125], fp8: [1, 0.5], fp6: [0.75, 0.5], fp4: [0.5, 0.25],
};

const question = fc.record({
  model: fc.constantFrom(...Object.keys(reference.header.models)), system: fc.constantFrom(...Object.keys(reference.header.systems)),
  bits: fc.constantFrom(...Object.keys(formats)), stage: fc.constantFrom('prefill' as const, 'decode' as const),
  batch: fc.integer({ min: 1, max: 512 }), input_tokens: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 40_000 })),
  output_tokens: fc.integer({ min: 0, max: 2000 }), beam: fc.integer({ min: 1, max: 8 }),
  tp: fc.constantFrom(1, 2, 3, 4, 8, 16), pp: fc.constantFrom(1, 2, 3, 4, 8), ep: fc.constantFrom(1, 2, 3, 4, 8),
});

describe('validation/genz beyond its rows', () => {
  it('follows the closed forms of the tool for any of its models, machines, precisions, batches, lengths, beams and numbers of devices', () => {
    let fitting = 0;
    fc.assert(fc.property(question, (q) => {
      const [bytes, slowness] = formats[q.bits]!;
      const asked = { stage: q.stage, batch: q.batch, tokens: q.input_tokens, outputs: q.output_tokens, beams: q.beam, bytes, slowness, tp: q.tp, pp: q.pp, ep: q.model.startsWith('mixtral') ? q.ep : 1 };
      const expected = closedForms(reference.header.models[q.model]!, reference.header.systems[q.system]!, asked);
      const result = simulated(rowFor(q.model, q.stage, { ...q, ep: asked.ep }));
      assert.equal(result['fits'], expected.fits);
      if (!expected.fits) return;
      fitting++;
      const close = (value: unknown, wanted: number): void => { assert.ok(errorOf(value as number, wanted) < 1e-11, `${String(value)} instead of ${wanted}`); };
      const summary = result['summary'] as readonly number[];
      close(result['latency_ms'], expected.seconds * 1e3);
      close(result['throughput'], q.batch / expected.seconds);
      close(summary[0]! * 1e6, expected.operations);
      close(summary[2]! * 2 ** 20, expected.weights);
      close(summary[4]! * 2 ** 20, expected.cache);
      close(summary[9], expected.exchanged * 1e3);
    }), { numRuns: 2000 });
    assert.ok(fitting > 300, `${fitting} questions fit`);
  });
});

describe('validation/genz on rows that it cannot answer', () => {
  const row = rowFor('llama2_7b', 'decode');
  const cases: readonly (readonly [what: string, row: ReferenceRow, reason: RegExp])[] = [
    ['expert parallelism of a model without experts', { ...row, ep: 8 }, /^ep 8: "llama2_7b" has no experts, and GenZ has no rule/],
    ['more devices than experts', { ...row, model: 'mixtral_8x7b', ep: 16 }, /^ep 16: "mixtral_8x7b" has 8 experts/],
    ['half a device', { ...row, tp: 0.5 }, /^tp must be an integer from 1 to \d+, got 0.5$/],
    ['a model that nobody knows', { ...row, model: 'llama9_1t' }, /^unknown model "llama9_1t"/],
    ['a system that the tool does not have', { ...row, system: 'A6000' }, /^unknown system "A6000": GenZ has A100_40GB_GPU/],
    ['a precision that the tool does not have', { ...row, bits: 'int3' }, /^unknown bits "int3": GenZ has bf16/],
    ['a missing field', Object.fromEntries(Object.entries(row).filter(([field]) => field !== 'beam')), /^beam is missing$/],
    ['no fields at all', {}, /model is missing; system is missing; bits is missing; stage is missing; batch is missing; .*ep is missing/],
    ['a length of zero', { ...row, input_tokens: 0 }, /^input_tokens must be an integer from 1 to \d+, got 0$/],
    ['a negative number of output tokens', { ...row, output_tokens: -1 }, /^output_tokens must be an integer from 0/],
    ['a broken batch', { ...row, batch: 1.5 }, /^batch must be .* got 1.5$/],
    ['no width', { ...row, bits: null }, /^bits must be a text, got null$/],
    ['an unknown stage', { ...row, stage: 'chunked' }, /^stage must be prefill or decode, got "chunked"$/],
  ];
  for (const [what, given, reason] of cases) {
    it(`gives a reason for ${what}`, () => {
      const outcome = genz.simulate('rows', given, 'roofline');
      assert.ok(outcome.kind === 'not-modelled');
      assert.match(outcome.reason, reason);
    });
  }

  it('gives a reason for a section of another file', () => {
    assert.deepEqual(genz.simulate('generate_rows', row, 'roofline'), { kind: 'not-modelled', reason: 'GenZ has no section "generate_rows"' });
  });
});
