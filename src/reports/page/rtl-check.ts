import type { FabricName } from '../fabric.js';

/** What a check of an exported folder found, as the folder keeps it. */
export interface RtlCheck {
  readonly kind: 'rtl-check';
  readonly archsimVersion: string;
  /** SHA-256 of the Verilog and the beats that were checked: of others it says nothing. */
  readonly digest: string;
  /** Elaboration, simulation, lint; null where only a synthesis was asked for. */
  readonly tests: {
    readonly passed: number;
    readonly failed: number;
    readonly skipped: number;
    /** Cycles of each run of the testbench, where the simulated netlist takes those that the model says; null where it was not simulated, or takes others. */
    readonly cycles: readonly number[] | null;
    readonly findings: readonly RtlFinding[];
  } | null;
  /** Null where nobody synthesised it. */
  readonly synthesis: RtlSynthesis | null;
}

export interface RtlFinding {
  readonly check: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly detail: string;
  readonly seconds: number;
}

/** What a synthesis of the core that the testbench plays took, beside what the model says; null: not modelled. */
export interface RtlSynthesis {
  readonly tool: string;
  /** As Yosys names a device family: `xcup` is UltraScale+. */
  readonly family: string;
  readonly counts: Readonly<Record<FabricName, number>>;
  readonly modelled: Readonly<Record<FabricName, number | null>>;
}
