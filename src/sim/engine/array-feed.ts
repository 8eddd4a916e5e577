import { computed, given, type Explained } from '../core/explained.js';
import type { Architecture, ArrayFeed, ArrayMode, Assumption, StreamName, TiledMachine } from '../model/architecture.js';
import type { Device } from '../model/device.js';
import type { ParameterSource } from '../model/family.js';
import { explainParameter } from '../model/parameter-explained.js';
import type { FeedParameters } from './feed-spec.js';

type Sources = Readonly<Record<string, ParameterSource>>;
type BusName = keyof FeedParameters;

const busNames: readonly BusName[] = ['weights', 'activations', 'results'];

/** A family's `build` that also takes `feed`. Without it the parameters pass through untouched. */
export function withFeed<P extends object>(build: (parameters: P, device: Device, sources: Sources) => Architecture): (parameters: P & { readonly feed?: FeedParameters }, device: Device, sources: Sources) => Architecture {
  return (parameters, device, sources) => {
    const { feed, ...own } = parameters;
    return feed === undefined ? build(parameters, device, sources) : fed(build(own as unknown as P, device, sources), feed, sources);
  };
}

/** The machine behind its buses. */
function fed(machine: Architecture, feed: FeedParameters, sources: Sources): Architecture {
  const { tiled } = machine;
  if (tiled === null) return machine;
  const clock = machine.clockHz ?? tiled.coreCyclesPerSecond;
  const rateOf = (bus: BusName): number | null => (feed[bus] === undefined ? null : (feed[bus] * clock) / 8);
  const rates: ArrayFeed = { weights: rateOf('weights'), activations: rateOf('activations'), results: rateOf('results'), memory: tiled.modes.map(({ streams }) => streams) };
  return {
    ...machine,
    tiled: fedTiles(tiled, rates, (bus, value) => computed(bus, value, 'B/s', 'bits_a_cycle / 8 * clock', [
      explainParameter(sources, 'bits_a_cycle', `feed.${bus}`, feed[bus]!, 'bit/cycle'), given('clock', clock, '1/s', 'cycles of the array'),
    ])),
    assumptions: () => [...machine.assumptions(), ...busNames.flatMap((bus) => (feed[bus] === undefined ? [] : [assumptionOf(bus, feed[bus], sources)]))],
  };
}

/** Weights and cache come over the slower one of the memory and their bus, through both at a time. */
function fedTiles(tiled: TiledMachine, feed: ArrayFeed, explainBus: (bus: BusName, value: number) => Explained): TiledMachine {
  const { weights } = feed;
  const retile = tiled.retile?.bind(tiled);
  const withBuses = { ...tiled, feed, explainFeed: explainBus };
  if (weights === null) return withBuses;
  const limited = (mode: ArrayMode): ArrayMode => ({ ...mode, streams: { ...mode.streams, weights: Math.min(mode.streams.weights, weights), kvCache: Math.min(mode.streams.kvCache, weights) } });
  return {
    ...withBuses,
    modes: tiled.modes.map(limited),
    ...(retile === undefined ? {} : {
      retile: (mode, tile, product) => {
        const found = retile(mode, tile, product);
        return 'code' in found ? found : limited(found);
      },
    }),
    explainRate: (mode, stream, value) => (isFed(stream) ? explainSlower(tiled, feed, mode, stream, value, explainBus('weights', weights)) : tiled.explainRate(mode, stream, value)),
  };
}

function isFed(stream: StreamName): stream is 'weights' | 'kvCache' {
  return stream === 'weights' || stream === 'kvCache';
}

function explainSlower(tiled: TiledMachine, { memory }: ArrayFeed, mode: number, stream: 'weights' | 'kvCache', value: number, bus: Explained): Explained {
  return computed('bytes_per_second', value, 'B/s', 'min(memory, feed)', [{ ...tiled.explainRate(mode, stream, memory[mode]![stream]), name: 'memory' }, { ...bus, name: 'feed' }]);
}

function assumptionOf(bus: BusName, value: number, sources: Sources): Assumption {
  const source = sources[`feed.${bus}`] ?? { quality: 'assumed', source: 'the experiment gives it without a source' };
  const affects = { weights: 'every transfer of weights and cache', activations: 'left operands of every product', results: 'results of every product' } as const;
  return { name: `feed.${bus}`, value, unit: 'bits a cycle', ...source, affects: affects[bus] };
}
