// Elements go past the vector units (vector 0), or through softmax (1), RMS normalisation (2) or SiLU (3), row by row, and out.
//
//   Units have streams of 8 bits; shares of a softmax, which may be 2^7, are 127 at most. `y_last` goes with the last element of the last row.
module archsim_engine_route #(
    parameter BITS = 32                 // of an element, 8 or more
) (
    input  wire            aclk,
    input  wire            aresetn,         // synchronous, active low
    input  wire            start,
    input  wire [1:0]      vector,          // these stand still until the last element has left
    input  wire [15:0]     last_token,
    input  wire [BITS-1:0] x,
    input  wire            x_ends_row,
    input  wire            x_valid,
    output wire            x_ready,
    // To the units, which share data and tlast
    output wire [7:0]      unit_x,
    output wire            unit_x_last,
    output wire [3:1]      unit_x_valid,
    input  wire [3:1]      unit_x_ready,
    // From them
    input  wire [7:0]      softmax,
    input  wire [7:0]      rms,
    input  wire [7:0]      silu,
    input  wire [3:1]      unit_y_last,
    input  wire [3:1]      unit_y_valid,
    output wire [3:1]      unit_y_ready,
    output wire [BITS-1:0] y,
    output wire            y_last,
    output wire            y_valid,
    input  wire            y_ready
);

    wire        ready;
    reg  [15:0] token;

    assign unit_x       = x[7:0];
    assign unit_x_last  = x_ends_row;
    assign unit_x_valid = {x_valid && vector == 2'd3, x_valid && vector == 2'd2, x_valid && vector == 2'd1};
    assign unit_y_ready = {ready && vector == 2'd3, ready && vector == 2'd2, ready && vector == 2'd1};

    wire [3:0]  x_readys = {unit_x_ready, ready};
    wire [3:0]  lasts    = {unit_y_last, x_ends_row};
    wire [3:0]  valids   = {unit_y_valid, x_valid};
    wire        ends_row = lasts[vector];
    wire        valid    = valids[vector];
    wire [7:0]  share    = softmax[7] ? 8'd127 : softmax;
    wire [7:0]  number   = vector == 2'd1 ? share : vector == 2'd2 ? rms : silu;
    wire [BITS-1:0] result;

    assign x_ready = x_readys[vector];

    generate
        if (BITS > 8) begin : signs
            assign result = vector == 2'd0 ? x : {{(BITS-8){number[7]}}, number};
        end else begin : bits
            assign result = vector == 2'd0 ? x : number;
        end
    endgenerate

    always @(posedge aclk)
        if (start)
            token <= 16'd0;
        else if (valid && ready && ends_row)
            token <= token + 16'd1;

    archsim_skid #(.WIDTH(BITS + 1)) output_buffer (
        .aclk(aclk), .aresetn(aresetn),
        .s_data({ends_row && token == last_token, result}), .s_valid(valid), .s_ready(ready),
        .m_data({y_last, y}), .m_valid(y_valid), .m_ready(y_ready)
    );

endmodule
