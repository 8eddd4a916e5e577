/** Shares of an FPGA that a design can hope to route and to close timing with; above them it is a warning, above 1 it does not fit. */
export const planningLimits = {
  lut: 0.7, ff: 0.5, bram36: 0.8, uram: 0.8, dsp: 0.8,
  source: 'Xilinx/finn src/finn/util/platforms.py, DEFAULT_RES_LIMITS: limits that Xilinx recommends for timing closure',
} as const;
