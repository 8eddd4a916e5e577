/**
 * What an evaluation assumes. Every one of these is an idealisation or a choice of bookkeeping; none is part of the machine.
 * Common to all: constant energy per bit, operators one after the other.
 */
export interface EvaluationRules {
  /** How long an operator takes of the times of its components (compute, ports of each memory): `perfect`: the largest of them. `none`: their sum. */
  readonly overlap: 'perfect' | 'none';
  /**
   * What a buffer takes. `none`: one tile. `double`: two, one in use and one on its way. What is handed on between operators (whole, held or tile by tile) is there once either way,
   * and so is the value in a register of single values.
   */
  readonly buffering: 'none' | 'double';
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

/** The physically careful reading, and the whole space: what overlaps needs two tiles. */
export const plainRules: EvaluationRules = { overlap: 'perfect', buffering: 'double', freeFirstSum: 'value', fanOutUse: 'any', fanOutParts: 'any', loopPieces: 'even' };
