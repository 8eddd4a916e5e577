import { beatBits, type RtlParameter, type RtlStream } from '../design.js';
import { parameterLiteral, signedLiteral } from '../literal.js';
import { commentLines } from '../plain-text.js';
import { memoryStyleNumber } from '../units/index.js';
import { fillTemplate } from '../template.js';
import type { EngineParts } from './engine.js';
import { fieldBits } from './field-bits.js';
import { dequantizerInstance, groupPlaceholders, kindNumber } from './dequantizer-top.js';
import { furtherStream, resultLanes } from './further-stream.js';
import { readerPorts, weightSource } from './weight-source.js';
import { engineTopTemplate } from './top-template.js';
import { engineId, engineVersion, fieldLow, registerAddressBits, registerMap, tableRegisters, type RegisterName } from './register-map.js';

/** The top module of an engine: registers, job, buffers and vector units around its core. */
export function engineTop(engine: EngineParts): string {
  const { core, streams, sumBits, elementBits, softmax, rmsNorm, silu } = engine;
  const { design, layout } = core;
  const place = (register: RegisterName, field: string): string => String(fieldLow(register, field));
  return fillTemplate(engineTopTemplate, {
    NAME: engine.name,
    CORE: design.core,
    SUMMARY: commentLines('//', design.summary),
    PARAMETERS: instanceParameters(design.parameters),
    ADDRESS_BITS: String(registerAddressBits),
    ADDRESS_HIGH: String(registerAddressBits - 1),
    ACT_HIGH: String(beatBits(streams.act) - 1),
    ACT_BITS: String(fieldBits(streams.act)),
    ACT_PADDED: padded('act_fields', streams.act),
    WGT_PADDED: padded('wgt_fields', streams.coreWgt),
    CORE_WGT_HIGH: String(beatBits(streams.coreWgt) - 1),
    CORE_WGT_BITS: String(fieldBits(streams.coreWgt)),
    WITH_WIDE: engine.dequantizer?.wide === true ? '1' : '0',
    WITH_GROUPS: engine.dequantizer?.grouped === true ? '1' : '0',
    DEQUANTIZER: dequantizerInstance(engine),
    WGT_HIGH: String(beatBits(streams.wgt) - 1),
    OUT_HIGH: String(beatBits(streams.out) - 1),
    SUM_HIGH: String(sumBits - 1),
    SUM_BITS: String(sumBits),
    LANES_HIGH: String(sumBits * layout.featureLanes * layout.tokenLanes - 1),
    ELEMENT_HIGH: String(elementBits - 1),
    ELEMENT_BITS: String(elementBits),
    WORDS: String(registerMap.length),
    REGISTERS: registerMap.map(({ name }, index) => `localparam ${name} = ${index};`).join('\n'),
    WRITABLE: registerMap.map(({ name, access }) => `assign writable[${name}] = ${writableWhen[access]};`).join('\n'),
    READABLE: registerMap.map((register) => `assign readable[32*${register.name} +: 32] = ${readValue(engine, register)};`).join('\n'),
    WITH_READER: engine.reader === undefined ? '0' : '1',
    READER_BUS: engine.reader === undefined ? '' : ':m_axi',
    READER_PORTS: readerPorts(engine),
    READER: weightSource(engine),
    ...(engine.dequantizer?.grouped === true ? groupPlaceholders(engine) : furtherStream(engine)),
    WGT_NAME: streams.wgt.name,
    WGT_NOTE: engine.dequantizer === undefined ? 'beats of the core' : 'codes of the beats of the core',
    RAW_ONLY: core.rawOnly === true ? '1' : '0',
    OUT_ORDER: resultLanes(engine),
    RAW: place('MODE', 'RAW'), COMBINE: place('MODE', 'COMBINE'), VECTOR: place('MODE', 'VECTOR'), FROM_MEMORY: place('MODE', 'FROM_MEMORY'), WIDE: place('MODE', 'WIDE'),
    START: place('CONTROL', 'START'), CLEAR: place('CONTROL', 'CLEAR'),
    MULTIPLIER: place('SCALE', 'MULTIPLIER'), SHIFT: place('SCALE', 'SHIFT'), COMBINE_SHIFT: place('SCALE', 'COMBINE_SHIFT'),
    WGT_BITS: String(fieldBits(streams.wgt)),
    WGT_DEPTH: String(engine.weightDepth),
    ACT_DEPTH: String(engine.activationDepth),
    OUT_DEPTH: String(engine.resultDepth),
    SOFTMAX_LENGTH: String(softmax?.maximumLength ?? 0),
    RMS_LENGTH: String(rmsNorm?.length ?? 0),
    WITH_SILU: silu === null ? '0' : '1',
    STYLE: String(memoryStyleNumber(engine.style)),
    FEATURE_LANES: String(layout.featureLanes),
    TOKEN_LANES: String(layout.tokenLanes),
    BEATS_ARE_TOKENS: layout.beatsAre === 'tokens' ? '1' : '0',
    UNITS: unitInstances(engine),
  });
}

