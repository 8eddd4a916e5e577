import type { OpGraph } from '../../sim/model/op-graph.js';
import { decoderGraph } from '../../workloads/decoder-graph.js';
import { modelNamed } from '../../workloads/models.js';

/** What we say of a claim: a figure in the shape of its value with the case that it is of, or why there is none. Fitted: a number in it was chosen by the claim itself. */
export type Answer = { readonly value: unknown; readonly note: string; readonly fitted?: true } | { readonly unknown: string };

/** A model of one system's claims: its figure for a metric in words. */
export type ClaimModel = (metric: string) => Answer;

export function unknown(reason: string): Answer {
  return { unknown: reason };
}

/** As many decimals as a paper prints. */
export function printed(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}

/** The size of a model in a text, `7B` or `830M`; null where it names none. */
export function sizeIn(text: string): string | null {
  return /(\d+(?:\.\d+)?[BM])\b/.exec(text)?.[1]?.toLowerCase() ?? null;
}

/** The graph of a model of the catalogue; null for another name. */
export function graphOf(name: string): OpGraph | null {
  const spec = modelNamed(name);
  return spec === undefined ? null : decoderGraph(spec);
}

/** Sum over the matrices of the layers, the output layer left out. */
export function overLayers(graph: OpGraph, of: (inputs: number, outputs: number) => number): number {
  return graph.groups.reduce((sum, { ops, repeat }) => sum + ops.reduce((part, op) => (op.kind === 'linear' && op.name !== 'lm_head' ? part + repeat * of(op.inFeatures, op.outFeatures) : part), 0), 0);
}

/** Numbers in a pair of thin matrices beside each matrix of the layers: rank (K + N). */
export function adapterParameters(graph: OpGraph, rank: number): number {
  return overLayers(graph, (inputs, outputs) => rank * (inputs + outputs));
}
