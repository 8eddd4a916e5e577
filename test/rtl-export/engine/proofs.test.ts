import assert from 'node:assert/strict';
import { verilog } from '../../../src/rtl-export/kit/engine/rtl/verilog.js';
import { withParts } from '../../../src/rtl-export/kit/units/index.js';
import { proveAssertions, type Proof } from '../../../src/rtl-export/runners/prove.js';
import type { YosysRunner } from '../../../src/rtl-export/runners/yosys.js';
import { fastestYosys } from '../units/unit-bench.js';
import { propertyModules } from './property-modules.js';

const modules = { ...verilog, ...withParts({}, 'archsim_memory') };

describe('proofs about the parts of an engine', function () {
  this.timeout(60_000);
  let yosys: YosysRunner;
  before(async () => { yosys = await fastestYosys(); });

  function asserted(top: keyof typeof propertyModules extends `${infer Name}.v` ? Name : never, cycles: number, parameters: Readonly<Record<string, number>> = {}, sources = modules): Promise<Proof> {
    return proveAssertions(yosys, { top, parameters, sources: { ...sources, [`${top}.v`]: propertyModules[`${top}.v`] } }, { cycles });
  }

  it('registers answer each write and each read once, keep what they answer, and keep what was written, in any 10 cycles', async () => {
    assert.deepEqual(await asserted('register_rules', 10), { outcome: 'proven' });
  });

  it('the queue gives what it took, in order, and holds one beat more than its depth, in any 12 cycles', async () => {
    for (const depth of [2, 3]) assert.deepEqual(await asserted('queue_order', 12, { DEPTH: depth }), { outcome: 'proven' });
  });

  it('counts run for the product of their lengths, whenever steps come, in any 12 cycles', async () => {
    assert.deepEqual(await asserted('count_steps', 12), { outcome: 'proven' });
  });

  it('codes become their weights in order, and groups end where they do, in any 9 cycles', async () => {
    for (const parameters of [{ CODE_BITS: 3, KIND: 1, SCALED: 1 }, { CODE_BITS: 2, KIND: 0, SCALED: 1 }, { CODE_BITS: 4, KIND: 1, SCALED: 0 }, { CODE_BITS: 1, KIND: 0, SCALED: 0 }]) {
      assert.deepEqual(await asserted('code_order', 9, parameters), { outcome: 'proven' });
    }
  });

  it('are refuted where a line is wrong', async () => {
    const wrong = (file: keyof typeof modules, from: string, to: string): typeof modules => {
      assert.equal(modules[file]!.split(from).length, 2);
      return { ...modules, [file]: modules[file]!.replace(from, to) };
    };
    assert.equal((await asserted('register_rules', 10, {}, wrong('archsim_engine_registers.v', 'has_address && has_data && !s_axi_bvalid', 'has_address && !s_axi_bvalid'))).outcome, 'refuted');
    assert.equal((await asserted('queue_order', 12, {}, wrong('archsim_engine_fifo.v', '&& (!m_valid || m_ready);', ';'))).outcome, 'refuted');
    assert.equal((await asserted('code_order', 9, {}, wrong('archsim_engine_dequantize.v', 'weight <= fits ?', 'weight <= fits || product[PRODUCT_BITS-1] ?'))).outcome, 'refuted');
    assert.equal((await asserted('count_steps', 12, {}, wrong('archsim_engine_count.v', 'ends_inner && middle == last_middle;', 'ends_inner;'))).outcome, 'refuted');
  });
});
