/** Modules that assert what those of the tile promise. */
export const propertyModules = {
  // The terms of a weight add up to the product, whatever the pauses: one pass with all bits.
  'product_value.v': `
module product_value #(parameter BOOTH = 0, parameter TERMS = 3, parameter WIDTH = 4, parameter LEVELS = 2)
    (input aclk, input advance, input signed [WIDTH-1:0] activation, input [TERMS*(1+BOOTH)-1:0] slice);
    localparam SLICE = TERMS*(1+BOOTH);
    localparam TERM = WIDTH + 2*BOOTH;
    localparam BITS = BOOTH == 1 ? WIDTH + SLICE : TERMS == 1 ? WIDTH : WIDTH + TERMS;
    wire [TERMS*TERM-1:0] terms;
    wire signed [BITS-1:0] product;
    shifted_terms #(.BOOTH(BOOTH), .TERMS(TERMS), .WIDTH(WIDTH), .BITS(TERM)) of_product (.aclk(aclk), .advance(advance), .activation(activation), .slice(slice), .below(1'b0), .terms(terms));
    pipelined_sum #(.COUNT(TERMS), .STEP(1+BOOTH), .BITS(TERM), .SUM_BITS(BITS)) total (.aclk(aclk), .advance(advance), .values(terms), .sum(product));
    wire signed [SLICE:0] weight = {BOOTH == 1 ? slice[SLICE-1] : 1'b0, slice};
    reg signed [WIDTH+SLICE+1:0] expected [0:LEVELS];
    reg [LEVELS:0] known = 0;
    integer i;
    always @(posedge aclk) begin
        if (advance) begin
            expected[0] <= activation * weight;
            known <= {known, 1'b1};
            for (i = 1; i <= LEVELS; i = i + 1) expected[i] <= expected[i-1];
        end
        if (known[LEVELS]) assert (product == expected[LEVELS]);
    end
endmodule
`,
  // A digit of a slice behind another one overlaps with its highest bit: (2 w + below rounded up) / 2 of the two together.
  'overlapped_digit.v': `
module overlapped_digit #(parameter WIDTH = 6) (input aclk, input signed [WIDTH-1:0] activation, input [1:0] slice, input below);
    wire signed [WIDTH+1:0] term;
    shifted_terms #(.BOOTH(1), .TERMS(1), .WIDTH(WIDTH), .BITS(WIDTH+2)) of_product (.aclk(aclk), .advance(1'b1), .activation(activation), .slice(slice), .below(below), .terms(term));
    wire signed [3:0] digit = $signed({slice[1], slice[1], slice}) + $signed({3'b000, below});
    reg signed [WIDTH+4:0] expected;
    reg known = 0;
    always @(posedge aclk) begin
        known <= 1;
        expected <= activation * digit;
        if (known) assert (term == expected);
    end
endmodule
`,
  // A tree gives the sum of its numbers, and holds it while nothing moves.
  'tree_value.v': `
module tree_value #(parameter COUNT = 5, parameter BITS = 3, parameter LEVELS = 3) (input aclk, input advance, input [COUNT*BITS-1:0] values);
    localparam SUM_BITS = BITS + LEVELS;
    wire signed [SUM_BITS-1:0] sum;
    pipelined_sum #(.COUNT(COUNT), .BITS(BITS), .SUM_BITS(SUM_BITS)) tree (.aclk(aclk), .advance(advance), .values(values), .sum(sum));
    reg signed [SUM_BITS+1:0] naive;
    reg signed [BITS-1:0] one;
    reg signed [SUM_BITS+1:0] expected [0:LEVELS];
    reg [LEVELS:0] known = 0;
    integer i;
    always @* begin
        naive = 0;
        for (i = 0; i < COUNT; i = i + 1) begin
            one = values[i*BITS +: BITS];
            naive = naive + one;
        end
    end
    integer j;
    always @(posedge aclk) begin
        if (advance) begin
            expected[1] <= naive;
            known <= {known, 1'b1};
            for (j = 2; j <= LEVELS; j = j + 1) expected[j] <= expected[j-1];
        end
        if (known[LEVELS-1]) assert (sum == expected[LEVELS]);
    end
endmodule
`,
  // scale * (sum - zero * row) two moves later.
  'scaler_value.v': `
module scaler_value #(parameter SUM_BITS = 6, parameter ROW_BITS = 3, parameter ZERO_BITS = 2, parameter SCALE_BITS = 4)
    (input aclk, input move, input signed [SUM_BITS-1:0] sum, input signed [ROW_BITS-1:0] row, input [ZERO_BITS-1:0] zero, input [SCALE_BITS-1:0] scale);
    localparam BITS = SUM_BITS + SCALE_BITS;
    wire signed [BITS-1:0] scaled;
    group_scaler #(.SUM_BITS(SUM_BITS), .ROW_BITS(ROW_BITS), .ZERO_BITS(ZERO_BITS), .SCALE_BITS(SCALE_BITS), .SCALED_BITS(BITS)) scaler
        (.aclk(aclk), .move(move), .sum(sum), .row(row), .zero(zero), .scale(scale), .scaled(scaled));
    wire signed [ZERO_BITS:0] point = {1'b0, zero};
    wire signed [SCALE_BITS:0] factor = {1'b0, scale};
    wire signed [SUM_BITS-1:0] centred = sum - point * row;
    reg signed [BITS-1:0] first, second;
    reg [1:0] known = 0;
    always @(posedge aclk) begin
        if (move) begin
            first <= centred * factor;
            second <= first;
            known <= {known[0], 1'b1};
        end
        if (known[1]) assert (scaled == second);
    end
endmodule
`,
  // Activations go with the first pass of their step and with no other, nothing goes while the pipeline waits, and every pass is added once.
  'pass_order.v': `
module pass_order (input aclk, input act_valid, input wgt_valid, input ends_step, input ends_group, input ends_reduction, input ends_run, input drain_ready);
    reg started = 0;
    wire act_take, wgt_take, advance, first_pass, rows_take, rows_add, rows_open, sums_take, sums_open, drain_load, group_opens, group_ends, group_ends_run;
    pass_control #(.ROWS(1), .DEPTH(3)) control (.aclk(aclk), .aresetn(started), .act_valid(act_valid), .act_take(act_take), .wgt_valid(wgt_valid), .wgt_take(wgt_take),
        .pass_ends_step(ends_step), .pass_ends_group(ends_group), .pass_ends_reduction(ends_reduction), .pass_ends_run(ends_run), .advance(advance), .first_pass(first_pass),
        .rows_take(rows_take), .rows_add(rows_add), .rows_open(rows_open), .sums_take(sums_take), .sums_open(sums_open), .drain_ready(drain_ready), .drain_load(drain_load),
        .group_opens_reduction(group_opens), .group_ends_reduction(group_ends), .group_ends_run(group_ends_run));
    wire last_of_reduction = ends_reduction || ends_run;
    wire last_of_group = ends_group || last_of_reduction;
    reg step_starts = 1, loaded_end = 1;
    reg [3:0] taken = 0, added = 0, opened = 0, ended = 0, loaded = 0;
    always @(posedge aclk) begin
        started <= 1;
        if (started) begin
            if (wgt_take) begin
                assert (wgt_valid && advance && first_pass == step_starts);
                taken <= taken + 1;
                step_starts <= ends_step || last_of_group;
                if (last_of_group) ended <= ended + 1;
            end
            assert (act_take == (wgt_take && step_starts));
            if (act_take) assert (act_valid);
            // Nobody waits without a reason.
            if (wgt_valid && (act_valid || !step_starts) && drain_ready) assert (wgt_take);
            if (sums_take) added <= added + 1;
            if (sums_take && sums_open) opened <= opened + 1;
            if (drain_load) begin
                assert (drain_ready && sums_take);
                // The group after the end of a reduction opens one, and no other does.
                assert (group_opens == loaded_end);
                loaded_end <= group_ends;
                if (group_ends_run) assert (group_ends);
                loaded <= loaded + 1;
            end
            // At most three passes are under way; of each group loaded the first pass was added.
            assert (taken - added <= 3 && ended - loaded <= 3 && opened - loaded <= 1);
        end
    end
endmodule
`,
  // Each group has its batches, each batch of the last group of a reduction leaves once, and the last of a run is marked.
  'batch_order.v': `
module batch_order #(parameter BATCHES = 2) (input aclk, input load_wanted, input load_opens, input load_ends, input load_ends_run, input scl_valid, input m_ready);
    reg started = 0;
    wire ready, scl_take, move, add, add_opens, m_valid, m_last;
    wire load = started && load_wanted && ready;
    scale_control #(.BATCHES(BATCHES)) control (.aclk(aclk), .aresetn(started), .load(load), .load_opens(load_opens), .load_ends(load_ends), .load_ends_run(load_ends && load_ends_run),
        .ready(ready), .scl_valid(scl_valid), .scl_take(scl_take), .move(move), .add(add), .add_opens(add_opens), .m_valid(m_valid), .m_last(m_last), .m_ready(m_ready));
    reg [5:0] owed = 0, leaving = 0, added = 0, issued = 0, runs = 0;
    always @(posedge aclk) begin
        started <= 1;
        if (started) begin
            owed <= owed + (load ? BATCHES : 0) - (scl_take ? 1 : 0);
            leaving <= leaving + (load && load_ends ? BATCHES : 0) - (m_valid && m_ready ? 1 : 0);
            runs <= runs + (load && load_ends && load_ends_run ? 1 : 0) - (m_valid && m_ready && m_last ? 1 : 0);
            issued <= issued + (scl_take ? 1 : 0);
            added <= added + (move && add ? 1 : 0);
            if (scl_take) assert (scl_valid && owed > 0);
            // Nobody waits without a reason.
            if (scl_valid && owed > 0 && (m_ready || !m_valid)) assert (scl_take);
            if (m_valid) assert (leaving > 0);
            if (m_valid && m_last) assert (runs > 0);
            if (ready) assert (owed <= 1);
            assert (issued - added <= 2);
        end
    end
endmodule
`,
} as const satisfies Readonly<Record<string, string>>;
