import { InputError, problem } from '../../sim/core/diagnostics.js';
import type { Document } from '../../sim/core/document.js';
import type { Deployment } from '../deployment.js';
import { parallelismsOf } from '../platform/parallelism.js';
import { scenarioInput, scenarioRunner, type ScenarioOptions } from '../run-scenario.js';
import type { ScenarioResult } from '../scenario-result.js';
import type { PlatformInput } from '../schema/scenario.js';
import { least, scaleRange } from './least.js';
import { scaledDeployment, type Scale } from './scaled-machine.js';
import type { LeastResource, SizeResult } from './size-result.js';
import { targetsMet, type TargetMet } from './targets.js';

export interface SizeOptions extends ScenarioOptions {
  /** The most devices that are tried. */
  readonly mostDevices: number;
}

/** What a scenario reaches on a platform. */
interface Trial { readonly result: ScenarioResult; readonly targets: readonly TargetMet[]; readonly missed: readonly string[] }

/**
 * The least platform that meets the targets of a scenario: the least number of its device as it is; and for that number (or the one that the scenario gives) a device of which neither
 * bandwidth nor compute nor memory can be lowered alone. Compute and bandwidth are lowered together as far as the targets allow, then compute alone, then bandwidth. At the roofline.
 */
export function size(document: Document, options: SizeOptions): SizeResult {
  const input = { ...scenarioInput(document, options), fidelity: 'roofline' as const };
  const targets = input.targets ?? {};
  if (Object.keys(targets).every((name) => name === 'watts')) {
    throw new InputError([problem('size/no-target', 'a scenario is sized by its targets, and there is none of time, rate or cost', { file: document.file, remedy: 'add for example "targets": { "firstTokenSeconds": 0.2, "secondsPerOutputToken": 0.02 }' })]);
  }
  const run = scenarioRunner(document, options);
  const seen: { machine?: Deployment['machine']; scheme?: Deployment['scheme'] } = {};
  const trial = (platform: PlatformInput, scale?: Scale): Trial => {
    const result = run({ ...input, platform }, (deployment) => {
      seen.machine ??= deployment.machine;
      seen.scheme ??= deployment.scheme;
      return scale === undefined ? deployment : scaledDeployment(deployment, scale);
    });
    const { tdpWatts } = seen.machine!.device;
    const met = targetsMet(targets, result, tdpWatts === null ? null : tdpWatts * result.architecture.devices);
    const missed = result.feasible ? met.filter(({ isMet }) => !isMet).map(({ name }) => name) : [result.memory.fits === false ? 'memory' : 'feasible'];
    return { result, targets: met, missed };
  };
  const given = input.platform ?? {};
  const isGiven = given.tensor !== undefined || given.pipeline !== undefined || given.expert !== undefined;
  const tried = triedPlatforms(given, options.mostDevices, (platform) => trial(platform));
  const enough = tried.find(({ missed }) => missed.length === 0);
  const own = { tensor: given.tensor ?? 1, pipeline: given.pipeline ?? 1, expert: given.expert ?? 1 };
  const parallelism = isGiven || enough === undefined ? own : enough.parallelism;
  const found = leastDevice((scale) => trial({ ...given, ...parallelism }, scale));
  const { machine, scheme } = seen;
  const base = { compute: 2 * machine!.peakMacsPerSecond(scheme!.weights.type, scheme!.activations), bandwidth: machine!.peakBytesPerSecond, memory: machine!.capacityBytes };
  return {
    schemaVersion: 1,
    scenario: found.trial.result.scenario,
    devices: found.trial.result.architecture.devices, parallelism,
    devicesAsGiven: { devices: enough?.devices ?? null, tried },
    resources: found.scale === null ? null : [
      resource('bandwidth', 'B/s', base.bandwidth, found.scale.bandwidth * base.bandwidth, found.floors.bandwidth * base.bandwidth, found.binds.bandwidth),
      resource('compute', 'OP/s', base.compute, found.scale.compute * base.compute, found.floors.compute * base.compute, found.binds.compute),
      resource('memory', 'B', base.memory, found.scale.capacityBytes!, found.scale.capacityBytes!, found.binds.memory),
    ],
    targets: found.trial.targets,
    result: found.scale === null ? null : found.trial.result,
    reasons: found.scale === null ? [`no device meets ${found.trial.missed.join(', ')} on ${found.trial.result.architecture.devices === 1 ? 'one device' : `${found.trial.result.architecture.devices} devices`}, even a million times as fast`, ...found.trial.result.reasons] : [],
    notes: [
      'at the roofline: efficiencies of real machines are below 1',
      'bandwidth and compute are lowered together first, then compute alone, then bandwidth: a device with more of one may do with less of the other, down to its floor',
      ...('watts' in targets ? ['watts is the board power of the device as it is: it does not follow its scale'] : []),
    ],
  };
}

