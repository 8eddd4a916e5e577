import { isLegal } from '../problem/evaluation.js';
import type { Evaluation } from '../problem/search-problem.js';

/** A metric that a constraint is about: the constraint is kept where sign * (value - limit) <= 0. */
export interface LimitLink {
  readonly metric: string;
  /** 1 where the limit is the largest legal value, -1 where it is the least. */
  readonly sign: 1 | -1;
  readonly limit: number;
}

/** What evaluations told of constraints, one entry a design in the order in which they came. Plain JSON. */
export interface KnownLimits {
  /** For each constraint the links that all designs agree with; null before a design broke it. */
  links: (readonly LimitLink[] | null)[];
  /** Values of metrics that a constraint may be about; null where a design has none. */
  metrics: Record<string, (number | null)[]>;
  /** The constraints that a design broke; -1 for one that failed. */
  broken: (readonly number[])[];
}

export function noLimits(constraints: number): KnownLimits {
  return { links: new Array<null>(constraints).fill(null), metrics: {}, broken: [] };
}

/** What is left of rounding between a violation and the one that a link gives. */
const rounding = 1e-9;
/** After so many designs metrics that no known link is about are forgotten: a constraint that nobody broke by then needs no model. */
const remembered = 200;

/**
 * Notes designs. A violation is by how much a value is beyond a limit, as a share of the limit (`Evaluation.violations`), so that a violation and the right metric give the limit: v = sign (m - L) / |L|. A link is believed
 * while every design that breaks the constraint gives the same limit, and every other one keeps it.
 */
export function noteLimits(known: KnownLimits, evaluations: readonly Evaluation[]): void {
  for (const evaluation of evaluations) noteOne(known, evaluation);
  if (known.broken.length < remembered && known.links.includes(null)) return;
  const used = new Set(known.links.flatMap((links) => links ?? []).map(({ metric }) => metric));
  known.metrics = Object.fromEntries(Object.entries(known.metrics).filter(([name]) => used.has(name)));
}

function noteOne(known: KnownLimits, evaluation: Evaluation): void {
  const count = known.broken.length;
  const isFailed = evaluation.failure !== undefined;
  if (known.links.includes(null) && count < remembered) {
    for (const [name, value] of Object.entries(evaluation.metrics)) if (value !== null) known.metrics[name] ??= new Array<null>(count).fill(null);
  }
  for (const [name, values] of Object.entries(known.metrics)) values.push(evaluation.metrics[name] ?? null);
  const broken = evaluation.violations.flatMap((violation, c) => (violation > 0 ? [c] : []));
  known.broken.push(isFailed || (broken.length === 0 && !isLegal(evaluation)) ? [-1] : broken);
  if (isFailed) return;
  evaluation.violations.forEach((violation, c) => {
    const links = known.links[c] ?? null;
    if (links !== null) known.links[c] = links.filter((link) => agrees(link, evaluation.metrics[link.metric] ?? null, violation));
    else if (violation > 0) known.links[c] = firstLinks(known, evaluation, violation);
  });
}

/** The links of the first design that breaks a constraint, noted already: all before it keep the constraint, or failed. */
function firstLinks({ metrics, broken }: KnownLimits, evaluation: Evaluation, violation: number): LimitLink[] {
  const earlier = [...broken.keys()].slice(0, -1).filter((i) => !broken[i]!.includes(-1));
  return Object.entries(metrics).flatMap(([metric, values]) => {
    const value = evaluation.metrics[metric] ?? null;
    return value === null ? [] : linksOf(metric, value, violation).filter((link) => earlier.every((i) => agrees(link, values[i]!, 0)));
  });
}

/** Every limit of a metric that a violation may be of. */
function linksOf(metric: string, value: number, violation: number): LimitLink[] {
  const [below, above] = [value / (1 + violation), value / (1 - violation)];
  return [
    ...(below > 0 ? [{ metric, sign: 1, limit: below } as const] : below < 0 ? [{ metric, sign: -1, limit: below } as const] : []),
    ...(!Number.isFinite(above) ? [] : above > 0 ? [{ metric, sign: -1, limit: above } as const] : above < 0 ? [{ metric, sign: 1, limit: above } as const] : []),
    ...(value === violation ? [{ metric, sign: 1, limit: 0 } as const] : value === -violation ? [{ metric, sign: -1, limit: 0 } as const] : []),
  ];
}

function agrees({ sign, limit }: LimitLink, value: number | null, violation: number): boolean {
  if (value === null) return true;
  const found = Math.max(0, (sign * (value - limit)) / (limit === 0 ? 1 : Math.abs(limit)));
  return Math.abs(found - violation) <= rounding * Math.max(1, violation);
}
