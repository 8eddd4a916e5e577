import { limbsOf, type CellCode } from './cell-code.js';

/** What a register has beside clock, data and output. */
export interface RegisterKind {
  readonly enable: boolean;
  readonly reset?: 'synchronous' | 'asynchronous';
  /** Whether the enable also gates the synchronous reset. */
  readonly enableFirst?: boolean;
}

/** The registers of Yosys' word-level library that the simulator knows; latches are not among them. */
export const registerKinds: ReadonlyMap<string, RegisterKind> = new Map<string, RegisterKind>([
  ['$dff', { enable: false }],
  ['$dffe', { enable: true }],
  ['$sdff', { enable: false, reset: 'synchronous' }],
  ['$sdffe', { enable: true, reset: 'synchronous' }],
  ['$sdffce', { enable: true, reset: 'synchronous', enableFirst: true }],
  ['$adff', { enable: false, reset: 'asynchronous' }],
  ['$adffe', { enable: true, reset: 'asynchronous' }],
]);

/** The words `next` that the register takes at the next rising edge. */
export function nextValueCode(code: CellCode, kind: RegisterKind, next: number): void {
  const width = code.width('Q');
  const limbs = limbsOf(width);
  const data = code.port('D', limbs, false);
  const now = kind.enable ? code.port('Q', limbs, false) : data;
  const enable = kind.enable ? code.condition(code.bits('EN'), code.flag('EN_POLARITY')) : undefined;
  const isSynchronous = kind.reset === 'synchronous';
  const reset = isSynchronous ? code.condition(code.bits('SRST'), code.flag('SRST_POLARITY')) : undefined;
  const value = isSynchronous ? code.value(code.constants('SRST_VALUE'), limbs, false) : [];
  for (let i = 0; i < limbs; i++) {
    const held = (taken: string): string => (enable === undefined ? taken : `${enable} ? ${taken} : ${now[i]!}`);
    const cleared = (taken: string): string => (reset === undefined ? taken : `${reset} ? ${value[i]!} : ${taken}`);
    code.writeWord(next + i, kind.enableFirst === true ? held(`(${cleared(data[i]!)})`) : cleared(`(${held(data[i]!)})`));
  }
}

/**
 * The output of a register with asynchronous reset, whose value is in the words `stored`: a reset shows at once, and is stored at once,
 * so that it also counts where it ends before the next edge.
 */
export function asynchronousOutputCode(code: CellCode, stored: number): void {
  const limbs = limbsOf(code.width('Q'));
  const reset = code.condition(code.bits('ARST'), code.flag('ARST_POLARITY'));
  const value = code.value(code.constants('ARST_VALUE'), limbs, false);
  const first = code.firstWord('Q');
  for (let i = 0; i < limbs; i++) {
    code.reads.add(stored + i);
    code.writeWord(first + i, `${reset} ? ${value[i]!} : v${stored + i}`);
    code.lines.push(`s[${stored + i}] = v${first + i};`);
  }
}