function resource(name: LeastResource['name'], unit: LeastResource['unit'], given: number | null, value: number, floor: number, binds: readonly string[]): LeastResource {
  return { name, unit, given, least: value, floor, binds };
}

type TriedPlatform = SizeResult['devicesAsGiven']['tried'][number];

/** Numbers of devices ascending, each in every way to spread a model over them, until one is enough. */
function triedPlatforms(given: PlatformInput, mostDevices: number, trial: (platform: PlatformInput) => Trial): readonly TriedPlatform[] {
  const tried: TriedPlatform[] = [];
  for (let devices = 1; devices <= mostDevices; devices *= 2) {
    let first: TriedPlatform | null = null;
    for (const { tensor, pipeline, expert } of parallelismsOf(devices)) {
      const parallelism = { tensor, pipeline, expert };
      const missed = missedOn({ ...given, ...parallelism }, trial);
      if (missed === null) continue;
      if (missed.length === 0) return [...tried, { devices, parallelism, missed }];
      first ??= { devices, parallelism, missed };
    }
    if (first !== null) tried.push(first);
  }
  return tried;
}

/** Null where the scenario cannot be run on a platform of that shape: all that is wrong is there. */
function missedOn(platform: PlatformInput, trial: (platform: PlatformInput) => Trial): readonly string[] | null {
  try {
    return trial(platform).missed;
  } catch (error) {
    if (error instanceof InputError && error.problems.every(({ pointer }) => pointer?.startsWith('/platform') === true)) return null;
    throw error;
  }
}

interface LeastDevice {
  readonly trial: Trial;
  /** Null where no scale is enough. */
  readonly scale: Scale | null;
  readonly floors: { readonly compute: number; readonly bandwidth: number };
  readonly binds: Readonly<Record<LeastResource['name'], readonly string[]>>;
}

function leastDevice(trial: (scale: Scale) => Trial): LeastDevice {
  const at = (compute: number, bandwidth: number, capacityBytes: number | null = null): Trial => trial({ compute, bandwidth, capacityBytes });
  const isEnough = (compute: number, bandwidth: number): boolean => at(compute, bandwidth).missed.length === 0;
  const both = least((x) => isEnough(x, x));
  if (both === null) return { trial: at(scaleRange.most, scaleRange.most), scale: null, floors: { compute: NaN, bandwidth: NaN }, binds: { bandwidth: [], compute: [], memory: [] } };
  const compute = least((x) => isEnough(x, both), both)!;
  const bandwidth = least((x) => isEnough(compute, x), both)!;
  const capacityBytes = at(compute, bandwidth).result.memory.heldBytes;
  const less = 0.99;
  return {
    trial: at(compute, bandwidth, capacityBytes), scale: { compute, bandwidth, capacityBytes },
    floors: { compute: least((x) => isEnough(x, scaleRange.most))!, bandwidth: least((x) => isEnough(scaleRange.most, x))! },
    binds: {
      bandwidth: at(compute, bandwidth * less, capacityBytes).missed, compute: at(compute * less, bandwidth, capacityBytes).missed, memory: at(compute, bandwidth, capacityBytes * less).missed,
    },
  };
}
