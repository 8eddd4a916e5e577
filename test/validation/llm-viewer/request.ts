import assert from 'node:assert/strict';
import type { Device } from '../../../src/sim/model/device.js';
import { machines } from '../../../src/validation/llm-viewer/machines.js';
import { modelOf } from '../../../src/validation/llm-viewer/models.js';
import type { Request } from '../../../src/validation/llm-viewer/request.js';

export function machineNamed(name: string): Device {
  const machine = machines.find((m) => m.name === name);
  assert.ok(machine !== undefined, name);
  return machine;
}

/** A request for a model at FP16, batch 1, on the A100 with 80 GB, apart from what is given. */
export function requestFor(id: string, given: Partial<Request>): Request {
  const model = modelOf(id);
  assert.ok(typeof model !== 'string', id);
  return { ...model, machine: machineNamed('nvidia_A100_80G'), batch: 1, weightBits: 16, activationBits: 16, cacheBits: 16, flash: false, ...given };
}
