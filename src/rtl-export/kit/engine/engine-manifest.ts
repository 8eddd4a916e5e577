import type { RtlResources } from '../design.js';
import type { Dequantizer } from './dequantizer.js';
import type { ResultLayout } from './engine.js';

/** What `manifest.json` says of an engine. */
export interface EngineManifest {
  readonly top: string;
  readonly testbench: string;
  readonly activationDepth: number;
  readonly weightDepth: number;
  readonly resultDepth: number;
  readonly layout: ResultLayout;
  readonly vectorUnits: readonly string[];
  /** Null where weights come as the core takes them. */
  readonly dequantizer: (Dequantizer & { readonly resources: RtlResources }) | null;
  readonly resources: RtlResources;
  /** The engine that the testbench plays: the same modules around a smaller core, or with smaller buffers. */
  readonly simulated: { readonly top: string; readonly activationDepth: number; readonly weightDepth: number; readonly resultDepth: number };
  readonly reducedProblem: {
    readonly what: string;
    /** SHA-256 of the files that play and judge it, one behind the other in the order of their paths. */
    readonly digest: string;
    readonly results: number;
    readonly jobs: readonly { readonly label: string; readonly results: number; readonly cycles: number | null }[];
  };
}

/** Where the files of an engine lie in an exported folder. */
export const engineFolder = 'engine';
/** What a simulator reads, its testbench among them: a list of files, by path in the exported folder. */
export const engineSimulationList = `${engineFolder}/sim/filelist.f`;
