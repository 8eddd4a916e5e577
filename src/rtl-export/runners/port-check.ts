import { InputError, type Problem } from '../../sim/core/diagnostics.js';
import type { RtlDesign } from '../kit/design.js';
import { portsOf } from '../kit/ports.js';
import { extraPort, noPort, wrongPort } from './diagnostics.js';
import type { NetlistModule } from './netlist.js';

interface WantedPort {
  readonly name: string;
  readonly direction: 'input' | 'output';
  readonly bits: number;
}

/** The ports of a design's core: clock, reset and streams. */
function wantedPorts(design: RtlDesign): readonly WantedPort[] {
  const control = ['aclk', 'aresetn'].map((name): WantedPort => ({ name, direction: 'input', bits: 1 }));
  return [...control, ...design.streams.flatMap(portsOf)];
}

/**
 * Throws an InputError where a module has not the ports of a design: all that are missing, with the name that was most likely meant, of another
 * width or direction, and inputs that are too many, since nobody knows what to drive them with. Outputs that are too many are let pass.
 */
export function checkModulePorts(module: NetlistModule, design: RtlDesign): void {
  const wanted = wantedPorts(design);
  const names = new Set(wanted.map(({ name }) => name));
  const strangers = module.ports.filter(({ name }) => !names.has(name));
  const problems: Problem[] = [];
  for (const { name, direction, bits } of wanted) {
    const port = module.ports.find((one) => one.name === name);
    if (port === undefined) problems.push(noPort(name, strangers.filter((one) => one.direction === direction).map((one) => one.name)));
    else if (port.direction !== direction) problems.push(wrongPort(name, `is an ${port.direction}, and the design says ${direction}`));
    else if (port.bits.length !== bits) problems.push(wrongPort(name, `has ${port.bits.length} bits, and the design says ${bits}`));
  }
  for (const { name, direction } of strangers) if (direction !== 'output') problems.push(extraPort(name, direction));
  if (problems.length > 0) throw new InputError(problems);
}
