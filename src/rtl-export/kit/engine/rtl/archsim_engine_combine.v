// Results of a product with elements that came from outside, one a cycle:
//
//   op 0  y = x                1  y = saturate8(x + e)      2  y = saturate8(floor(x * e / 2^shift + 1/2))      3  y = e, and there is no product
//
// e has 8 bits, signed; so has x but in op 0, where it may have all its bits. `y_ends_row` goes with the last element of each row, `y_ends_all` with the
// last of all. y can be taken three edges after x and e, in which they wait in two stages and a buffer of two entries.
module archsim_engine_combine #(
    parameter BITS = 32                 // of x and y, 8 or more
) (
    input  wire            aclk,
    input  wire            aresetn,         // synchronous, active low
    input  wire            start,
    input  wire [1:0]      op,              // these stand still until the last element has left
    input  wire [3:0]      shift,
    input  wire [15:0]     last_token,
    input  wire [15:0]     last_feature,
    input  wire [BITS-1:0] x,
    input  wire            x_valid,
    output wire            x_ready,
    input  wire [7:0]      e,
    input  wire            e_valid,
    output wire            e_ready,
    output wire [BITS-1:0] y,
    output wire            y_ends_row,
    output wire            y_ends_all,
    output wire            y_valid,
    input  wire            y_ready
);

    localparam WIDE = BITS + 16;

    wire        enable;
    wire        running;
    wire        takes_x = op != 2'd3;
    wire        takes_e = op != 2'd0;
    wire        take    = running && enable && (x_valid || !takes_x) && (e_valid || !takes_e);
    wire        ends_row;
    wire        ends_all;
    /* verilator lint_off UNUSEDSIGNAL */
    wire [15:0] feature;
    wire        ends_rows;
    /* verilator lint_on UNUSEDSIGNAL */

    assign x_ready = take && takes_x;
    assign e_ready = take && takes_e;

    archsim_engine_count count (
        .aclk(aclk), .aresetn(aresetn), .start(start), .step(take),
        .last_outer(16'd0), .last_middle(last_token), .last_inner(last_feature),
        .running(running), .inner(feature), .ends_inner(ends_row), .ends_middle(ends_rows), .ends_outer(ends_all)
    );

    wire signed [BITS-1:0] a       = x;
    wire signed [7:0]      b       = e;
    wire signed [7:0]      low     = x[7:0];
    wire signed [15:0]     product = low * b;
    wire signed [15:0]     sum     = {{8{low[7]}}, low} + {{8{b[7]}}, b};

    reg  signed [WIDE-1:0] first;
    reg                    first_ends_row;
    reg                    first_ends_all;
    reg                    first_valid;
    reg  [BITS-1:0]        second;
    reg                    second_ends_row;
    reg                    second_ends_all;
    reg                    second_valid;

    // One place fewer than asked for, so that the lowest bit says how to round.
    wire signed [WIDE:0]   doubled   = {first, 1'b0};
    wire signed [WIDE:0]   halves    = op == 2'd2 ? doubled >>> shift : doubled;
    wire [WIDE:0]          whole     = {halves[WIDE], halves[WIDE:1]} + {{WIDE{1'b0}}, halves[0]};
    wire                   too_large = whole[WIDE:7] != {(WIDE-6){whole[WIDE]}};
    wire [7:0]             saturated = too_large ? {whole[WIDE], {7{!whole[WIDE]}}} : whole[7:0];
    wire [BITS-1:0]        narrow;

    generate
        if (BITS > 8) begin : signs
            assign narrow = {{(BITS-8){saturated[7]}}, saturated};
        end else begin : bits
            assign narrow = saturated;
        end
    endgenerate

    always @(posedge aclk)
        if (!aresetn) begin
            first_valid  <= 1'b0;
            second_valid <= 1'b0;
        end else if (enable) begin
            first_valid  <= take;
            second_valid <= first_valid;
        end

    always @(posedge aclk)
        if (enable) begin
            case (op)
                2'd0:    first <= {{(WIDE-BITS){a[BITS-1]}}, a};
                2'd1:    first <= {{(WIDE-16){sum[15]}}, sum};
                2'd2:    first <= {{(WIDE-16){product[15]}}, product};
                default: first <= {{(WIDE-8){b[7]}}, b};
            endcase
            first_ends_row  <= ends_row;
            first_ends_all  <= ends_all;
            second          <= op == 2'd0 ? first[BITS-1:0] : narrow;
            second_ends_row <= first_ends_row;
            second_ends_all <= first_ends_all;
        end

    archsim_skid #(.WIDTH(BITS + 2)) output_buffer (
        .aclk(aclk), .aresetn(aresetn),
        .s_data({second_ends_all, second_ends_row, second}), .s_valid(second_valid), .s_ready(enable),
        .m_data({y_ends_all, y_ends_row, y}), .m_valid(y_valid), .m_ready(y_ready)
    );

endmodule
