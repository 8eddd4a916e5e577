/** Which layers run, in order. */
export type PathInput =
  | { readonly kind: 'list'; readonly layers: readonly number[] }
  | { readonly kind: 'skipped'; readonly layers: number }
  | { readonly kind: 'repeated'; readonly times: number }
  | { readonly kind: 'shared'; readonly distinct: number };

/** Of each layer of the model: how often it runs in a pass (an expectation where layers are skipped by chance), how often of that directly behind itself, and whether it is held. */
export interface LayerPath {
  readonly runs: readonly number[];
  readonly again: readonly number[];
  readonly held: readonly boolean[];
}

/**
 * The path through L layers:
 *
 *   list       the layers named, in their order; those that are not named are not held
 *   skipped    s of them on average, any as likely as any other: each runs (L - s) / L times
 *   repeated   each r times behind itself
 *   shared     n of them, each for as many in a row: place l takes layer floor(l n / L)
 */
export function pathOf(input: PathInput, layers: number): LayerPath {
  if (input.kind === 'skipped') {
    const share = (layers - input.layers) / layers;
    return { runs: filled(layers, share), again: filled(layers, 0), held: filled(layers, true) };
  }
  return pathOfList(listOf(input, layers), layers);
}

function listOf(input: Exclude<PathInput, { kind: 'skipped' }>, layers: number): readonly number[] {
  switch (input.kind) {
    case 'list': return input.layers;
    case 'repeated': return Array.from({ length: layers * input.times }, (_, i) => Math.floor(i / input.times));
    case 'shared': return Array.from({ length: layers }, (_, i) => Math.floor((i * input.distinct) / layers));
  }
}

function pathOfList(list: readonly number[], layers: number): LayerPath {
  const runs = filled(layers, 0);
  const again = filled(layers, 0);
  list.forEach((layer, i) => {
    runs[layer]!++;
    if (list[i - 1] === layer) again[layer]!++;
  });
  return { runs, again, held: runs.map((count) => count > 0) };
}

function filled<T>(length: number, value: T): T[] {
  return new Array<T>(length).fill(value);
}
