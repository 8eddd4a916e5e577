import { addSize, noProgram, type ProgramSize } from './size.js';

/** Which lengths there are programs for. */
export interface Lengths {
  /** The longest context, in tokens. */
  readonly longest: number;
  /** Programs are made for multiples of these; 1 for every length. */
  readonly prefillBucket: number;
  readonly decodeBucket: number;
}

/** The buckets of FlightLLM: prefill rounded up to 128 tokens, decode to 16 (its released runner). */
export const flightllmBuckets = { prefillBucket: 128, decodeBucket: 16 } as const;

/** The programs of all lengths: how many, and their size in all. */
export interface CompiledPrograms extends ProgramSize {
  readonly programs: number;
}

/** The size of the program of one pass: a prompt of so many tokens, or a decode step that sees so many. */
export type SizeOfPass = (phase: 'prefill' | 'decode', tokens: number) => ProgramSize;

/** The length whose program a pass over so many tokens runs: rounded up to its bucket, at most the longest. */
export function bucketOf(tokens: number, bucket: number, longest: number): number {
  return Math.min(longest, Math.ceil(tokens / bucket) * bucket);
}

/** Length-adaptive compilation: what the programs for all lengths of a phase take to store, one for each bucket (FlightLLM, section 5). */
export function compiledPhase(phase: 'prefill' | 'decode', longest: number, bucket: number, sizeOf: SizeOfPass): CompiledPrograms {
  let size = noProgram;
  let programs = 0;
  for (let tokens = bucketOf(1, bucket, longest); ; tokens = bucketOf(tokens + 1, bucket, longest)) {
    size = addSize(size, sizeOf(phase, tokens));
    programs++;
    if (tokens >= longest) return { programs, ...size };
  }
}

/** The programs of both phases for these lengths, and a program for every length, which is what buckets save. */
export function compiledPrograms(lengths: Lengths, sizeOf: SizeOfPass): { readonly bucketed: CompiledPrograms; readonly everyLength: CompiledPrograms } {
  const { longest, prefillBucket, decodeBucket } = lengths;
  const both = (prefill: number, decode: number): CompiledPrograms => {
    const [a, b] = [compiledPhase('prefill', longest, prefill, sizeOf), compiledPhase('decode', longest, decode, sizeOf)];
    return { programs: a.programs + b.programs, ...addSize(a, b) };
  };
  return { bucketed: both(prefillBucket, decodeBucket), everyLength: both(1, 1) };
}
