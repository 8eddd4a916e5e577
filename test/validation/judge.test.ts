import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorOf, judgeSystem, leaves } from '../../src/validation/judge.js';
import { recordedMisses, regressions } from '../../src/validation/recorded.js';
import type { JudgedSystem, ValidationSystem } from '../../src/validation/system.js';
import { validationSystems } from '../../src/validation/systems.js';
import { exampleText, repositoryRoot } from '../kit/fixtures.js';

const table = (file: string): unknown => JSON.parse(readFileSync(join(repositoryRoot(), 'reference', file), 'utf8'));
const systems = validationSystems(exampleText);
const named = (name: string): ValidationSystem => systems.find((s) => s.name === name)!;
const judge = (name: string, tables = table): JudgedSystem => judgeSystem(named(name), tables, named(name).fidelities[0]!);

describe('validation', function () {
  this.timeout(180_000);
  it('predicts every step, busy time and instruction count of FlightLLM\'s simulator within its tolerance but for the recorded miss, without a fitted constant', () => {
    const { rows, differ, fitted, agree } = judge('flightllm-simulator');
    assert.equal(rows.length, 41);
    assert.deepEqual([agree, differ, fitted], [40, 1, 0]);
  });

  it('counts the step that the U280 constant was fitted on as fitted, the paper\'s bits as input, and shows the contradiction as a miss', () => {
    const { rows } = judge('flightllm-board');
    const verdict = (id: string): string | undefined => rows.find((r) => r.id === id)?.verdict;
    assert.deepEqual([verdict('fpga-074'), verdict('fpga-076'), verdict('fpga-077'), verdict('fpga-079'), verdict('fpga-097'), verdict('fpga-083')], ['fitted', 'fitted', 'agrees', 'agrees', 'input', 'differs']);
    assert.match(rows.find((r) => r.id === 'fpga-083')!.reason, /contradicts/);
  });

  it('has no row that is worse than its record, and every recorded miss is still one', () => {
    const judged = systems.map((s) => judgeSystem(s, table, s.fidelities[0]!));
    assert.deepEqual(regressions(judged), []);
    for (const [system, misses] of Object.entries(recordedMisses)) {
      const rows = judged.find((j) => j.system === system)!.rows;
      for (const key of Object.keys(misses)) assert.equal(rows.find((r) => `${r.id} ${r.metric}` === key)?.verdict, 'differs', `${system} ${key}`);
    }
  });

  it('never lets an answer reach the model: other answers give the same simulated values', () => {
    const changed = (file: string): unknown => {
      const copy = structuredClone(table(file)) as { rows: { value?: unknown }[] };
      for (const row of copy.rows) if (typeof row.value === 'number') row.value = row.value * 3 + 1;
      return copy;
    };
    for (const name of ['flightllm-simulator', 'flightllm-board']) {
      assert.deepEqual(judge(name, changed).rows.map((r) => r.simulated), judge(name).rows.map((r) => r.simulated));
    }
  });

  it('judges other rows of the same shape', () => {
    const other = { rows: [
      { id: 'a', system: 'FlightLLM (its own simulator)', config: 'one decode step, context bucket 160', metric: 'step_time', value: 9.3 },
      { id: 'b', system: 'FlightLLM (its own simulator)', config: 'prefill bucket 256 tokens', metric: 'MM_busy_time', value: 550 },
      { id: 'c', system: 'FlightLLM (its own simulator)', config: 'nonsense', metric: 'step_time', value: 1 },
      { id: 'd', system: 'FlightLLM', device: 'U280', config: 'U280 build', metric: 'dsp_used', value: 6345 },
    ] };
    const simulator = judge('flightllm-simulator', () => other);
    assert.deepEqual(simulator.rows.map((r) => r.verdict), ['agrees', 'agrees', 'not-modelled']);
    assert.equal(judge('flightllm-board', () => other).rows[0]?.verdict, 'agrees');
  });

  it('measures errors relative to the reference, absolute where it is 0, and 0 where both are equal', () => {
    assert.equal(errorOf(0, 0), 0);
    assert.equal(errorOf(3, 0), 3);
    assert.equal(errorOf(9, 10), 0.1);
    assert.deepEqual(leaves({ a: [1, true, 'x'], b: null }, { a: [2] }, 'p'), [{ metric: 'p.a.0', reference: 1, simulated: 2 }, { metric: 'p.a.1', reference: 1, simulated: null }]);
  });

  it('takes a table without rows, sections or sense without failing', () => {
    for (const value of [null, [], {}, { rows: null }, { rows: [null, 3, {}] }, 'x']) assert.equal(judge('flightllm-simulator', () => value).rows.length, 0);
  });
});
