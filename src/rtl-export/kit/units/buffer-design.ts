import { memoryStyleNumber, type MemoryStyle } from './memory-style.js';
import { withParts } from './unit-sources.js';

/** A memory or a double buffer: `depth` words, of each half where there are two. */
export interface BufferRequest {
  readonly kind: 'memory' | 'ping-pong';
  readonly width: number;
  readonly depth: number;
  readonly style: MemoryStyle;
}

/** A module of this folder with what it takes to instantiate it. */
export interface BufferModule {
  readonly core: 'archsim_memory' | 'archsim_ping_pong';
  readonly sources: Readonly<Record<string, string>>;
  readonly parameters: readonly { readonly name: string; readonly value: number; readonly meaning: string }[];
}

/** The Verilog of a buffer. Throws a RangeError for sizes that are none; a double buffer has halves of two words or more. */
export function bufferModule({ kind, width, depth, style }: BufferRequest): BufferModule {
  const least = kind === 'memory' ? 1 : 2;
  if (!Number.isInteger(width) || width < 1 || !Number.isInteger(depth) || depth < least) throw new RangeError(`a ${kind} of ${depth} words of ${width} bits`);
  const core = kind === 'memory' ? 'archsim_memory' : 'archsim_ping_pong';
  return {
    core,
    sources: withParts({}, core),
    parameters: [
      { name: 'WIDTH', value: width, meaning: 'bits of a word' },
      { name: 'DEPTH', value: depth, meaning: kind === 'memory' ? 'words' : 'words of a half' },
      { name: 'STYLE', value: memoryStyleNumber(style), meaning: '0 look-up tables, 1 block RAM, 2 UltraRAM' },
    ],
  };
}
