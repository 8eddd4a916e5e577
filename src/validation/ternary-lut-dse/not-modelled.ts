import { coreArea } from '../../arch/ternary/physical.js';
import { partsUm2 } from '../../arch/ternary/inventory.js';
import type { Outcome, ReferenceRow } from '../system.js';
import { configOf, textOf } from '../row-config.js';
import { vitallmParameters } from './vitallm.js';

/** Why no model here answers a published row. */
export function beyondTheModel(row: ReferenceRow): Outcome {
  const metric = textOf(row, 'metric');
  return { kind: 'not-modelled', reason: reasonOf(textOf(row, 'system'), metric, configOf(row)) };
}

function reasonOf(system: string, metric: string, config: Readonly<Record<string, unknown>>): string {
  const against = textOf(config, 'against');
  const baseline = against === '' ? 'prior designs that the row does not name' : against;
  switch (system) {
    case 'ternary-lut-dse': return against === '' ? `${metric}: the shapes of the published designs that were corrected are not in the table, and a gain over them needs their area` : `${metric}: the published area of ${against} may hold its buffers, so that a ratio to our core compares different things`;
    case 'VitaLLM': case 'VitaLLM (first version)': return vitallmReason(metric);
    case 'TOM': return tomReason(metric);
    case 'TENET': case 'TENET-FPGA': case 'TENET-ASIC': return `${metric} of ${system} against ${baseline}: neither its own energy a token nor that of the GPU is published, and energies of FPGA cores are not modelled`;
    case 'Platinum': return metric === 'area' ? 'area: the number of processing elements and the sizes of the buffers of Platinum are not in its abstract, and its node is not either' : `${metric} over ${baseline}: a ratio to a design whose own time and energy the row does not give`;
    case 'BitROM': return `${metric}: ROM cells with two ternary weights a transistor and their bit lines are read as charges; the components here are adders, multiplexers and registers`;
    case 'Slim-Llama': return `${metric}: the best ratio over prior art, of which neither the chip nor the workload is named`;
    case 'ternarycore': return ternarycoreReason(metric, textOf(config, 'unit'), textOf(config, 'op'), textOf(config, 'window'));
    default: return system.startsWith('ChipLeap') ? chipleapReason(metric, textOf(config, 'engine'), textOf(config, 'corner')) : `no model of ${JSON.stringify(system)}`;
  }
}

function vitallmReason(metric: string): string {
  const cores = partsUm2(coreArea(vitallmParameters, 16)) / 1e6;
  switch (metric) {
    case 'area': return `area: the ternary additions take ${cores.toFixed(3)} mm2 of it by our parts at 16 nm; the Booth core, the predictor of attention and the memory macros, which are the rest, are not described in the abstract`;
    case 'power': return 'power: no switching activity and no power of the Booth core and the memory macros is published; additions alone are a small part of it';
    default: return `${metric}: no figure of the machine that stands for VitaLLM`;
  }
}

function tomReason(metric: string): string {
  switch (metric) {
    case 'ROM density': return 'ROM density: ternary weights as logic that a synthesiser shrinks bit by bit, zeros away; its cells and routing are not modelled';
    case 'speedup': return 'speedup over an A100: the time of a token on the GPU, which runs it unpacked, is not published';
    case 'power': return 'power: weights are wired as logic, whose switching a token is not modelled';
    default: return `${metric}: no model of ROM logic`;
  }
}

function ternarycoreReason(metric: string, unit: string, op: string, window: string): string {
  if (metric === 'cycles per pass') return `cycles of ${op}: instructions a weight of the compiled loop and their memory waits are not published`;
  if (metric === 'board power') return `power of the board, ${window}: regulators, DDR memory, clocks and the debug link, none of which is modelled`;
  if (metric === 'power above idle') return `power above idle, ${window}: switching of an FPGA's logic, nets and bus is not modelled`;
  return `${metric} of ${unit}: the released unit keeps copies of its registers for debugging and is mapped by a tool to muxes and carries that its structure alone does not give`;
}

function chipleapReason(metric: string, engine: string, corner: string): string {
  if (metric === 'clock after routing') return `clock of ${engine}, ${corner === '' ? 'no corner given' : corner} corner: wires and cells of a routed 130 nm design; no path delays are modelled`;
  return `${metric} of ${engine}: the routed core holds DMA, registers and an AXI interface that are not described, in a library whose cells are not modelled`;
}
