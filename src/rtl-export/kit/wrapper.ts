import { beatBits, type RtlDesign, type RtlStream } from './design.js';
import { parameterLiteral } from './literal.js';
import { commentLines } from './plain-text.js';
import { fieldPlaces, portPrefix, portsOf, rangeOf, type Port } from './ports.js';
import { fillTemplate } from './template.js';

const template = `// @TITLE@
//
@SUMMARY@
//
// The core @CORE@ with these parameters:
@MEANINGS@
//
// Streams have the handshake of AXI4-Stream; tdata is padded with zeros to whole bytes, and tlast ends a run. The attributes tell Vivado's IP
// integrator which ports belong together. Clock aclk, rising edge; reset aresetn, synchronous, active low.
module @TOP@ (
    (* X_INTERFACE_INFO = "xilinx.com:signal:clock:1.0 aclk CLK" *)
    (* X_INTERFACE_PARAMETER = "XIL_INTERFACENAME aclk, ASSOCIATED_BUSIF @BUSES@, ASSOCIATED_RESET aresetn" *)
    input  wire aclk,

    (* X_INTERFACE_INFO = "xilinx.com:signal:reset:1.0 aresetn RST" *)
    (* X_INTERFACE_PARAMETER = "XIL_INTERFACENAME aresetn, POLARITY ACTIVE_LOW" *)
    input  wire aresetn,

    @PORTS@
);

    @CORE@@PARAMETERS@ core (
        .aclk(aclk),
        .aresetn(aresetn),
        @CONNECTIONS@
    );

endmodule
`;

/** The wrapper of a design: the Verilog-2001 module `top`, which is the core with the design's parameters and the attributes for Vivado's IP integrator. */
export function wrapperSource(design: RtlDesign, top: string, version: string): string {
  const connections = design.streams.flatMap(portsOf).map(({ name }) => `.${name}(${name})`);
  const parameters = design.parameters.map(({ name, value }) => `        .${name}(${parameterLiteral(value)})`);
  const meanings = design.parameters.map(({ name, value, meaning }) => commentLines('//', `${name} = ${value}: ${meaning}`, '  '));
  return fillTemplate(template, {
    TITLE: `${top}, made by archsim ${version}.`,
    SUMMARY: commentLines('//', design.summary),
    CORE: design.core,
    MEANINGS: meanings.length === 0 ? '//   none' : meanings.join('\n'),
    TOP: top,
    BUSES: design.streams.map(portPrefix).join(':'),
    PORTS: design.streams.map(streamPorts).join(',\n\n'),
    PARAMETERS: parameters.length === 0 ? '' : ` #(\n${parameters.join(',\n')}\n    )`,
    CONNECTIONS: connections.join(',\n'),
  });
}

function streamPorts(stream: RtlStream): string {
  const bus = portPrefix(stream);
  const facts = `TDATA_NUM_BYTES ${beatBits(stream) / 8}, TDEST_WIDTH 0, TID_WIDTH 0, TUSER_WIDTH 0, HAS_TREADY 1, HAS_TSTRB 0, HAS_TKEEP 0, HAS_TLAST 1`;
  const lines = portsOf(stream).map((port, index) => [
    `(* X_INTERFACE_INFO = "xilinx.com:interface:axis:1.0 ${bus} ${port.signal}" *)`,
    ...(index === 0 ? [`(* X_INTERFACE_PARAMETER = "XIL_INTERFACENAME ${bus}, ${facts}" *)`] : []),
    declaration(port),
  ].join('\n'));
  return [...fieldComments(stream), lines.join(',\n')].join('\n');
}

function declaration({ name, direction, bits }: Port): string {
  return `${direction.padEnd(6)} wire ${rangeOf(bits)}${name}`;
}

function fieldComments(stream: RtlStream): readonly string[] {
  return fieldPlaces(stream).map(({ name, bits, count, meaning, low, high }) =>
    commentLines('//', `${portPrefix(stream)}_tdata[${high}:${low}]: ${name}${count === 1 ? '' : `, ${count} of ${bits} bits`}: ${meaning}`));
}
