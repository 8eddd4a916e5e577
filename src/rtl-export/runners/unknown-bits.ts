import type { NetBit, Netlist, NetlistCell } from './netlist.js';

/** A netlist with ones for the constants that its source leaves unknown (`x`, `z`), which the simulator takes as zeros; undefined where it has none. */
export function unknownAsOnes(netlist: Netlist): Netlist | undefined {
  let count = 0;
  const known = (bits: readonly NetBit[]): readonly NetBit[] => bits.map((bit) => {
    if (bit !== 'x' && bit !== 'z') return bit;
    count++;
    return '1';
  });
  const knownCell = (cell: NetlistCell): NetlistCell => (
    { ...cell, connections: Object.fromEntries(Object.entries(cell.connections).map(([port, bits]) => [port, known(bits)])) });
  const modules = netlist.modules.map((module) => ({
    ...module,
    cells: module.cells.map(knownCell),
    ports: module.ports.map((port) => ({ ...port, bits: port.direction === 'output' ? known(port.bits) : port.bits })),
  }));
  return count === 0 ? undefined : { ...netlist, modules };
}
