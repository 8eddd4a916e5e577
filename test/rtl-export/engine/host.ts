import { registerAddress, type RegisterName } from '../../../src/rtl-export/kit/engine/register-map.js';
import { settingsOf, type EngineJob } from '../../../src/rtl-export/kit/engine/job.js';
import type { Engine } from '../../../src/rtl-export/kit/engine/engine.js';
import type { Simulator } from '../../../src/rtl-export/runners/simulator.js';
import type { Rng } from '../../../src/sim/core/rng.js';

/** How often each side of a stream waits: 0 never. */
export interface Pace {
  readonly inputs: number;
  readonly outputs: number;
  /** Cycles from one beat of weights to the next; default 1. */
  readonly weightInterval?: number;
  /** The same of the further stream. */
  readonly furtherInterval?: number;
}

/** What a job on the simulated engine did. */
export interface HostRun {
  readonly results: Float64Array;
  readonly cycles: number;
  readonly waitsForWeights: number;
  readonly waitsForActivations: number;
  readonly waitsForOutput: number;
}

export interface EngineHost {
  reset(): void;
  /** The response. */
  write(name: RegisterName, value: number): number;
  read(name: RegisterName): number;
  readAddress(address: number): { readonly value: number; readonly response: number };
  /** Does a job from its settings to its last result; throws where the engine stops or breaks a rule. */
  run(job: EngineJob, pace?: Pace): HostRun;
  /** Whether the engine refuses a job. */
  refuses(job: EngineJob): boolean;
  /** The response to a write of a setting while a job runs, which is given no data; the engine is reset then. */
  writesWhileBusy(job: EngineJob): number;
}

/** The beats of a stream, and how far it is. */
interface Offered {
  readonly name: string;
  readonly beats: readonly bigint[];
  at: number;
  isOffered: boolean;
}

