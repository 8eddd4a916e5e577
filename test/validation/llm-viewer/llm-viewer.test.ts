import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { errorOf, judgeSystem, leaves } from '../../../src/validation/judge.js';
import { llmViewer } from '../../../src/validation/llm-viewer/llm-viewer.js';
import { machines } from '../../../src/validation/llm-viewer/machines.js';
import type { ReferenceRow } from '../../../src/validation/system.js';
import { closedForms } from './closed-forms.js';
import { allRows, reference, sections, type Section } from './reference.js';

const answersOf: Readonly<Record<Section, readonly string[]>> = { rows: ['totals', 'ops'], generate_rows: ['inference_time'], flash_corrected_rows: ['totals', 'fused_attention'] };

function simulated(section: Section, row: ReferenceRow): Readonly<Record<string, unknown>> {
  const outcome = llmViewer.simulate(section, row, 'roofline');
  assert.ok(outcome.kind === 'simulated', outcome.kind === 'not-modelled' ? outcome.reason : outcome.kind);
  return outcome.answers;
}

function inputsOf(section: Section, row: ReferenceRow): ReferenceRow {
  return Object.fromEntries(Object.entries(row).filter(([field]) => !answersOf[section].includes(field)));
}

/** The same value with every number, boolean and text in it changed. */
function changed(value: unknown): unknown {
  if (typeof value === 'number') return -2 * value - 1;
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'string') return `not ${value}`;
  if (Array.isArray(value)) return value.map(changed);
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, changed(item)]));
  return { made: 'up' };
}

describe('validation/llm-viewer', () => {
  it('agrees with every leaf of every row within 1e-9', () => {
    let worst = 0;
    let count = 0;
    for (const [section, row] of allRows) {
      const answers = simulated(section, inputsOf(section, row));
      for (const field of answersOf[section]) {
        for (const leaf of leaves(row[field], answers[field], field)) {
          assert.ok(leaf.simulated !== null, `${String(row['id'])} has no ${leaf.metric}`);
          worst = Math.max(worst, errorOf(leaf.simulated, leaf.reference));
          count++;
        }
      }
    }
    assert.ok(worst < 1e-9, `worst relative error ${worst}`);
    assert.ok(count > 170_000, `${count} leaves`);
  });

  it('names the bound of every op as the tool does', () => {
    for (const row of reference.rows) {
      if (row['ops'] === null) continue;
      const bounds = (ops: unknown): unknown => Object.fromEntries(Object.entries(ops as Record<string, unknown[]>).map(([name, columns]) => [name, columns[9]]));
      assert.deepEqual(bounds(simulated('rows', row)['ops']), bounds(row['ops']), String(row['id']));
    }
  });

  it('is judged to agree by the judge, at the tolerance of the table', () => {
    const everyTwentieth = Object.fromEntries(sections.map((section) => [section, reference[section].filter((_, i) => i % 20 === 0)]));
    const verdict = judgeSystem(llmViewer, () => everyTwentieth, 'roofline');
    assert.equal(verdict.differ + verdict.notModelled + verdict.fitted + verdict.input, 0);
    assert.equal(verdict.agree, verdict.rows.length);
    for (const { tolerance } of verdict.rows) assert.equal(tolerance, 1e-9);
  });

  it('never reads an answer', () => {
    for (const [section, row] of allRows) {
      const other = Object.fromEntries(Object.entries(row).map(([field, value]) => [field, answersOf[section].includes(field) ? changed(value) : value]));
      assert.deepEqual(simulated(section, other), simulated(section, row));
    }
  });

  it('takes under a second for all rows', () => {
    const runs = [0, 1, 2].map(() => {
      const start = process.hrtime.bigint();
      for (const [section, row] of allRows) simulated(section, row);
      return Number(process.hrtime.bigint() - start) / 1e9;
    });
    assert.ok(Math.min(...runs) < 1, `${runs.join(', ')} s`);
  });

  it('has the machines of the reference, figure by figure', () => {
    const figures = machines.map((m) => [m.name, { bandwidth: m.memories[0]!.bytesPerSecond, onchip_buffer: m.onchipBytes, ...Object.fromEntries(m.peaks.map((p) => [p.format.toUpperCase(), p.opsPerSecond])) }]);
    assert.deepEqual(Object.fromEntries(figures), reference.header.hardware);
  });
});

const question = fc.record({
  model: fc.constantFrom(...Object.keys(reference.header.models)), hardware: fc.constantFrom(...Object.keys(reference.header.hardware)),
  batch: fc.integer({ min: 1, max: 512 }), seqlen: fc.integer({ min: 1, max: 40_000 }),
  w_bit: fc.integer({ min: 1, max: 32 }), a_bit: fc.integer({ min: 1, max: 32 }), kv_bit: fc.integer({ min: 1, max: 32 }),
  flash: fc.boolean(), stage: fc.constantFrom('prefill' as const, 'decode' as const),
}).filter((q) => q.hardware !== 'intel_13900k' || Math.max(q.w_bit, q.a_bit, q.kv_bit) > 8);

