// A piecewise polynomial of degree 0 to 3 in whole numbers. The input is a segment number above R_BITS rest bits r:
//
//   sum_d = c_d,   sum_k = c_k + floor(sum_(k+1) * r / 2^R_BITS),   y = floor(sum_0 / 2^GUARD_BITS)
//
// `segment` goes to a table, which answers with all coefficients of that segment at once, c_0 in the lowest bits. y follows x by 1 + DEGREE edges.
module archsim_polynomial #(
    parameter SEGMENT_BITS = 4,     // 0: one segment; `segment` has one bit then, which is 0
    parameter R_BITS       = 4,     // 0 only where DEGREE is 0
    parameter DEGREE       = 1,
    parameter GUARD_BITS   = 0,
    parameter C0_BITS      = 8,     // signed, as all that follow
    parameter C1_BITS      = 8,     // those above DEGREE do not count
    parameter C2_BITS      = 8,
    parameter C3_BITS      = 8,
    parameter SUM0_BITS    = 8,     // more than GUARD_BITS
    parameter SUM1_BITS    = 8,
    parameter SUM2_BITS    = 8,
    parameter USE_DSP      = 1,     // bit k is for the product of sum_(k+1)
    parameter TABLE_BITS   = 16     // all coefficients together
) (
    aclk, enable, x, segment, coefficients, y
);

    localparam X_BITS  = SEGMENT_BITS + R_BITS;
    localparam S_WIDTH = (SEGMENT_BITS > 0) ? SEGMENT_BITS : 1;
    localparam R_WIDTH = (R_BITS > 0) ? R_BITS : 1;

    input  wire                            aclk;
    input  wire                            enable;
    input  wire [X_BITS-1:0]               x;
    output wire [S_WIDTH-1:0]              segment;
    input  wire [TABLE_BITS-1:0]           coefficients;
    output wire [SUM0_BITS-GUARD_BITS-1:0] y;           // signed

    reg [TABLE_BITS-1:0] c;

    always @(posedge aclk)
        if (enable)
            c <= coefficients;

    generate
        if (SEGMENT_BITS == 0) begin : one_segment
            assign segment = 1'b0;
        end else begin : segments
            assign segment = x[X_BITS-1:R_BITS];
        end

        if (DEGREE == 0) begin : constants
            assign y = c[SUM0_BITS-1:GUARD_BITS];
            if (R_BITS > 0) begin : rest
                wire unused_rest = &{1'b0, x[R_WIDTH-1:0]};
            end
        end else begin : sums
            reg  [R_WIDTH-1:0]   r;
            wire [SUM0_BITS-1:0] sum0;

            always @(posedge aclk)
                if (enable)
                    r <= x[R_WIDTH-1:0];

            assign y = sum0[SUM0_BITS-1:GUARD_BITS];
            if (GUARD_BITS > 0) begin : guard
                wire unused_guard = &{1'b0, sum0[GUARD_BITS-1:0]};
            end

            if (DEGREE == 1) begin : linear
                archsim_horner #(.C_BITS(C0_BITS), .ABOVE_BITS(C1_BITS), .R_BITS(R_WIDTH), .SUM_BITS(SUM0_BITS), .USE_DSP(USE_DSP & 1)) step0 (
                    .aclk(aclk), .enable(enable), .c(c[C0_BITS-1:0]), .above(c[C0_BITS +: C1_BITS]), .r(r), .sum(sum0)
                );
            end else begin : higher
                wire [SUM1_BITS-1:0] sum1;
                wire [C0_BITS-1:0]   c0_later;
                wire [R_WIDTH-1:0]   r_later;

                archsim_delay #(.WIDTH(C0_BITS), .STAGES(DEGREE - 1)) c0_line (.aclk(aclk), .enable(enable), .d(c[C0_BITS-1:0]), .q(c0_later));
                archsim_delay #(.WIDTH(R_WIDTH), .STAGES(DEGREE - 1)) r_line (.aclk(aclk), .enable(enable), .d(r), .q(r_later));
                archsim_horner #(.C_BITS(C0_BITS), .ABOVE_BITS(SUM1_BITS), .R_BITS(R_WIDTH), .SUM_BITS(SUM0_BITS), .USE_DSP(USE_DSP & 1)) step0 (
                    .aclk(aclk), .enable(enable), .c(c0_later), .above(sum1), .r(r_later), .sum(sum0)
                );

                if (DEGREE == 2) begin : quadratic
                    archsim_horner #(.C_BITS(C1_BITS), .ABOVE_BITS(C2_BITS), .R_BITS(R_WIDTH), .SUM_BITS(SUM1_BITS), .USE_DSP(USE_DSP & 2)) step1 (
                        .aclk(aclk), .enable(enable), .c(c[C0_BITS +: C1_BITS]), .above(c[C0_BITS+C1_BITS +: C2_BITS]), .r(r), .sum(sum1)
                    );
                end else begin : cubic
                    wire [SUM2_BITS-1:0] sum2;
                    wire [C1_BITS-1:0]   c1_later;
                    wire [R_WIDTH-1:0]   r_next;

                    archsim_delay #(.WIDTH(C1_BITS), .STAGES(1)) c1_line (.aclk(aclk), .enable(enable), .d(c[C0_BITS +: C1_BITS]), .q(c1_later));
                    archsim_delay #(.WIDTH(R_WIDTH), .STAGES(1)) r_line_1 (.aclk(aclk), .enable(enable), .d(r), .q(r_next));
                    archsim_horner #(.C_BITS(C1_BITS), .ABOVE_BITS(SUM2_BITS), .R_BITS(R_WIDTH), .SUM_BITS(SUM1_BITS), .USE_DSP(USE_DSP & 2)) step1 (
                        .aclk(aclk), .enable(enable), .c(c1_later), .above(sum2), .r(r_next), .sum(sum1)
                    );
                    archsim_horner #(.C_BITS(C2_BITS), .ABOVE_BITS(C3_BITS), .R_BITS(R_WIDTH), .SUM_BITS(SUM2_BITS), .USE_DSP(USE_DSP & 4)) step2 (
                        .aclk(aclk), .enable(enable), .c(c[C0_BITS+C1_BITS +: C2_BITS]), .above(c[C0_BITS+C1_BITS+C2_BITS +: C3_BITS]), .r(r), .sum(sum2)
                    );
                end
            end
        end
    endgenerate

endmodule
