/** Habits of the released energy script of ShiftAddLLM (You et al., NeurIPS 2024). Our own count has none of them. */
export interface Bookkeeping {
  /** Additions, products of activations and look-ups move nothing in DRAM, buffer and network. */
  readonly freeOnChipOperations: boolean;
  /** Inputs and outputs are as narrow as the weights. */
  readonly operandsAsWideAsWeights: boolean;
  /** Shifts work on operands of 10 bits, floor((16 + 5) / 2), in 10/32 of a cycle. */
  readonly tenBitShifts: boolean;
  /** The additions of a product are a pass of their own over all inputs and outputs. */
  readonly separateAdditions: boolean;
  /** Binary weights are not stored: look-ups and scalings are passes over outputs x planes for each eight inputs, without an index. */
  readonly noIndexBytes: boolean;
  /** Additions of a bias and products of two activations are sums over a vector, not elementwise. */
  readonly elementwiseAsSums: boolean;
  /** Below 16 bits of weights every memory holds twice the words, and the array has four times the PEs. */
  readonly doubledBelow16Bits: boolean;
  /** A limit itself does not fit any more. */
  readonly exclusiveLimits: boolean;
  /** Tiles of more than 16 outputs in a register are taken out of a list while it is walked, so that some of them stay. */
  readonly leakyFilter: boolean;
}

export const ownBookkeeping: Bookkeeping = {
  freeOnChipOperations: false, operandsAsWideAsWeights: false, tenBitShifts: false, separateAdditions: false, noIndexBytes: false,
  elementwiseAsSums: false, doubledBelow16Bits: false, exclusiveLimits: false, leakyFilter: false,
};

export const releasedBookkeeping: Bookkeeping = {
  freeOnChipOperations: true, operandsAsWideAsWeights: true, tenBitShifts: true, separateAdditions: true, noIndexBytes: true,
  elementwiseAsSums: true, doubledBelow16Bits: true, exclusiveLimits: true, leakyFilter: true,
};
