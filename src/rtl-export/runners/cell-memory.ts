import { limbsOf, type CellCode } from './cell-code.js';
import type { NetBit } from './netlist.js';

/** The parts of a memory that its ports share. */
export interface MemoryShape {
  readonly width: number;
  readonly size: number;
  readonly addressBits: number;
  /** The address of the first word. */
  readonly offset: number;
  readonly reads: number;
  readonly writes: number;
}

/** Of 32 bits. Yosys writes initial values as a text of bits, which is as much as can be read in good time. */
const mostWords = 2 ** 20;

/** The shape of a `$mem_v2`, with reads that follow the address at once and writes at the clock: what `memory_collect` makes. Rejects others. */
export function memoryShape(code: CellCode): MemoryShape {
  const shape = {
    width: code.number('WIDTH'), size: code.number('SIZE'), addressBits: code.number('ABITS'), offset: code.number('OFFSET'),
    reads: code.number('RD_PORTS'), writes: code.number('WR_PORTS'),
  };
  if (shape.size * limbsOf(shape.width) > mostWords) code.reject('it holds more than 4 MiB');
  const any = (parameter: string, ports: number): boolean => code.constants(parameter).slice(0, ports).includes('1');
  if (any('RD_CLK_ENABLE', shape.reads)) code.reject('it has a clocked read port');
  if (any('RD_WIDE_CONTINUATION', shape.reads) || any('WR_WIDE_CONTINUATION', shape.writes)) code.reject('it has ports of several widths');
  for (let port = 0; port < shape.writes; port++) {
    if (isWritten(code, shape, port) && code.constants('WR_CLK_ENABLE')[port] !== '1') code.reject('it is written without a clock');
  }
  return shape;
}

/** Whether a write port can ever write. */
export function isWritten(code: CellCode, { width }: MemoryShape, port: number): boolean {
  return partOf(code.bits('WR_EN'), port, width).some((bit) => bit !== '0');
}

/** Bits of port `index` in a connection that holds those of all ports. */
export function partOf(bits: readonly NetBit[], index: number, width: number): readonly NetBit[] {
  return bits.slice(index * width, (index + 1) * width);
}

/** The words `first` of a read port: 0 for an address outside the memory, which Verilog leaves unknown. */
export function memoryReadCode(code: CellCode, shape: MemoryShape, memory: number, port: number, first: number): void {
  const limbs = limbsOf(shape.width);
  const index = indexCode(code, shape, partOf(code.bits('RD_ADDR'), port, shape.addressBits));
  for (let i = 0; i < limbs; i++) code.writeWord(first + i, `${index} >= 0 ? s[${memory + i} + ${scaled(index, limbs)}] : 0`);
}

/** The index (negative for no write), data and bit enables of a write port, into the words from `staged`. */
export function memoryWriteCode(code: CellCode, shape: MemoryShape, port: number, staged: number): void {
  const limbs = limbsOf(shape.width);
  const index = indexCode(code, shape, partOf(code.bits('WR_ADDR'), port, shape.addressBits));
  const data = code.value(partOf(code.bits('WR_DATA'), port, shape.width), limbs, false);
  const enable = code.value(partOf(code.bits('WR_EN'), port, shape.width), limbs, false);
  code.writeWord(staged, `(${enable.join(' | ')}) !== 0 ? ${index} : -1`);
  for (let i = 0; i < limbs; i++) {
    code.writeWord(staged + 1 + i, data[i]!);
    code.writeWord(staged + 1 + limbs + i, enable[i]!);
  }
}

/** The statement that writes what `memoryWriteCode` staged. */
export function memoryCommitCode(shape: MemoryShape, memory: number, staged: number): string {
  const limbs = limbsOf(shape.width);
  const lines = Array.from({ length: limbs }, (_, i) => (
    `s[at + ${i}] = s[at + ${i}] & ~s[${staged + 1 + limbs + i}] | s[${staged + 1 + i}] & s[${staged + 1 + limbs + i}];`));
  return `if (s[${staged}] >= 0) { const at = ${memory} + ${scaled(`s[${staged}]`, limbs)}; ${lines.join(' ')} }`;
}

/** The index of a word from its address, or a negative number outside the memory. */
function indexCode(code: CellCode, { size, offset }: MemoryShape, address: readonly NetBit[]): string {
  const [low, ...high] = code.value(address, limbsOf(address.length), false);
  const index = code.variable(`(${low ?? '0'} >>> 0) - (${offset})`);
  const beyond = high.length === 0 ? '' : `(${high.join(' | ')}) !== 0 || `;
  return code.variable(`${beyond}${index} >= ${size} ? -1 : ${index}`);
}

function scaled(index: string, limbs: number): string {
  return limbs === 1 ? index : `${index} * ${limbs}`;
}
