/** The first thing that went wrong while runs were played, and where. */
export interface PlayFault {
  /** In words, with the port, the run and the beat. */
  readonly text: string;
  /** Rising edge before which it was seen; the first of the playing is 1. */
  readonly cycle: number;
  /** The port that is wrong; none where the module stands still or its cycles are wrong. */
  readonly signal?: string;
  /** Name of its stream, where a beat is wrong. */
  readonly stream?: string;
  /** Index of the run. */
  readonly run?: number;
  /** Index in its run. */
  readonly beat?: number;
  /** tdata as it was and as it should be, where that is what is wrong. */
  readonly data?: bigint;
  readonly expected?: bigint;
}
