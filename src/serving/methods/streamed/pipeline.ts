/** A piece of a pass: seconds that its weights take to come, 0 where they are resident, and seconds of its work. */
export interface Stage {
  readonly loadSeconds: number;
  readonly workSeconds: number;
}

/**
 * The stages of a pass as a loader with two slots sees them: J loads t_1 .. t_J, the work c_0 in front of the first of them, and the work c_j of each with that of
 * the resident stages behind it.
 */
export interface Blocks {
  readonly before: number;
  readonly loads: readonly number[];
  readonly works: readonly number[];
}

export function blocksOf(stages: readonly Stage[]): Blocks {
  let before = 0;
  const loads: number[] = [];
  const works: number[] = [];
  for (const { loadSeconds, workSeconds } of stages) {
    if (loadSeconds > 0) {
      loads.push(loadSeconds);
      works.push(workSeconds);
    } else if (works.length > 0) works[works.length - 1]! += workSeconds;
    else before += workSeconds;
  }
  return { before, loads, works };
}

/**
 * Seconds of a pass that nothing was loaded for, `ahead` seconds of other work being done in front of it:
 *
 *   T = max(ahead + c_0, t_1) + sum over j < J of max(c_j, t_{j+1}) + c_J
 *
 * Load j + 1 begins with work j: one slot is worked on, the other one is filled (FlexGen, Sheng et al., ICML 2023, section 4: load of the next layer beside the work of this one).
 */
export function coldPassSeconds(blocks: Blocks, ahead = 0): number {
  const { before, loads, works } = blocks;
  if (loads.length === 0) return ahead + before;
  return Math.max(ahead + before, loads[0]!) + innerSeconds(blocks) + works[works.length - 1]!;
}

/** The part of a pass from its first streamed work to its last: sum over j < J of max(c_j, t_{j+1}). */
export function innerSeconds({ loads, works }: Blocks): number {
  let seconds = 0;
  for (let j = 0; j + 1 < loads.length; j++) seconds += Math.max(works[j]!, loads[j + 1]!);
  return seconds;
}

/** From the last streamed work of a pass to the first of the next one, whose work in front of it is `before`: max(c_J + c_0, t_1). */
export function turnSeconds({ loads, works }: Blocks, before: number): number {
  return Math.max(works[works.length - 1]! + before, loads[0]!);
}

/** Seconds of a pass whose loads and works take turns: sum of t + c. */
export function serialSeconds(stages: readonly Stage[]): number {
  return stages.reduce((sum, { loadSeconds, workSeconds }) => sum + loadSeconds + workSeconds, 0);
}
