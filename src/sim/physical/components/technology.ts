/** Where a design is made: a node, and the supply of its logic. */
export interface Technology {
  /** 130 to 7. */
  readonly nodeNm: number;
  /** 0.5 to 1.2 V; the supply that the energies of a library are known at where it is not given. */
  readonly volts?: number;
}

/**
 * Node in nm; area of logic as a share of that at 45 nm; coefficients of p(V) = a2 V^2 + a1 V + a0, to which energies of logic are proportional
 * (Stillmaker and Baas, Integration 58, 2017, as coded in accelergy-library-plug-in). The published table has a row of areas for each node, in two
 * digits: this is that of 45 nm, from which the others differ by up to 6 %.
 */
const nodes: readonly (readonly [nodeNm: number, area: number, a2: number, a1: number, a0: number])[] = [
  [130, 6.4, 7.171, -6.709, 2.904], [90, 2.8, 4.762, -4.781, 2.092], [65, 1.5, 3.755, -4.398, 1.975], [45, 1, 1.103, -0.362, 0.2767],
  [32, 0.46, 0.9559, -0.7823, 0.471], [20, 0.21, 0.373, -0.1582, 0.04104], [16, 0.19, 0.2958, -0.1241, 0.03024], [14, 0.17, 0.2363, -0.09675, 0.02239],
  [10, 0.1, 0.2068, -0.09311, 0.02375], [7, 0.059, 0.1776, -0.09097, 0.02447],
];

/** What the area of logic is multiplied with from one node to another; null outside of 130 to 7 nm. */
export function areaScale(fromNm: number, toNm: number): number | null {
  return ratio(atNode(toNm, ([, area]) => area), atNode(fromNm, ([, area]) => area));
}

/** What the energy of logic is multiplied with: p_to(V_to) / p_from(V_from). Null outside of 130 to 7 nm and 0.5 to 1.2 V. */
export function energyScale(from: Required<Technology>, to: Required<Technology>): number | null {
  return ratio(energyAt(to), energyAt(from));
}

function energyAt({ nodeNm, volts }: Required<Technology>): number | null {
  return volts < 0.5 || volts > 1.2 ? null : atNode(nodeNm, ([, , a2, a1, a0]) => a2 * volts ** 2 + a1 * volts + a0);
}

function ratio(to: number | null, from: number | null): number | null {
  return to === null || from === null ? null : to / from;
}

/** A value at a node: between two of the table on the line in logarithms of node and value. */
function atNode(nodeNm: number, value: (row: (typeof nodes)[number]) => number): number | null {
  const next = nodes.findIndex(([nm]) => nm <= nodeNm);
  const small = nodes[next];
  if (small === undefined) return null;
  if (small[0] === nodeNm) return value(small);
  const large = nodes[next - 1];
  if (large === undefined) return null;
  const share = Math.log(large[0] / nodeNm) / Math.log(large[0] / small[0]);
  return value(large) ** (1 - share) * value(small) ** share;
}
