import type { OpKind } from '../model/op-graph.js';

/** How often a plain vector unit goes over the data of an op: twice over a row for softmax and norms (FlightLLM section 3.1); RoPE is three elementwise operations. */
export function vectorPasses(kind: OpKind): number {
  switch (kind) {
    case 'softmax': case 'norm': return 2;
    case 'rope': return 3;
    case 'activation': case 'multiply': case 'add': return 1;
    case 'linear': case 'scores': case 'values': case 'embedding': case 'cache-append': return 0;
  }
}
