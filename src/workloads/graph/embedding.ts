import type { EmbeddingOp, Op } from '../../sim/model/op-graph.js';
import type { ModelSpec } from '../model-spec.js';
import { linear, norm, table, vector } from './ops.js';

/** Tokens in front of the first layer of a decoder: their rows, positions, and a norm where the model has one. A shared table is that of the encoder. */
export function embeddingOps(model: ModelSpec, shared = false): readonly Op[] {
  const { hiddenSize } = model;
  const rows: EmbeddingOp = table('embed_tokens', model.vocabularySize, model.embeddingWidth);
  const ops: Op[] = [shared ? { ...rows, shared: true } : rows];
  if (model.embeddingWidth !== hiddenSize) ops.push(linear('project_in', model.embeddingWidth, hiddenSize, false));
  ops.push(...positionOps(model, hiddenSize));
  if (model.embeddingNorm) ops.push(norm(model, 'embedding_norm', hiddenSize));
  return ops;
}

/** Positions that are added to what the first layer is given, and the table of those that attention adds to its scores. */
export function positionOps(model: ModelSpec, width: number): readonly Op[] {
  switch (model.position) {
    case 'learned': return [table('embed_positions', model.positionRows, width), vector('add', 'position_add', width, false)];
    case 'sinusoidal': return [vector('add', 'position_add', width, false)];
    case 'relative': return [table('relative_positions', model.relativeBuckets ?? 0, model.heads)];
    case 'rope': case 'alibi': case 'none': return [];
  }
}
