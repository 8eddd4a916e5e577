import { InputError } from '../../sim/core/diagnostics.js';
import { CellCode, limbsOf } from './cell-code.js';
import { memoryShape, partOf, type MemoryShape } from './cell-memory.js';
import { registerKinds, type RegisterKind } from './cell-register.js';
import { combinationalCells, idleCells } from './cell-table.js';
import { notFlat, unsupportedCell, wrongPort } from './diagnostics.js';
import type { NetlistCell, NetlistModule } from './netlist.js';
import { StateLayout } from './state-layout.js';

/** Where a port or net is in the state. */
export interface StateField {
  readonly name: string;
  readonly width: number;
  /** First word. */
  readonly word: number;
}

export interface Register {
  readonly cell: NetlistCell;
  readonly kind: RegisterKind;
  /** First word of what it holds. */
  readonly word: number;
}

export interface Memory {
  readonly cell: NetlistCell;
  readonly shape: MemoryShape;
  /** First word of its content. */
  readonly word: number;
}

/** The cells of a module by what they are, and a place in the state for all that they drive. */
export interface NetlistFrame {
  readonly layout: StateLayout;
  readonly inputs: readonly StateField[];
  readonly combinational: readonly NetlistCell[];
  readonly registers: readonly Register[];
  readonly memories: readonly Memory[];
  /** Words that all registers hold, from `first`; what they take at the next edge is in as many words from `next`. */
  readonly held: { readonly first: number; readonly next: number; readonly words: number };
  /** Begins the code of a cell. */
  readonly codeOf: (cell: NetlistCell) => CellCode;
}

/** Gives every driver of a module its words. Throws an InputError for cells that the simulator does not know. */
export function frameOf(module: NetlistModule, cells: readonly NetlistCell[], clock: string): NetlistFrame {
  const layout = new StateLayout();
  let count = 0;
  const codeOf = (cell: NetlistCell): CellCode => new CellCode(cell, layout, count++);
  const working = cells.filter((cell) => !idleCells.has(cell.type));
  rejectStrangers(working);

  const inputs: StateField[] = [];
  for (const { name, direction, bits } of module.ports) {
    if (direction === 'inout') throw new InputError([wrongPort(name, 'is an inout, which the simulator does not have')]);
    if (direction === 'input' && name !== clock) inputs.push({ name, width: bits.length, word: layout.drive(bits, `port ${name}`) });
  }
  const first = layout.size;
  const registers = working.flatMap((cell): Register[] => {
    const kind = registerKinds.get(cell.type);
    if (kind === undefined) return [];
    const output = codeOf(cell).bits('Q');
    // Behind an asynchronous reset the output is not what is held.
    return [{ cell, kind, word: kind.reset === 'asynchronous' ? layout.reserve(output.length) : layout.drive(output, cell.name) }];
  });
  const words = layout.size - first;
  const held = { first, words, next: layout.reserveLike(first, words) };
  for (const { cell, kind } of registers) if (kind.reset === 'asynchronous') layout.drive(codeOf(cell).bits('Q'), cell.name);

  const combinational = working.filter((cell) => combinationalCells.has(cell.type) && codeOf(cell).width('Y') > 0);
  for (const cell of combinational) layout.drive(codeOf(cell).bits('Y'), cell.name);
  const memories = working.filter((cell) => cell.type === '$mem_v2').map((cell): Memory => {
    const code = codeOf(cell);
    const shape = memoryShape(code);
    for (let port = 0; port < shape.reads; port++) layout.drive(partOf(code.bits('RD_DATA'), port, shape.width), cell.name);
    return { cell, shape, word: layout.reserveBlock(shape.size * limbsOf(shape.width)) };
  });
  return { layout, inputs, combinational, registers, memories, held, codeOf };
}

function rejectStrangers(cells: readonly NetlistCell[]): void {
  const problems = cells
    .filter(({ type }) => !combinationalCells.has(type) && !registerKinds.has(type) && type !== '$mem_v2')
    .map(({ name, type }) => (type.startsWith('$') ? unsupportedCell(name, type, reasons.get(type) ?? 'the simulator does not know the type') : notFlat(name, type)));
  if (problems.length > 0) throw new InputError(problems.slice(0, 20));
}

const reasons: ReadonlyMap<string, string> = new Map([
  ['$dlatch', 'it is a latch: give the signal a value in every branch'],
  ['$adlatch', 'it is a latch: give the signal a value in every branch'],
  ['$dlatchsr', 'it is a latch: give the signal a value in every branch'],
  ['$sr', 'it is a latch without a clock'],
  ['$aldff', 'its asynchronous reset takes a value that is no constant'],
  ['$aldffe', 'its asynchronous reset takes a value that is no constant'],
  ['$dffsr', 'it has two asynchronous resets'],
  ['$dffsre', 'it has two asynchronous resets'],
  ['$tribuf', 'it is a tristate driver'],
  ['$mem', 'the netlist is of an old Yosys'],
  ['$memrd_v2', 'memories have to be collected: run memory_collect'],
  ['$memwr_v2', 'memories have to be collected: run memory_collect'],
]);