/** A beat from its fields, with zeros above them. */
function padded(fields: string, stream: RtlStream): string {
  const padding = beatBits(stream) - fieldBits(stream);
  return padding === 0 ? fields : `{${padding}'d0, ${fields}}`;
}

/** Settings that keep nothing where there is no dequantiser. */
const dequantizerSettings: readonly RegisterName[] = ['DEQUANTIZE', 'GROUP_BEATS', ...tableRegisters];

const writableWhen = { state: '1\'b0', command: '1\'b1', setting: '!busy' } as const;

/** What a register reads as. */
function readValue(engine: EngineParts, { name, access }: (typeof registerMap)[number]): string {
  const { core: { layout, further, rawOnly }, activationDepth, resultDepth, softmax, rmsNorm, silu, reader, dequantizer } = engine;
  const bit = (is: boolean): string => `1'b${is ? 1 : 0}`;
  if (access === 'setting') return dequantizer === undefined && dequantizerSettings.includes(name) ? '32\'d0' : `values[32*${name} +: 32]`;
  switch (name) {
    case 'ID': return `32'h${engineId.toString(16)}`;
    case 'VERSION': return `32'd${engineVersion}`;
    case 'STATUS': return '{28\'d0, read_failed, failed, done, busy}';
    case 'CYCLES': return 'cycles';
    case 'WAITS_FOR_WEIGHTS': return 'waits_for_weights';
    case 'WAITS_FOR_ACTIVATIONS': return 'waits_for_activations';
    case 'WAITS_FOR_OUTPUT': return 'waits_for_output';
    case 'ACT_DEPTH': return `32'd${activationDepth}`;
    case 'OUT_DEPTH': return `32'd${resultDepth}`;
    case 'SOFTMAX_LENGTH': return `32'd${softmax?.maximumLength ?? 0}`;
    case 'RMS_LENGTH': return `32'd${rmsNorm?.length ?? 0}`;
    case 'PARTS': return `{12'd${layout.tokenLanes}, 12'd${layout.featureLanes}, 4'd0, ${bit(further !== undefined)}, ${bit(rawOnly === true)}, ${bit(reader !== undefined)}, ${bit(silu !== null)}}`;
    case 'DEQUANTIZER': {
      if (dequantizer === undefined) return '32\'d0';
      const { codeBits, kind, scaled, grouped, wide } = dequantizer;
      return `{23'd0, ${bit(wide)}, ${bit(grouped)}, ${bit(scaled)}, 2'd${kindNumber(kind)}, 4'd${codeBits}}`;
    }
    default: return '32\'d0';
  }
}

const unitOutputs = { 1: 'softmax', 2: 'rms', 3: 'silu' } as const;

function unitInstances({ units }: EngineParts): string {
  return ([1, 2, 3] as const).map((index) => {
    const unit = units.find((one) => one.index === index);
    const output = unitOutputs[index];
    if (unit === undefined) {
      return [`assign ${output} = 8'd0;`, `assign unit_x_ready[${index}] = 1'b0;`, `assign unit_y_last[${index}] = 1'b0;`, `assign unit_y_valid[${index}] = 1'b0;`, '',
        `wire unused_${output} = &{1'b0, unit_x_valid[${index}], unit_y_ready[${index}]};`].join('\n');
    }
    return [
      `${unit.core}${instanceParameters(unit.parameters, sizedLiteral)} ${output}_unit (`,
      '    .aclk(aclk), .aresetn(aresetn),',
      `    .s_axis_x_tdata(unit_x), .s_axis_x_tvalid(unit_x_valid[${index}]), .s_axis_x_tready(unit_x_ready[${index}]), .s_axis_x_tlast(unit_x_last),`,
      `    .m_axis_y_tdata(${output}), .m_axis_y_tvalid(unit_y_valid[${index}]), .m_axis_y_tready(unit_y_ready[${index}]), .m_axis_y_tlast(unit_y_last[${index}])`,
      ');',
    ].join('\n');
  }).join('\n\n');
}

function instanceParameters(parameters: readonly RtlParameter[], literal: (value: number) => string = parameterLiteral): string {
  if (parameters.length === 0) return '';
  return ` #(\n${parameters.map(({ name, value }) => `        .${name}(${literal(value)})`).join(',\n')}\n    )`;
}

/** Verilator wants a size where a module puts a parameter beside other bits. */
function sizedLiteral(value: number): string {
  return signedLiteral(32, value);
}
