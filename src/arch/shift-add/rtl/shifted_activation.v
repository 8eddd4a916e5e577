// An activation times 2^(SLICE p) in pass p of its step, so that no product has a shifter that depends on the pass.
module shifted_activation #(
    parameter ACT_BITS = 8,                                       // of the activation
    parameter SLICE    = 4,                                       // bits of a weight that a pass takes
    parameter PASSES   = 2                                        // of the widest weights
) (
    /* verilator lint_off UNUSEDSIGNAL */                         // nothing is kept where there is one pass
    input  wire                               aclk,
    input  wire                               take,               // a pass is issued
    input  wire                               first_pass,         // of its step
    /* verilator lint_on UNUSEDSIGNAL */
    input  wire [ACT_BITS-1:0]                activation,         // used in the first pass
    output wire [ACT_BITS+(PASSES-1)*SLICE-1:0] shifted
);

    localparam WIDTH = ACT_BITS + (PASSES - 1)*SLICE;

    generate
        if (PASSES == 1) begin : once
            assign shifted = activation;
        end else begin : again
            reg [WIDTH-SLICE-1:0] kept;

            assign shifted = first_pass ? {{(WIDTH-ACT_BITS){activation[ACT_BITS-1]}}, activation} : {kept, {SLICE{1'b0}}};

            always @(posedge aclk) begin
                if (take)
                    kept <= shifted[WIDTH-SLICE-1:0];
            end
        end
    endgenerate

endmodule
