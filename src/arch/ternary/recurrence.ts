/**
 * The token mixer of a MatMul-free language model (HGRN, Qin et al., NeurIPS 2023; Zhu et al., arXiv 2406.02528, section 3.3.1): a gated linear
 * recurrence, element by element, in the place of attention.
 */

/**
 * States h_t = f_t * h_(t-1) + (1 - f_t) * c_t of `width` elements over tokens, from gates f in [0, 1] and candidates c, both [token][element].
 * `before` is the state that a request left, zeros at its start. Throws a RangeError where lengths do not meet.
 */
export function gatedRecurrence(gates: Float64Array, candidates: Float64Array, width: number, before?: Float64Array): Float64Array {
  if (!(Number.isInteger(width) && width > 0 && gates.length % width === 0 && candidates.length === gates.length && (before === undefined || before.length === width))) {
    throw new RangeError(`${gates.length} gates and ${candidates.length} candidates are no tokens of ${width} elements`);
  }
  const states = new Float64Array(gates.length);
  for (let i = 0; i < gates.length; i++) {
    const last = i < width ? before?.[i] ?? 0 : states[i - width]!;
    states[i] = gates[i]! * last + (1 - gates[i]!) * candidates[i]!;
  }
  return states;
}

/**
 * Cycles of the recurrence on lanes that take an element each: an element's next token waits for the multiply-add before it, so that a token takes
 * max(ceil(width / lanes), latency) cycles, and the last one its elements and the latency:
 * (tokens - 1) * max(ceil(width / lanes), latency) + ceil(width / lanes) + latency.
 */
export function recurrenceCycles(tokens: number, width: number, lanes: number, latency: number): number {
  const elements = Math.ceil(width / lanes);
  return (tokens - 1) * Math.max(elements, latency) + elements + latency;
}

/** Bytes of state between tokens, whatever the context: layers * width elements. A KV cache grows by 2 * layers * width each token. */
export function stateBytes(layers: number, width: number, bits: number): number {
  return (layers * width * bits) / 8;
}
