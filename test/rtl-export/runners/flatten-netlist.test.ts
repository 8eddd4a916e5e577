import assert from 'node:assert/strict';
import { flattenNetlist } from '../../../src/rtl-export/runners/flatten-netlist.js';
import { netlistFile, netlistOf, netlistPasses } from '../../../src/rtl-export/runners/netlist-script.js';
import { netlistSimulator } from '../../../src/rtl-export/runners/netlist-simulator.js';
import { parseNetlist, type NetlistModule } from '../../../src/rtl-export/runners/netlist.js';
import type { Simulator } from '../../../src/rtl-export/runners/simulator.js';
import { readTop } from '../../../src/rtl-export/runners/verilog-top.js';
import { wasmYosys } from '../../../src/rtl-export/runners/yosys.js';
import { createRng } from '../../../src/sim/core/rng.js';

/** Ports that pass straight through, constants on ports, an output that is read inside, instances in instances, and an unconnected port. */
const sources = {
  'leaf.v': `module leaf #(parameter STEP = 1) (input aclk, input [7:0] a, input enable, output reg [7:0] q, output [7:0] same, output tied);
  initial q = 0;
  assign same = a;
  assign tied = 1'b1;
  always @(posedge aclk) if (enable) q <= q + a + STEP;
endmodule
`,
  'pair.v': `module pair (input aclk, input [7:0] a, output [7:0] q, output [7:0] through, output both);
  wire [7:0] between;
  wire first, second;
  leaf #(.STEP(3)) one (.aclk(aclk), .a(a), .enable(1'b1), .q(between), .same(through), .tied(first));
  leaf #(.STEP(5)) two (.aclk(aclk), .a(between), .enable(between[0]), .q(q), .same(), .tied(second));
  assign both = first & second & q[7];
endmodule
`,
  'tree.v': `module tree (input aclk, input [7:0] x, input [7:0] y, output [7:0] sum, output [7:0] x_again, output flag);
  wire [7:0] left, right;
  wire l, r;
  pair a (.aclk(aclk), .a(x), .q(left), .through(x_again), .both(l));
  pair b (.aclk(aclk), .a(y), .q(right), .through(), .both(r));
  assign sum = left ^ right;
  assign flag = l | r;
endmodule
`,
};

async function byYosys(): Promise<Simulator> {
  const { files, commands } = readTop({ sources, top: 'tree' });
  const run = await (await wasmYosys()).run([...commands, ...netlistPasses, 'flatten', `write_json ${netlistFile}`].join('; '), files);
  return netlistSimulator(parseNetlist(run.files[netlistFile]!), 'tree');
}

describe('a netlist with instances', function () {
  this.timeout(30_000);

  it('computes, put together, what it computes when Yosys puts it together', async () => {
    const ours = netlistSimulator(await netlistOf(await wasmYosys(), { sources, top: 'tree' }), 'tree');
    const theirs = await byYosys();
    const rng = createRng(3);
    for (const simulator of [ours, theirs]) simulator.reset();
    for (let cycle = 0; cycle < 300; cycle++) {
      const [x, y] = [rng.integer(0, 255), rng.integer(0, 255)];
      for (const simulator of [ours, theirs]) {
        simulator.setInt('x', x);
        simulator.setInt('y', y);
      }
      for (const port of ['sum', 'x_again', 'flag']) assert.equal(ours.getInt(port), theirs.getInt(port), `${port} in cycle ${cycle}`);
      for (const simulator of [ours, theirs]) simulator.edge();
    }
  });

  it('has the nets of its instances by their path', async () => {
    const { modules } = await netlistOf(await wasmYosys(), { sources, top: 'tree' });
    const names = new Set(modules[0]!.nets.map(({ name }) => name));
    for (const name of ['left', 'a.between', 'b.two.q']) assert.ok(names.has(name), name);
    assert.equal(modules.length, 1);
  });

  const module = (name: string, cells: NetlistModule['cells'], ports: NetlistModule['ports'] = []): NetlistModule => ({ name, ports, cells, nets: [] });
  const instance = (type: string, connections = {}): NetlistModule['cells'][number] => ({ name: `of_${type}`, type, parameters: {}, connections });

  it('is refused where a module is in itself, where two instances drive a bit, and where its top is not there', () => {
    assert.throws(() => flattenNetlist({ creator: '', modules: [module('a', [instance('b')]), module('b', [instance('a')])] }, 'a'), /rtl\/bad-netlist: .*too many instances/);
    const source = module('source', [], [{ name: 'o', direction: 'output', bits: [2] }]);
    const two = module('two', [instance('source', { o: [5] }), instance('source', { o: [5] })]);
    assert.throws(() => flattenNetlist({ creator: '', modules: [two, source] }, 'two'), /rtl\/bad-netlist: .*of_source\.o drives a bit that is driven already/);
    assert.throws(() => flattenNetlist({ creator: '', modules: [two] }, 'tow'), /rtl\/no-module/);
  });
});
