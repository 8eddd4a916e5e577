/** Verilog that asserts what must hold of modules of the tile, cycle for cycle. */
export const propertyModules = {
  // From a reset on, the sum of the products of all operands but the last ones, at the full width of the sum.
  'output_pe_sums.v': `
module output_pe_sums #(parameter ACT_BITS = 2, parameter WGT_BITS = 2, parameter SUM_BITS = 4) (
    input aclk, input advance, input signed [ACT_BITS-1:0] act, input signed [WGT_BITS-1:0] wgt, input drain, input [SUM_BITS-1:0] sum_below);
    reg started = 0;
    wire signed [ACT_BITS-1:0] act_next;
    wire signed [WGT_BITS-1:0] wgt_next;
    wire [SUM_BITS-1:0] sum;
    output_pe #(.ACT_BITS(ACT_BITS), .WGT_BITS(WGT_BITS), .SUM_BITS(SUM_BITS)) pe (.aclk(aclk), .aresetn(started), .advance(advance), .act(act), .wgt(wgt),
        .act_next(act_next), .wgt_next(wgt_next), .drain(drain), .sum_below(sum_below), .sum(sum));
    reg signed [ACT_BITS-1:0] last_act = 0;
    reg signed [WGT_BITS-1:0] last_wgt = 0;
    reg signed [SUM_BITS-1:0] total = 0;
    wire signed [SUM_BITS-1:0] product = last_act * last_wgt;
    always @(posedge aclk) begin
        started <= 1;
        if (started && advance) begin
            last_act <= act;
            last_wgt <= wgt;
            total <= (drain ? sum_below : total) + product;
        end
        if (started) assert (sum == total && act_next == last_act && wgt_next == last_wgt);
    end
endmodule
`,
  // From the first weight on: sum_above and the product of the operands before, with the weight of then.
  'weight_pe_sums.v': `
module weight_pe_sums #(parameter ACT_BITS = 2, parameter WGT_BITS = 2, parameter SUM_BITS = 4) (
    input aclk, input advance, input load, input clear, input signed [ACT_BITS-1:0] act, input signed [WGT_BITS-1:0] wgt_below, input [SUM_BITS-1:0] sum_above);
    wire signed [ACT_BITS-1:0] act_next;
    wire signed [WGT_BITS-1:0] wgt;
    wire [SUM_BITS-1:0] sum;
    weight_pe #(.ACT_BITS(ACT_BITS), .WGT_BITS(WGT_BITS), .SUM_BITS(SUM_BITS)) pe (.aclk(aclk), .advance(advance), .load(load), .wgt_below(wgt_below), .wgt(wgt),
        .act(act), .act_next(act_next), .clear(clear), .sum_above(sum_above), .sum(sum));
    reg has_weight = 0, has_product = 0, has_sum = 0;
    reg signed [WGT_BITS-1:0] held, last_held;
    reg signed [ACT_BITS-1:0] last_act;
    reg signed [SUM_BITS-1:0] total;
    wire signed [SUM_BITS-1:0] product = last_act * last_held;
    always @(posedge aclk) begin
        if (advance && load) begin
            held <= wgt_below;
            has_weight <= 1;
        end
        if (advance) begin
            last_held <= held;
            last_act <= act;
            has_product <= has_weight;
        end
        if (clear) begin
            total <= 0;
            has_sum <= 1;
        end else if (advance) begin
            total <= sum_above + product;
            has_sum <= has_product;
        end
        if (has_weight) assert (wgt == held);
        if (has_product) assert (act_next == last_act);
        if (has_sum) assert (sum == total);
    end
endmodule
`,
  // An operand of any one cycle of movement comes out so many of them later.
  'skew_delays.v': `
module skew_delays #(parameter CYCLES = 1) (input aclk, input advance, input [1:0] in);
    reg started = 0;
    wire [1:0] out;
    skew_line #(.BITS(2), .CYCLES(CYCLES)) line (.aclk(aclk), .aresetn(started), .advance(advance), .in(in), .out(out));
    reg [3:0] moves = 0;
    reg [3:0] chosen;
    reg [1:0] value;
    always @(posedge aclk) begin
        started <= 1;
        chosen <= chosen;
        if (started && advance) moves <= moves + 1;
        if (started && advance && moves == chosen) value <= in;
        if (started && moves < CYCLES) assert (out == 0);
        if (started && {1'b0, moves} == {1'b0, chosen} + CYCLES) assert (out == value);
    end
endmodule
`,
  'tapped_delays.v': `
module tapped_delays #(parameter CYCLES = 2, parameter DELAY_BITS = 1) (input aclk, input advance, input [1:0] in);
    reg [DELAY_BITS-1:0] delay;
    wire [1:0] out;
    tapped_line #(.BITS(2), .CYCLES(CYCLES), .DELAY_BITS(DELAY_BITS)) line (.aclk(aclk), .advance(advance), .delay(delay), .in(in), .out(out));
    reg [3:0] moves = 0;
    reg [3:0] chosen;
    reg [1:0] value;
    always @(posedge aclk) begin
        assume (delay < CYCLES);
        delay <= delay;
        chosen <= chosen;
        if (advance) moves <= moves + 1;
        if (advance && moves == chosen) value <= in;
        if ({1'b0, moves} == {1'b0, chosen} + delay + 1) assert (out == value);
    end
endmodule
`,
  // k: cycles of movement since the last step of a fold, the first one after it 1. Nothing moves while a result waits.
  'output_cadence.v': `
module output_cadence (input aclk, input valid, input [1:0] rows, input [1:0] columns, input ends_fold, input ends_run, input ready, input [5:0] act, input [3:0] wgt);
    reg started = 0;
    wire take, out_valid, out_last;
    output_stationary #(.ROWS(3), .COLS(2), .ACT_BITS(2), .WGT_BITS(2), .SUM_BITS(4), .ROW_BITS(2), .COL_BITS(2)) array (.aclk(aclk), .aresetn(started),
        .step_valid(valid), .act(act), .wgt(wgt), .rows(rows), .columns(columns), .ends_fold(ends_fold), .ends_run(ends_run), .step_take(take),
        .out(), .out_last(out_last), .out_valid(out_valid), .out_ready(ready));
    wire moves = !out_valid || ready;
    reg had_fold = 0, was_run;
    reg [4:0] k, r, c;
    always @(posedge aclk) begin
        started <= 1;
        assume (rows >= 1 && rows <= 3 && columns >= 1 && columns <= 2 && (ends_fold || !ends_run));
        if (started) begin
            if (take && ends_fold) begin
                had_fold <= 1;
                k <= 1;
                r <= rows;
                c <= columns;
                was_run <= ends_run;
            end else if (moves && k < 31)
                k <= k + 1;
            assert (take == (valid && moves && (!had_fold || k > 2 * r + c - 2)));
            assert (out_valid == (had_fold && k >= r + c && k <= 2 * r + c - 1));
            if (out_valid) assert (out_last == (was_run && k == 2 * r + c - 1));
        end
    end
endmodule
`,
  // A token gives its results r + c + 2 cycles of movement after the one that takes it.
  'weight_cadence.v': `
module weight_cadence (input aclk, input wgt_valid, input [1:0] rows, input [1:0] columns, input act_valid, input ends_tokens, input ends_run, input ready, input [5:0] act, input [3:0] wgt);
    reg started = 0, has_weights = 0, had_fold = 0;
    reg [1:0] loaded = 0, r, c;
    reg [4:0] k;
    wire wgt_take, act_take, out_valid, out_last;
    wire ends_weights = loaded + 1 == rows;
    weight_stationary #(.ROWS(3), .COLS(2), .ACT_BITS(2), .WGT_BITS(2), .SUM_BITS(4), .ROW_BITS(2), .COL_BITS(2)) array (.aclk(aclk), .aresetn(started),
        .wgt_valid(wgt_valid), .wgt(wgt), .rows(rows), .columns(columns), .ends_weights(ends_weights), .wgt_take(wgt_take),
        .act_valid(act_valid), .act(act), .ends_tokens(ends_tokens), .ends_run(ends_run), .act_take(act_take),
        .out(), .out_last(out_last), .out_valid(out_valid), .out_ready(ready));
    wire moves = !out_valid || ready;
    reg [7:1] taken = 0, last = 0;
    reg [2:0] span1, span2, span3, span4, span5, span6, span7;
    wire due4 = taken[4] && span4 == 2, due5 = taken[5] && span5 == 3, due6 = taken[6] && span6 == 4, due7 = taken[7] && span7 == 5;
    always @(posedge aclk) begin
        started <= 1;
        assume (rows >= 1 && rows <= 3 && columns >= 1 && columns <= 2 && (ends_tokens || !ends_run));
        if (loaded != 0) assume (rows == r && columns == c);
        if (started) begin
            if (wgt_take) begin
                loaded <= ends_weights ? 0 : loaded + 1;
                has_weights <= ends_weights;
                r <= rows;
                c <= columns;
            end
            if (act_take && ends_tokens) begin
                has_weights <= 0;
                had_fold <= 1;
                k <= 1;
            end else if (moves && k < 31)
                k <= k + 1;
            if (moves) begin
                taken <= {taken[6:1], act_take};
                last <= {last[6:1], ends_run};
                span1 <= r + c; span2 <= span1; span3 <= span2; span4 <= span3; span5 <= span4; span6 <= span5; span7 <= span6;
            end
            assert (act_take == (act_valid && moves && has_weights));
            assert (wgt_take == (wgt_valid && moves && !has_weights && (!had_fold || loaded != 0 || k > r + c - 2)));
            assert (out_valid == (due4 || due5 || due6 || due7));
            if (out_valid) assert (out_last == (due4 ? last[4] : due5 ? last[5] : due6 ? last[6] : last[7]));
        end
    end
endmodule
`,
} as const;
