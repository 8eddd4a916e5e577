// The sum of eight numbers on ADDERS adders in 7, 4 or 3 steps: pairs, then what is left of the numbers, then partial sums.
module activation_sum #(
    parameter ADDERS = 4,                           // 1, 2 or 4
    parameter BITS   = 8                            // of a number
) (
    input  wire                   aclk,
    input  wire                   step,
    input  wire                   first,            // step: the sum begins
    input  wire                   joins,            // step: partial sums are added
    /* verilator lint_off UNUSEDSIGNAL */           // one adder meets all numbers here, four none
    input  wire [8*BITS-1:0]      values,           // of the first step
    input  wire [ADDERS*BITS-1:0] further,          // of the others
    /* verilator lint_on UNUSEDSIGNAL */
    output wire [BITS+2:0]        next,             // the sum once the step is done
    output wire [BITS+2:0]        sum
);

    localparam SUM_BITS = BITS + 3;

    /* verilator lint_off UNUSEDSIGNAL */           // partial sums that are joined and those that are not
    wire [2*ADDERS*SUM_BITS-1:0] parts;
    /* verilator lint_on UNUSEDSIGNAL */
    wire [ADDERS*SUM_BITS-1:0]   sums;

    assign parts = {{(ADDERS*SUM_BITS){1'b0}}, sums};
    assign sum   = sums[SUM_BITS-1:0];

    genvar i;
    generate
        for (i = 0; i < ADDERS; i = i + 1) begin : each
            wire [BITS-1:0] one   = values[2*i*BITS +: BITS];
            wire [BITS-1:0] other = first ? values[(2*i+1)*BITS +: BITS] : further[i*BITS +: BITS];

            wire [SUM_BITS-1:0] left  = first ? {{3{one[BITS-1]}}, one} : joins ? parts[2*i*SUM_BITS +: SUM_BITS] : sums[i*SUM_BITS +: SUM_BITS];
            wire [SUM_BITS-1:0] right = joins ? parts[(2*i+1)*SUM_BITS +: SUM_BITS] : {{3{other[BITS-1]}}, other};
            wire [SUM_BITS-1:0] made  = left + right;

            reg [SUM_BITS-1:0] held;

            assign sums[i*SUM_BITS +: SUM_BITS] = held;

            always @(posedge aclk) begin
                if (step)
                    held <= made;
            end

            if (i == 0) begin : whole
                assign next = made;
            end
        end
    endgenerate

endmodule
