import assert from 'node:assert/strict';
import type { WeightReader } from '../../../src/rtl-export/kit/engine/engine.js';
import type { Simulator } from '../../../src/rtl-export/runners/simulator.js';
import type { Rng } from '../../../src/sim/core/rng.js';

export interface Memory {
  /** The engine with this memory at its port. */
  readonly simulator: Simulator;
  put(address: bigint, words: readonly bigint[]): void;
  /** Words read since the last call. */
  reads(): number;
  /** How often each channel waits. */
  waits: number;
  /** Whether every answer is an error. */
  fails: boolean;
}

/** A memory behind the channels AR and R of an engine: bursts one after the other, judged by the rules of AXI4. */
export function memoryBeside(simulator: Simulator, { dataBits, burst }: WeightReader, rng: Rng): Memory {
  const bytes = dataBits / 8;
  const words = new Map<bigint, bigint>();
  const bursts: { address: bigint; left: number }[] = [];
  let read = 0;
  let waiting: string | undefined;
  let isOffering = false;

  /** Sets what memory answers in this cycle. */
  const drive = (): void => {
    simulator.setInt('m_axi_arready', rng.next() >= memory.waits ? 1 : 0);
    const [first] = bursts;
    isOffering = first !== undefined && (isOffering || rng.next() >= memory.waits);
    simulator.setInt('m_axi_rvalid', isOffering ? 1 : 0);
    simulator.set('m_axi_rdata', isOffering ? words.get(first!.address) ?? 0n : 0n);
    simulator.setInt('m_axi_rlast', isOffering && first!.left === 1 ? 1 : 0);
    simulator.setInt('m_axi_rresp', memory.fails ? 2 : 0);
  };
  const judge = (): void => {
    const asked = simulator.getInt('m_axi_arvalid') === 1;
    const [address, length] = [simulator.get('m_axi_araddr'), simulator.getInt('m_axi_arlen') + 1];
    const text = `${address} ${length}`;
    if (waiting !== undefined) assert.ok(asked && text === waiting, 'an address stays until it is taken');
    waiting = undefined;
    if (asked) {
      assert.equal(address % BigInt(bytes), 0n);
      assert.ok(length <= burst && address / 4096n === (address + BigInt(length * bytes - 1)) / 4096n, `a burst of ${length} words at ${address}`);
      assert.equal(2 ** simulator.getInt('m_axi_arsize'), bytes);
      assert.equal(simulator.getInt('m_axi_arburst'), 1);
      if (simulator.getInt('m_axi_arready') === 1) bursts.push({ address, left: length });
      else waiting = text;
    }
    if (isOffering) {
      assert.equal(simulator.getInt('m_axi_rready'), 1, 'what was asked for has place');
      const first = bursts[0]!;
      first.address += BigInt(bytes);
      first.left--;
      read++;
      isOffering = false;
      if (first.left === 0) bursts.shift();
    }
  };
  const memory: Memory = {
    waits: 0, fails: false,
    simulator: {
      ...simulator,
      edge() {
        drive();
        if (simulator.getInt('aresetn') === 1) judge();
        simulator.edge();
      },
    },
    put(address, list) { list.forEach((word, i) => words.set(address + BigInt(i * bytes), word)); },
    reads() {
      const count = read;
      read = 0;
      return count;
    },
  };
  return memory;
}
