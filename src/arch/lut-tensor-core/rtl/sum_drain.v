// Sums of all outputs, taken at once and sent feature after feature, feature 0 first, as products with two's complement weights:
//
//   y = (y' - r) / 2        y' a sum of the array, r the sum of the row's activations: the weights of y' are 2 w + 1
//
//   The sums of a row move down a feature a beat. New ones can be taken in the cycle in which the last beat leaves.
module sum_drain #(
    parameter M    = 2,                             // rows: results of a beat
    parameter N    = 64,                            // features: beats of one load
    parameter BITS = 33                             // of a sum; a result has one less
) (
    input  wire                  aclk,
    input  wire                  aresetn,           // synchronous, active low: nothing is left to be sent
    input  wire                  load,              // takes sums; only while `ready`
    input  wire                  load_last,         // they are the last of the run
    input  wire [M*N*BITS-1:0]   load_sums,         // feature 0 lowest, in it row 0
    input  wire [M*BITS-1:0]     load_rows,         // sums of the activations, row 0 lowest
    output wire                  ready,
    output wire [M*(BITS-1)-1:0] m_data,
    output wire                  m_last,
    output wire                  m_valid,
    input  wire                  m_ready
);

    function integer bits_for;
        input integer number;
        begin
            bits_for = 1;
            while ((1 << bits_for) <= number)
                bits_for = bits_for + 1;
        end
    endfunction

    localparam LEFT_BITS = bits_for(N);

    reg [M*N*BITS-1:0]  sums;
    reg [M*BITS-1:0]    rows;
    reg [LEFT_BITS-1:0] left;    // features that are still to be sent
    reg                 ends_run;

    wire final_beat = left == {{(LEFT_BITS-1){1'b0}}, 1'b1};
    wire sent       = m_valid && m_ready;

    assign m_valid = left != {LEFT_BITS{1'b0}};
    assign m_last  = ends_run && final_beat;
    assign ready   = !m_valid || (final_beat && m_ready);

    // The difference is even: an entry and the sum of its group are both even or both odd.
    genvar m;
    generate
        for (m = 0; m < M; m = m + 1) begin : results
            /* verilator lint_off UNUSEDSIGNAL */
            wire [BITS-1:0] doubled = sums[m*BITS +: BITS] - rows[m*BITS +: BITS];
            /* verilator lint_on UNUSEDSIGNAL */
            assign m_data[m*(BITS-1) +: BITS-1] = doubled[BITS-1:1];
        end
    endgenerate

    always @(posedge aclk) begin
        if (!aresetn)
            left <= {LEFT_BITS{1'b0}};
        else if (load)
            left <= N[LEFT_BITS-1:0];
        else if (sent)
            left <= left - {{(LEFT_BITS-1){1'b0}}, 1'b1};
    end

    // Data needs no reset: it is read only while beats are left.
    always @(posedge aclk) begin
        if (load) begin
            sums     <= load_sums;
            rows     <= load_rows;
            ends_run <= load_last;
        end else if (sent) begin
            sums <= sums >> (M * BITS);
        end
    end

endmodule
