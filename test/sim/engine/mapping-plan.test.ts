import assert from 'node:assert/strict';
import { explainMetric } from '../../../src/sim/engine/explain.js';
import { timelineOf } from '../../../src/sim/engine/event/timeline.js';
import { addEventCost } from '../../../src/sim/engine/event/event-cost.js';
import { emptyCost } from '../../../src/sim/engine/cost.js';
import { mappingLimits, planOf } from '../../../src/sim/engine/mapping-plan.js';
import { phaseSeconds } from '../../../src/sim/engine/mapping-search.js';
import { simulate } from '../../../src/sim/engine/simulate.js';
import { tasksOf, type CostContext } from '../../../src/sim/engine/task.js';
import { fastTotals } from '../../../src/sim/engine/totals.js';
import type { Fidelity } from '../../../src/sim/model/architecture.js';
import type { MappingChoice } from '../../../src/sim/model/mapping.js';
import { prefillPass } from '../../../src/sim/model/scenario.js';
import { experimentExamples, inputOfExample } from '../../kit/fixtures.js';

/** Mappings other than the rule's that fit these examples. */
const given: readonly (readonly [file: string, mapping: MappingChoice])[] = [
  ['flightllm.json', { '*': { order: 'columns-outer', columns: 8 } }],
  ['flightllm.json', { '*': { mode: 'matrix-vector' }, q_proj: { mode: 'matrix', rows: 64, columns: 8, reduction: 1024, slots: 3 } }],
  ['systolic.json', { '*': { order: 'columns-outer', columns: 64, reduction: 3072 } }],
  ['bitmod.json', { q_proj: { columns: 16, reduction: 8192 }, lm_head: { order: 'columns-outer' } }],
  ['ternary.json', { '*': { mode: 'integer' } }],
];

/** A short request of several sequences, so that there are several row tiles in both phases. */
const shortRequest = { 'workload.model': 'opt-125m', 'workload.scenario.promptTokens': 150, 'workload.scenario.outputTokens': 4, 'workload.scenario.batch': 2 };

