import type { NetBit, NetlistModule } from './netlist.js';

/** The name of the net that some bits belong to, one of the source where there is one. */
export function bitNames(module: NetlistModule): (bits: readonly NetBit[]) => string | undefined {
  const names = new Map<NetBit, string>();
  for (const hidden of [false, true]) {
    for (const net of module.nets) {
      if (net.hidden !== hidden) continue;
      for (const [i, bit] of net.bits.entries()) {
        if (typeof bit === 'number' && !names.has(bit)) names.set(bit, net.bits.length === 1 ? net.name : `${net.name}[${i}]`);
      }
    }
  }
  return (bits) => bits.map((bit) => names.get(bit)).find((name) => name !== undefined);
}
