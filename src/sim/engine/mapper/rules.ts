/**
 * What an evaluation assumes. Every one of these is an idealisation or a choice of bookkeeping; none is part of the machine.
 * Common to all: perfect overlap (an operator takes as long as its busiest component), no double buffering, constant energy per bit.
 */
export interface EvaluationRules {
  /**
   * The first partial sum of a value has nothing to be added to, so nothing is read. `value`: once for each value in each memory that collects it; copies that split a
   * reduction are added up by reading what is there. `copy`: once for each copy, so that sums of copies meet in their memory without being read.
   */
  readonly freeFirstSum: 'value' | 'copy';
  /** `fullest`: of each axis of a fan-out the most copies that the ranks it may split allow. `any`: also fewer. */
  readonly fanOutUse: 'fullest' | 'any';
  /** `dividing`: a rank is split over a fan-out into equal parts only. `any`: the last copy may get less than the others, or nothing. */
  readonly fanOutParts: 'dividing' | 'any';
  /** The first loop of a rank: `even` pieces, the last one smaller, or only pieces that divide. Loops below it always divide. */
  readonly loopPieces: 'dividing' | 'even';
}

/** The physically careful reading, and the whole space. */
export const plainRules: EvaluationRules = { freeFirstSum: 'value', fanOutUse: 'any', fanOutParts: 'any', loopPieces: 'even' };
