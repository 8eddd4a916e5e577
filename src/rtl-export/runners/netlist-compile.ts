import { InputError } from '../../sim/core/diagnostics.js';
import { limbsOf, type CellCode } from './cell-code.js';
import { isWritten, memoryCommitCode, memoryReadCode, memoryWriteCode, partOf } from './cell-memory.js';
import { asynchronousOutputCode, nextValueCode } from './cell-register.js';
import { combinationalCells } from './cell-table.js';
import { checkClocks, rejectClockAsData } from './clock-check.js';
import { combinationalLoop } from './diagnostics.js';
import { bitNames } from './net-names.js';
import type { NetBit, NetlistCell, NetlistModule } from './netlist.js';
import { frameOf, type NetlistFrame, type StateField } from './netlist-frame.js';
import { powerOn, type PowerOn } from './power-on.js';
import { programOf, type Program } from './program.js';
import { oneRound, schedule, type Step } from './schedule.js';
import { splitCell } from './split-cells.js';

/** A module as code over an Int32Array. */
export interface CompiledModule extends PowerOn {
  readonly inputs: readonly StateField[];
  readonly outputs: readonly StateField[];
  /** Nets with a name of the source; none unless `trace` was asked for. */
  readonly nets: readonly StateField[];
  readonly held: NetlistFrame['held'];
  readonly program: Program;
}

export interface CompileOptions {
  /** Name of the clock port, by default `aclk`. */
  readonly clock?: string;
  /** Whether nets can be observed, which costs time. */
  readonly trace?: boolean;
}

/**
 * Compiles a flat netlist. Throws an InputError for cells that the simulator does not know, for more than one clock and for loops
 * without a register.
 */
export function compileModule(module: NetlistModule, { clock = 'aclk', trace = false }: CompileOptions = {}): CompiledModule {
  const clockBit = module.ports.find((port) => port.name === clock && port.direction === 'input')?.bits[0];
  const { frame, order } = orderedFrame(module, clock);
  checkClocks(frame, clock, clockBit);
  const { kept, commits } = keptUntilEdge(frame);
  const outputs = fields(frame, kept, module.ports.filter((port) => port.direction === 'output'));
  const nets = trace ? fields(frame, kept, module.nets.filter((net) => !net.hidden && !net.bits.includes(clockBit ?? 'x'))) : [];
  rejectClockAsData(frame, clock, clockBit);
  return {
    inputs: frame.inputs, outputs, nets, held: frame.held,
    program: programOf([...order, ...kept], new Set(kept.flatMap((code) => code.writes)), commits),
    ...powerOn(module, frame),
  };
}

/** The frame of a module with the steps from inputs and registers to everything else, in order. */
function orderedFrame(module: NetlistModule, clock: string): { readonly frame: NetlistFrame; readonly order: readonly Step[] } {
  const first = frameOf(module, module.cells, clock);
  const { order, loops } = schedule(flowing(first));
  if (loops.length === 0) return { frame: first, order };
  const looped = new Set<NetlistCell>(loops.flat().map((step) => step.cell));
  const cells = module.cells.flatMap((cell) => (looped.has(cell) ? splitCell(cell) ?? [cell] : [cell]));
  const second = frameOf(module, cells, clock);
  const again = schedule(flowing(second));
  const [loop] = again.loops;
  if (loop === undefined) return { frame: second, order: again.order };
  const nameOf = bitNames(module);
  throw new InputError([combinationalLoop(oneRound(loop).map(({ cell }) => nameOf(cell.connections['Y'] ?? cell.connections['RD_DATA'] ?? []) ?? cell.name))]);
}

/** The code of all that follows inputs and registers at once. */
function flowing({ combinational, registers, memories, layout, codeOf }: NetlistFrame): CellCode[] {
  const codes: CellCode[] = [];
  const begin = (cell: NetlistCell): CellCode => {
    const code = codeOf(cell);
    codes.push(code);
    return code;
  };
  for (const cell of combinational) {
    const code = begin(cell);
    code.write(code.firstWord('Y'), code.width('Y'), combinationalCells.get(cell.type)!(code));
  }
  for (const { cell, kind, word } of registers) if (kind.reset === 'asynchronous') asynchronousOutputCode(begin(cell), word);
  for (const { cell, shape, word } of memories) {
    for (let port = 0; port < shape.reads; port++) {
      const code = begin(cell);
      const [bit] = partOf(code.bits('RD_DATA'), port, shape.width);
      memoryReadCode(code, shape, word, port, layout.placeOf(bit as number)! >> 5);
    }
  }
  return codes;
}

/** The code of what registers and memories take at the next edge, and the statements that give it to the memories. */
function keptUntilEdge({ registers, memories, held, layout, codeOf }: NetlistFrame): { readonly kept: CellCode[]; readonly commits: readonly string[] } {
  const kept: CellCode[] = [];
  const commits: string[] = [];
  for (const { cell, kind, word } of registers) {
    const code = codeOf(cell);
    nextValueCode(code, kind, held.next + word - held.first);
    kept.push(code);
  }
  for (const { cell, shape, word } of memories) {
    for (let port = 0; port < shape.writes; port++) {
      const code = codeOf(cell);
      if (!isWritten(code, shape, port)) continue;
      const staged = layout.reserve(32 * (1 + 2 * limbsOf(shape.width)));
      memoryWriteCode(code, shape, port, staged);
      commits.push(memoryCommitCode(shape, word, staged));
      kept.push(code);
    }
  }
  return { kept, commits };
}

/** Words of their own for ports or nets, so that they can be read as a whole. */
function fields({ layout, codeOf }: NetlistFrame, kept: CellCode[], named: readonly { readonly name: string; readonly bits: readonly NetBit[] }[]): StateField[] {
  return named.map(({ name, bits }) => {
    const code = codeOf({ name, type: 'net', parameters: {}, connections: {} });
    const word = layout.reserve(bits.length);
    code.write(word, bits.length, code.value(bits, limbsOf(bits.length), false));
    kept.push(code);
    return { name, width: bits.length, word };
  });
}
