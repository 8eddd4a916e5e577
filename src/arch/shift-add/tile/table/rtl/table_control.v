// Which step of a set of tables is made, and which of the two banks is built and which is read: the next tables are built while the last ones are read.
//
//   7, 4 or 3 steps for the sum of eight activations on 1, 2 or more adders, log2 ADDERS in which the first word of ADDERS entries doubles from one
//   entry, and one for each further word: its entries are those of the word without its highest bit, less twice an activation.
module table_control #(
    parameter ADDERS = 4                          // entries made at once, a power of two up to 256
) (
    input  wire       aclk,
    input  wire       aresetn,                    // synchronous, active low
    // Activations of a set
    input  wire       act_valid,
    output wire       act_take,                   // in the first step
    // Steps of all tables
    output wire       sums,                       // a step of the sum
    output wire       joins,                      // and that of partial sums
    output wire       rotate,                     // the next activation
    output wire       write,                      // a word is done
    output wire [7:0] write_word,
    output wire [7:0] read_word,                  // that it is made from
    output wire       first_word,                 // it is made from no word
    output wire       built,                      // it is the last one
    output reg        bank,                       // that is built
    // Look-ups
    input  wire       release_bank,               // the last look-up of a set
    output wire       ready,                      // there are tables to be read
    output reg        read_bank
);

    function integer log2_of;
        input integer power;
        begin
            log2_of = 0;
            while ((1 << log2_of) < power)
                log2_of = log2_of + 1;
        end
    endfunction

    localparam SUMMERS    = ADDERS < 4 ? ADDERS : 4;
    localparam SUM_STEPS  = 8/SUMMERS - 1 + log2_of(SUMMERS);
    localparam JOIN_STEP  = 8/SUMMERS - 1;                          // the first that adds partial sums
    localparam WORD_STEP  = SUM_STEPS + log2_of(ADDERS) - 1;        // the first that ends a word
    localparam LAST_STEP  = WORD_STEP + 256/ADDERS - 1;
    localparam STEP_BITS  = log2_of(LAST_STEP + 1);

    reg  [STEP_BITS-1:0] step;
    reg  [1:0]           full;

    wire busy = step != {STEP_BITS{1'b0}};
    wire goes = busy || (act_valid && !full[bank]);

    assign act_take   = goes && !busy;
    assign sums       = goes && step < SUM_STEPS[STEP_BITS-1:0];
    assign joins      = sums && step >= JOIN_STEP[STEP_BITS-1:0];
    assign write      = goes && step >= WORD_STEP[STEP_BITS-1:0];
    assign first_word = step <= WORD_STEP[STEP_BITS-1:0];
    assign built      = step == LAST_STEP[STEP_BITS-1:0];
    assign ready      = full[read_bank];

    /* verilator lint_off UNUSEDSIGNAL */         // of steps before the first word
    wire [9:0] number = {{(10-STEP_BITS){1'b0}}, step} - WORD_STEP[9:0];
    /* verilator lint_on UNUSEDSIGNAL */

    assign write_word = number[7:0];

    // Without its highest one.
    reg  [7:0] above;
    integer    i;

    always @* begin
        above[7] = number[7];
        for (i = 6; i >= 0; i = i - 1)
            above[i] = above[i+1] || number[i];
    end

    assign read_word = write_word & (above >> 1);

    // A doubling is over with a word of ones.
    wire doubled = (write_word & (write_word + 8'd1)) == 8'd0;

    assign rotate = goes && (first_word ? !joins : doubled);

    always @(posedge aclk) begin
        if (!aresetn)
            step <= {STEP_BITS{1'b0}};
        else if (goes)
            step <= built ? {STEP_BITS{1'b0}} : step + {{(STEP_BITS-1){1'b0}}, 1'b1};
    end

    always @(posedge aclk) begin
        if (!aresetn) begin
            bank      <= 1'b0;
            read_bank <= 1'b0;
            full      <= 2'b00;
        end else begin
            bank      <= bank ^ built;
            read_bank <= read_bank ^ release_bank;
            full[0]   <= (full[0] || (built && !bank)) && !(release_bank && !read_bank);
            full[1]   <= (full[1] || (built && bank)) && !(release_bank && read_bank);
        end
    end

endmodule
