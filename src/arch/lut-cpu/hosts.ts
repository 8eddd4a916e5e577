import type { ParameterSource } from '../../sim/model/family.js';
import type { VectorName } from './vector-unit.js';

/** Rows of the reference table that a constant was fitted on, by the number of threads. */
export interface FittedRow {
  readonly threads: number;
  readonly id: string;
}

/** A CPU whose issue rates and serial time were fitted on measured tokens. */
export interface Host {
  readonly name: string;
  readonly title: string;
  readonly vector: VectorName;
  readonly cores: number;
  readonly clockHz: number;
  readonly clock: ParameterSource;
  readonly bytesPerSecond: number;
  readonly bandwidth: ParameterSource;
  /** Threads that it is measured with on models of 7 B and more, where not one. */
  readonly threads: number;
  /** Operations a cycle and core of T-MAC. */
  readonly lookUpIssue: number;
  /** Operations a cycle and core of llama.cpp's dot products. */
  readonly multiplyIssue: number;
  /** Time that no thread shortens, for each weight of the linear layers. */
  readonly serialSecondsPerWeight: number;
  /** T-MAC on BitNet b1.58 3B at one and at most threads, of which `lookUpIssue` and `serialSecondsPerWeight` follow. */
  readonly lookUpRows: readonly [FittedRow, FittedRow];
  /** llama.cpp on the same model and one thread, of which `multiplyIssue` follows. */
  readonly multiplyRow: FittedRow;
}

const tableTwo: ParameterSource = { quality: 'published', source: 'T-MAC (EuroSys 2025, arXiv 2407.00088), Table 2' };

/**
 * Fitted with `calibrate.ts` on token rates that T-MAC publishes (microsoft/T-MAC, docs/profiling_data.md): three rows a machine, all of BitNet b1.58 3B;
 * every row of another model tests them. Clocks only scale the issue rates.
 */
export const hosts: readonly Host[] = [
  {
    name: 'm2-ultra', title: 'Apple M2 Ultra', vector: 'neon', cores: 16, threads: 8,
    clockHz: 3.49e9, clock: { quality: 'assumed', source: 'clock of its performance cores as tools report it; Apple publishes none' },
    bytesPerSecond: 819.2e9, bandwidth: tableTwo,
    lookUpIssue: 4.158, multiplyIssue: 3.887, serialSecondsPerWeight: 2.914e-12,
    lookUpRows: [{ threads: 1, id: 'P105' }, { threads: 4, id: 'P107' }], multiplyRow: { threads: 1, id: 'P104' },
  },
  {
    name: 'agx-orin', title: 'NVIDIA Jetson AGX Orin', vector: 'neon', cores: 12, threads: 12,
    clockHz: 2.2e9, clock: { quality: 'published', source: 'NVIDIA, Jetson AGX Orin 64 GB data sheet: 12 Cortex-A78AE, 2.2 GHz' },
    bytesPerSecond: 204.8e9, bandwidth: { quality: 'published', source: 'NVIDIA, Jetson AGX Orin data sheet: 256 bits of LPDDR5-6400' },
    lookUpIssue: 2.59, multiplyIssue: 1.522, serialSecondsPerWeight: 9.565e-12,
    lookUpRows: [{ threads: 1, id: 'P117' }, { threads: 12, id: 'P119' }], multiplyRow: { threads: 1, id: 'P116' },
  },
  {
    name: 'raspberry-pi-5', title: 'Raspberry Pi 5', vector: 'neon', cores: 4, threads: 2,
    clockHz: 2.4e9, clock: { quality: 'published', source: 'Raspberry Pi 5 product brief: 4 Cortex-A76, 2.4 GHz' },
    bytesPerSecond: 17.1e9, bandwidth: tableTwo,
    lookUpIssue: 3.159, multiplyIssue: 1.213, serialSecondsPerWeight: 17.32e-12,
    lookUpRows: [{ threads: 1, id: 'P129' }, { threads: 2, id: 'P131' }], multiplyRow: { threads: 1, id: 'P128' },
  },
  {
    name: 'surface-book-3', title: 'Microsoft Surface Book 3', vector: 'avx2', cores: 4, threads: 4,
    clockHz: 3.7e9, clock: { quality: 'assumed', source: 'turbo clock of the Core i5-1035G7, one of the two processors that it was sold with (Intel ARK)' },
    bytesPerSecond: 58.2e9, bandwidth: tableTwo,
    lookUpIssue: 3.197, multiplyIssue: 1.758, serialSecondsPerWeight: 6.292e-12,
    lookUpRows: [{ threads: 1, id: 'P141' }, { threads: 4, id: 'P143' }], multiplyRow: { threads: 1, id: 'P140' },
  },
];

/** The machine that a text names, whatever its spaces, capitals and maker; undefined where none does. */
export function hostNamed(text: string): Host | undefined {
  const plain = lettersOf(text);
  return hosts.find(({ name }) => plain.includes(lettersOf(name)));
}

function lettersOf(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}