/** A processor with its memory beside a simulated engine: it writes registers, plays and takes streams, and reads registers. */
export function engineHost(engine: Engine, simulator: Simulator, rng: Rng): EngineHost {
  const further = engine.streams.further?.name;
  const inputs = [...(further === undefined ? [] : [`s_axis_${further}_tvalid`]), 's_axis_act_tvalid', 's_axis_wgt_tvalid', 's_axis_elt_tvalid', 'm_axis_out_tready', 's_axi_awvalid', 's_axi_wvalid', 's_axi_bready', 's_axi_arvalid', 's_axi_rready'];
  /** How often a signal of AXI4-Lite waits. */
  let waits = 0.2;
  const idle = (): void => { for (const name of inputs) simulator.setInt(name, 0); };

  /** Edges until what is offered was taken. */
  const offer = (valids: readonly string[]): void => {
    const open = new Set(valids);
    for (let edge = 0; open.size > 0; edge++) {
      if (edge > 100) throw new Error(`${[...open].join(', ')} wait for ever`);
      for (const name of valids) simulator.setInt(name, open.has(name) && rng.next() >= waits ? 1 : 0);
      const taken = [...open].filter((name) => simulator.getInt(name) === 1 && simulator.getInt(name.replace('valid', 'ready')) === 1);
      simulator.edge();
      for (const name of taken) open.delete(name);
      for (const name of valids) simulator.setInt(name, 0);
    }
  };
  const receive = (valid: string, look: () => void): void => {
    const ready = valid.replace('valid', 'ready');
    for (let edge = 0; ; edge++) {
      if (edge > 100) throw new Error(`${valid} does not come`);
      simulator.setInt(ready, rng.next() >= waits ? 1 : 0);
      const isTaken = simulator.getInt(valid) === 1 && simulator.getInt(ready) === 1;
      if (isTaken) look();
      simulator.edge();
      simulator.setInt(ready, 0);
      if (isTaken) return;
    }
  };
  const write = (name: RegisterName, value: number): number => {
    simulator.setInt('s_axi_awaddr', registerAddress(name));
    simulator.setInt('s_axi_wdata', value | 0);
    simulator.setInt('s_axi_wstrb', 15);
    offer(['s_axi_awvalid', 's_axi_wvalid']);
    let response = 0;
    receive('s_axi_bvalid', () => { response = simulator.getInt('s_axi_bresp'); });
    return response;
  };
  const readAddress = (address: number): { readonly value: number; readonly response: number } => {
    simulator.setInt('s_axi_araddr', address);
    offer(['s_axi_arvalid']);
    let [value, response] = [0, 0];
    receive('s_axi_rvalid', () => { [value, response] = [simulator.getInt('s_axi_rdata'), simulator.getInt('s_axi_rresp')]; });
    return { value, response };
  };
  const read = (name: RegisterName): number => readAddress(registerAddress(name)).value;
  const reset = (): void => {
    simulator.reset(rng);
    idle();
    simulator.setInt('aresetn', 0);
    for (let edge = 0; edge < 4; edge++) simulator.edge();
    simulator.setInt('aresetn', 1);
    for (let edge = 0; edge < 4; edge++) simulator.edge();
  };
  const start = (job: EngineJob): void => {
    for (const [name, value] of settingsOf(job)) if (write(name, value) !== 0) throw new Error(`${name} was not written`);
    if (write('CONTROL', 1) !== 0) throw new Error('CONTROL was not written');
  };

  return {
    write, read, readAddress, reset,
    refuses(job) {
      start(job);
      const status = read('STATUS');
      write('CONTROL', 2);
      if (read('STATUS') !== 0) throw new Error('the status was not cleared');
      return status === 4;
    },
    writesWhileBusy(job) {
      start(job);
      const response = write('TOKENS', 1);
      if (read('STATUS') !== 1) throw new Error('the engine is not busy');
      reset();
      return response;
    },
    run(job, pace = { inputs: 0, outputs: 0 }) {
      waits = pace.inputs;
      if (simulator.getInt('s_axis_act_tready') === 1) throw new Error('activations are taken before their job');
      const results = new Float64Array(job.results.length);
      const offered = (name: string, beats: readonly bigint[]): Offered => ({ name, beats, at: 0, isOffered: false });
      const wgt = offered('wgt', job.wgt);
      const streams = [
        offered('act', job.act), wgt, offered('elt', job.elements.map((e) => BigInt.asUintN(8, BigInt(e)))), ...(further === undefined ? [] : [offered(further, job.further)]),
      ];
      let taken = 0;
      // Weights may come before their job.
      for (let edge = 0; edge < 12 && pace.inputs > 0 && wgt.at < wgt.beats.length; edge++) {
        simulator.setInt('s_axis_wgt_tvalid', 1);
        simulator.set('s_axis_wgt_tdata', wgt.beats[wgt.at]!);
        if (simulator.getInt('s_axis_wgt_tready') === 1) wgt.at++;
        simulator.edge();
        simulator.setInt('s_axis_wgt_tvalid', 0);
      }
      start(job);
      const intervals: Readonly<Record<string, number>> = { wgt: pace.weightInterval ?? 1, ...(further === undefined ? {} : { [further]: pace.furtherInterval ?? 1 }) };
      const left = (): string => streams.filter(({ at, beats }) => at < beats.length).map(({ name, at, beats }) => `${beats.length - at} of ${name}`).join(', ');
      for (let [quiet, edge] = [0, 0]; taken < results.length; quiet++, edge++) {
        if (quiet > 20_000) throw new Error(`${job.label}: nothing moves; left are ${left()}, and ${taken} results of ${results.length} came`);
        for (const stream of streams) {
          const { name, beats, at } = stream;
          const isDue = edge >= Math.ceil(at * (intervals[name] ?? 0));
          stream.isOffered = at < beats.length && isDue && (stream.isOffered || rng.next() >= pace.inputs);
          simulator.setInt(`s_axis_${name}_tvalid`, stream.isOffered ? 1 : 0);
          simulator.set(`s_axis_${name}_tdata`, stream.isOffered ? beats[at]! : BigInt(rng.integer(0, 255)));
        }
        simulator.setInt('m_axis_out_tready', rng.next() >= pace.outputs ? 1 : 0);
        if (simulator.getInt('m_axis_out_tvalid') === 1 && simulator.getInt('m_axis_out_tready') === 1) {
          results[taken++] = Number(BigInt.asIntN(engine.elementBits, simulator.get('m_axis_out_tdata')));
          if (simulator.getInt('m_axis_out_tlast') !== (taken === results.length ? 1 : 0)) throw new Error(`${job.label}: tlast of result ${taken - 1}`);
          quiet = 0;
        }
        for (const stream of streams) {
          if (!stream.isOffered || simulator.getInt(`s_axis_${stream.name}_tready`) !== 1) continue;
          stream.at++;
          stream.isOffered = false;
          quiet = 0;
        }
        simulator.edge();
      }
      idle();
      if (left() !== '') throw new Error(`${job.label}: beats are left: ${left()}`);
      if (read('STATUS') !== 2) throw new Error(`${job.label}: the status is ${read('STATUS')}`);
      return {
        results, cycles: read('CYCLES'), waitsForWeights: read('WAITS_FOR_WEIGHTS'), waitsForActivations: read('WAITS_FOR_ACTIVATIONS'), waitsForOutput: read('WAITS_FOR_OUTPUT'),
      };
    },
  };
}