describe('a mapping', () => {
  for (const [file, mapping] of [...given, ['systolic.json', 'search'] as const, ['bit-serial.json', 'search'] as const]) {
    it(`is what every way to the number uses: ${file} ${JSON.stringify(mapping)}`, () => {
      const input = { ...inputOfExample(file, shortRequest), mapping };
      const rule = simulate({ ...input, mapping: 'rule', fidelity: 'analytic' });
      for (const fidelity of ['analytic', 'event'] as const) {
        const result = simulate({ ...input, fidelity });
        assert.deepEqual(result.reasons, []);
        for (const phase of [result.phases.prefill!, result.phases.decode!]) assert.ok(phase.latencySeconds >= phase.lowerBoundSeconds * (1 - 1e-9));
        assert.notEqual(result.totals.latencySeconds, rule.totals.latencySeconds);
        const fast = fastTotals(input.machine, input.graph, input.scheme, input.scenario, fidelity, mapping);
        assert.equal(fast.latencySeconds, result.totals.latencySeconds);
        const explained = explainMetric({ ...input, fidelity }, result, 'totals.latencySeconds')!;
        assert.ok(Math.abs(explained.value / result.totals.latencySeconds! - 1) < 1e-9);
      }
      const events = simulate({ ...input, fidelity: 'event' });
      const prefill = timelineOf({ ...input, fidelity: 'event' }).filter(({ phase }) => phase === 'prefill');
      const end = prefill.reduce((last, slice) => Math.max(last, slice.startSeconds + slice.seconds), 0);
      assert.ok(Math.abs(end / events.phases.prefill!.latencySeconds - 1) < 1e-6);
    });
  }

  it('is ignored by the roofline, and told for every product elsewhere', () => {
    const input = { ...inputOfExample('systolic.json', shortRequest), mapping: 'search' as const };
    const of = (fidelity: Fidelity): ReturnType<typeof simulate> => simulate({ ...input, fidelity });
    assert.deepEqual(of('roofline').totals, simulate({ ...input, mapping: 'rule', fidelity: 'roofline' }).totals);
    assert.equal(of('roofline').mapping, undefined);
    assert.equal(simulate({ ...input, mapping: 'rule', fidelity: 'analytic' }).mapping, undefined);
    const { mapping, operators } = of('analytic');
    assert.equal(mapping!.chosenBy, 'search');
    for (const { name, phase, latencySeconds, ruleSeconds, lowerBoundSeconds, gap, optimal } of mapping!.operators) {
      const alone = operators.find((operator) => operator.name === name && operator.phase === phase)!;
      assert.ok(latencySeconds >= alone.latencySeconds! * (1 - 1e-9) && latencySeconds <= ruleSeconds && latencySeconds >= lowerBoundSeconds);
      assert.ok(Math.abs(gap - (latencySeconds / lowerBoundSeconds - 1)) < 1e-9);
      assert.ok(optimal);
    }
    const products = operators.filter(({ kind }) => kind === 'linear' || kind === 'scores' || kind === 'values');
    assert.equal(mapping!.operators.length, products.length);
  });

  it('keeps weights of long prompts in a systolic array, which loads them once for every row tile by the rule', () => {
    const input = { ...inputOfExample('systolic.json', { 'workload.scenario.promptTokens': 512 }), fidelity: 'analytic' as const };
    const [rule, searched] = (['rule', 'search'] as const).map((mapping) => simulate({ ...input, mapping }));
    assert.ok(searched!.phases.prefill!.latencySeconds < rule!.phases.prefill!.latencySeconds);
    assert.ok(searched!.phases.decode!.latencySeconds <= rule!.phases.decode!.latencySeconds);
  });

  it('that exceeds a buffer makes a design that does not fit, with both figures', () => {
    const input = { ...inputOfExample('flightllm.json'), mapping: { q_proj: { mode: 'matrix', columns: 8, reduction: 16384, slots: 3 } } };
    const { feasible, reasons, phases, mapping } = simulate(input);
    assert.equal(feasible, false);
    assert.equal(phases.prefill, null);
    assert.equal(mapping, undefined);
    assert.deepEqual(reasons, [{ code: 'buffer-exceeded', resource: 'narrow buffer (3 slots of 8 columns in matrix mode), bytes, for q_proj', used: 3 * 8 * 16384, available: 131072 }]);
    assert.throws(() => fastTotals(input.machine, input.graph, input.scheme, input.scenario, 'analytic', input.mapping), RangeError);
  });

  it('that keeps weights has to keep the whole reduction', () => {
    const { machine, graph, scheme, scenario } = inputOfExample('systolic.json', shortRequest);
    const limits = mappingLimits(machine, tasksOf(graph, scheme), scheme, scenario, { '*': { order: 'columns-outer', columns: 32, reduction: 1024 } });
    assert.deepEqual(limits.map(({ resource, used, available }) => [resource.split(', for ')[1], used, available]), [['down_proj', 3072, 2048]]);
    assert.deepEqual(mappingLimits(machine, tasksOf(graph, scheme), scheme, scenario, { qk_matmul: { order: 'columns-outer' } }).map(({ code }) => code), ['unsupported-mapping']);
  });

  it('takes with columns outside what running its program takes, give or take', () => {
    const scheme = (file: string): void => {
      const { machine, graph, scheme: of, scenario } = inputOfExample(file, { ...shortRequest, 'workload.scenario.promptTokens': 300 });
      const pass = prefillPass(scenario);
      const at: CostContext = { machine, tiled: machine.tiled!, scheme: of, pass };
      const plan = planOf('search');
      for (const task of tasksOf(graph, of)) {
        const chosen = plan.choose(at, task);
        if (chosen.found?.array.order !== 'columns-outer') continue;
        seen++;
        const costs = [task.op, ...task.epilogues].map(emptyCost);
        addEventCost(chosen.at, task, chosen.mode, pass.lastContext, 1, costs);
        const events = costs.reduce((sum, { latency }) => sum + latency, 0);
        const closed = phaseSeconds(chosen.at, task, chosen.mode);
        assert.ok(Math.abs(events / closed - 1) < 0.03, `${file} ${task.op.name}: ${events} against ${closed}`);
      }
    };
    let seen = 0;
    for (const file of experimentExamples()) if (inputOfExample(file).machine.tiled !== null) scheme(file);
    assert.ok(seen >= 5, `${seen}`);
  });
});
