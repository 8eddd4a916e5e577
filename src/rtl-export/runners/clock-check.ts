import { InputError } from '../../sim/core/diagnostics.js';
import { isWritten } from './cell-memory.js';
import { clockIsData, notOneClock } from './diagnostics.js';
import type { NetBit } from './netlist.js';
import type { NetlistFrame } from './netlist-frame.js';

/** Every register and every written memory has the rising edge of the one clock. */
export function checkClocks({ registers, memories, codeOf }: NetlistFrame, clock: string, clockBit: NetBit | undefined): void {
  const check = (cell: string, bit: NetBit | undefined, isRising: boolean): void => {
    if (clockBit === undefined) throw new InputError([notOneClock(cell, clock, 'needs a clock, and the module has no such input')]);
    if (bit !== clockBit) throw new InputError([notOneClock(cell, clock, 'has another clock')]);
    if (!isRising) throw new InputError([notOneClock(cell, clock, 'has the falling edge')]);
  };
  for (const { cell } of registers) {
    const code = codeOf(cell);
    check(cell.name, code.bits('CLK')[0], code.flag('CLK_POLARITY'));
  }
  for (const { cell, shape } of memories) {
    const code = codeOf(cell);
    for (let port = 0; port < shape.writes; port++) {
      if (isWritten(code, shape, port)) check(cell.name, code.bits('WR_CLK')[port], code.constants('WR_CLK_POLARITY')[port] === '1');
    }
  }
}

/** Nothing but clock inputs reads the clock: between edges it has no value here. */
export function rejectClockAsData({ layout, combinational, registers }: NetlistFrame, clock: string, clockBit: NetBit | undefined): void {
  if (typeof clockBit !== 'number' || !layout.undriven.has(clockBit)) return;
  const reader = [...combinational, ...registers.map(({ cell }) => cell)]
    .find(({ connections }) => Object.entries(connections).some(([port, bits]) => port !== 'CLK' && bits.includes(clockBit)));
  throw new InputError([clockIsData(reader?.name ?? clock, clock)]);
}
