import { netlistOf } from '../../src/rtl-export/runners/netlist-script.js';
import { netlistSimulator } from '../../src/rtl-export/runners/netlist-simulator.js';
import { wasmYosys } from '../../src/rtl-export/runners/yosys.js';
import { InputError } from '../../src/sim/core/diagnostics.js';
import { createRng } from '../../src/sim/core/rng.js';
import { measure, type Goal } from './harness.js';

const mac = `module mac(input aclk, input aresetn, input signed [7:0] a, input signed [7:0] b, input clear, input en, output reg signed [31:0] acc);
  always @(posedge aclk) if (!aresetn) acc <= 0; else if (en) acc <= (clear ? 32'sd0 : acc) + a * b;
endmodule
`;

/** Clock cycles of a multiply-accumulate of 8 x 8 bits into 32 in the netlist simulator, inputs new in each. None where Yosys is not installed. */
export async function netlistCycles(smoke: boolean): Promise<readonly Goal[]> {
  const yosys = await wasmYosys().catch((error: unknown) => {
    if (error instanceof InputError) return undefined;
    throw error;
  });
  if (yosys === undefined) return [];
  const simulator = netlistSimulator(await netlistOf(yosys, { sources: { 'mac.v': mac }, top: 'mac' }), 'mac');
  simulator.setInt('aresetn', 1);
  simulator.setInt('clear', 0);
  simulator.setInt('en', 1);
  const rng = createRng(1);
  const inputs = Uint8Array.from({ length: 4096 }, () => rng.integer(0, 255));
  const count = smoke ? 20_000 : 1_000_000;
  const run = (): number => {
    for (let cycle = 0; cycle < count; cycle++) {
      simulator.setInt('a', inputs[cycle % 4096]!);
      simulator.setInt('b', inputs[(cycle * 7) % 4096]!);
      simulator.edge();
    }
    return simulator.getInt('acc');
  };
  return [{ measurement: measure('netlist simulation of a MAC', 'cycles', smoke ? 1 : 5, () => ({ count, body: run })), floor: 500_000 }];
}