function close(value: number, expected: number): void {
  assert.ok(errorOf(value, expected) < 1e-11, `${value} instead of ${expected}`);
}

describe('validation/llm-viewer beyond its rows', () => {
  it('follows the closed forms of the tool for any of its models, machines, batches, lengths and widths', () => {
    fc.assert(fc.property(question, fc.boolean(), (q, fixed) => {
      const section = fixed && q.flash ? 'flash_corrected_rows' : 'rows';
      const expected = closedForms(q, section === 'flash_corrected_rows');
      const totals = simulated(section, { ...q })['totals'] as number[];
      close(totals[0]!, expected.operations);
      close(totals[1]!, expected.bytes);
      close(totals[7]!, expected.seconds);
      close(totals[8]!, expected.memory);
    }), { numRuns: 2000 });
  });

  it('generates as the tool does: prefill and one decode step after the other', () => {
    fc.assert(fc.property(question, fc.integer({ min: 0, max: 200 }), (q, outputs) => {
      const at = (stage: 'prefill' | 'decode', seqlen: number): number => closedForms({ ...q, flash: false, stage, seqlen }, false).seconds;
      let expected = at('prefill', q.seqlen);
      for (let i = 0; i < outputs; i++) expected += at('decode', q.seqlen + i);
      close(simulated('generate_rows', { ...q, prompt_len: q.seqlen, gen_len: outputs })['inference_time'] as number, expected);
    }), { numRuns: 200 });
  });
});

describe('validation/llm-viewer on rows that it cannot answer', () => {
  const row: ReferenceRow = reference.rows[0]!;
  const generate: ReferenceRow = reference.generate_rows[0]!;
  const cases: readonly (readonly [what: string, section: string, row: ReferenceRow, reason: RegExp])[] = [
    ['a model that nobody knows', 'rows', { ...row, model: 'meta-llama/Llama-9-1T' }, /unknown model "meta-llama\/Llama-9-1T"/],
    ['a model that the tool has no layout for', 'rows', { ...row, model: 'Qwen/Qwen2.5-7B' }, /no layer layout for model "Qwen\/Qwen2.5-7B"/],
    ['a catalogue name in place of an id', 'rows', { ...row, model: 'opt-6.7b' }, /unknown model "opt-6.7b"/],
    ['unknown hardware', 'rows', { ...row, hardware: 'nvidia_B200' }, /unknown hardware "nvidia_B200": LLM-Viewer has nvidia_V100/],
    ['a missing field', 'rows', Object.fromEntries(Object.entries(row).filter(([field]) => field !== 'w_bit')), /^w_bit is missing$/],
    ['no fields at all', 'rows', {}, /model is missing; hardware is missing; batch is missing; .*stage is missing; seqlen is missing; flash is missing/],
    ['a negative length', 'rows', { ...row, seqlen: -1024 }, /^seqlen must be an integer from 1 to \d+, got -1024$/],
    ['a length of zero', 'rows', { ...row, seqlen: 0 }, /^seqlen must be/],
    ['a broken batch', 'rows', { ...row, batch: 1.5 }, /^batch must be .* got 1.5$/],
    ['a number too large to mean anything', 'rows', { ...row, batch: 1e300 }, /^batch must be/],
    ['a text for a number', 'rows', { ...row, kv_bit: '16' }, /^kv_bit must be .* got "16"$/],
    ['no width', 'rows', { ...row, a_bit: null }, /^a_bit must be .* got null$/],
    ['something that JSON has no text for', 'rows', { ...row, a_bit: undefined }, /^a_bit must be .* got undefined$/],
    ['an unknown stage', 'rows', { ...row, stage: 'chat' }, /^stage must be prefill or decode, got "chat"$/],
    ['a text for a flag', 'rows', { ...row, flash: 'yes' }, /^flash must be true or false/],
    ['8-bit work on a machine without INT8', 'rows', { ...row, hardware: 'intel_13900k', w_bit: 8, a_bit: 8, kv_bit: 8 }, /no INT8 peak: LLM-Viewer stops with a KeyError/],
    ['a corrected flash row without flash', 'flash_corrected_rows', row, /flash is false/],
    ['a broken flash row', 'flash_corrected_rows', { ...row, seqlen: NaN }, /^seqlen must be/],
    ['a negative number of output tokens', 'generate_rows', { ...generate, gen_len: -1 }, /^gen_len must be an integer from 0/],
    ['a section of another file', 'chat_rows', row, /no section "chat_rows"/],
  ];
  for (const [what, section, given, reason] of cases) {
    it(`gives a reason for ${what}`, () => {
      const outcome = llmViewer.simulate(section, given, 'roofline');
      assert.ok(outcome.kind === 'not-modelled');
      assert.match(outcome.reason, reason);
    });
  }
});
