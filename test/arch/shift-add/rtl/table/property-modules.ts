/** Modules that assert what those of the look-up tables promise. */
export const propertyModules = {
  // Eight numbers are summed up in the steps of `table_control`, and the sum is there one step ahead.
  'sum_value.v': `
module sum_value #(parameter ADDERS = 4, parameter BITS = 2) (input aclk, input [8*BITS-1:0] numbers);
    localparam JOIN_STEP = 8/ADDERS - 1;
    localparam STEPS = JOIN_STEP + (ADDERS == 4 ? 2 : ADDERS == 2 ? 1 : 0);
    reg [3:0] count = 0;
    reg [8*BITS-1:0] taken;
    wire signed [BITS+2:0] next, sum;
    reg signed [BITS-1:0] one;
    reg signed [BITS+2:0] naive;
    integer i;
    always @* begin
        naive = 0;
        for (i = 0; i < 8; i = i + 1) begin
            one = taken[i*BITS +: BITS];
            naive = naive + one;
        end
    end
    activation_sum #(.ADDERS(ADDERS), .BITS(BITS)) total (.aclk(aclk), .step(count < STEPS), .first(count == 0), .joins(count >= JOIN_STEP), .values(numbers),
        .further(taken >> ((count + 1)*ADDERS*BITS)), .next(next), .sum(sum));
    always @(posedge aclk) begin
        if (count == 0) taken <= numbers;
        if (count < STEPS + 1) count <= count + 1;
        if (count == STEPS - 1) assert (next == naive);
        if (count >= STEPS) assert (sum == naive);
    end
endmodule
`,
  // Sets are built as they are taken, one after the other; no bank is written while it can be read; what is ready has been built and not been released.
  'bank_order.v': `
module bank_order #(parameter ADDERS = 256) (input aclk, input act_valid, input free);
    reg started = 0;
    wire act_take, sums, joins, rotate, write, first_word, built, bank, ready, read_bank;
    wire [7:0] write_word, read_word;
    wire done = free && ready;
    table_control #(.ADDERS(ADDERS)) control (.aclk(aclk), .aresetn(started), .act_valid(act_valid), .act_take(act_take), .sums(sums), .joins(joins), .rotate(rotate), .write(write),
        .write_word(write_word), .read_word(read_word), .first_word(first_word), .built(built), .bank(bank), .release_bank(done), .ready(ready), .read_bank(read_bank));
    reg [3:0] taken = 0, complete = 0, released = 0;
    reg [7:0] next_word = 0;
    always @(posedge aclk) begin
        started <= 1;
        if (started) begin
            if (act_take) taken <= taken + 1;
            if (built) complete <= complete + 1;
            if (done) released <= released + 1;
            assert (ready == (complete != released));
            assert (taken == complete || taken == complete + 1);
            if (built) assert (taken == complete + 1);
            if (act_take) assert (act_valid && taken == complete && complete < released + 2);
            if (write) begin
                assert (!ready || bank != read_bank);
                assert (write_word == next_word && (write_word == 0 ? first_word : read_word < write_word && !first_word));
                next_word <= built ? 0 : next_word + 1;
            end
            // Nobody waits without a reason.
            if (act_valid && taken == complete && complete < released + 2) assert (act_take);
        end
    end
endmodule
`,
  // Every plane is taken once, with its last round; a set is done with its last plane; each batch of a last set is offered once, and nobody waits without a reason.
  'plane_order.v': `
module plane_order #(parameter ROUNDS = 2) (input aclk, input tables, input wgt_valid, input ends_batch, input ends_set, input gives, input ends_run, input m_ready);
    reg started = 0;
    wire set_done, wgt_take, advance, opens_set, sums_take, sums_open, sums_first, sums_open_set, sums_end, sums_end_set, m_valid, m_last;
    wire [1:0] round;
    look_up_control #(.ROUNDS(ROUNDS), .DEPTH(2)) control (.aclk(aclk), .aresetn(started), .tables_ready(tables), .set_done(set_done), .wgt_valid(wgt_valid), .wgt_take(wgt_take),
        .plane_ends_batch(ends_batch), .plane_ends_set(ends_set), .plane_gives(gives), .plane_ends_run(ends_run), .round(round), .advance(advance), .opens_set(opens_set),
        .sums_take(sums_take), .sums_open(sums_open), .sums_first(sums_first), .sums_open_set(sums_open_set), .sums_end(sums_end), .sums_end_set(sums_end_set),
        .m_valid(m_valid), .m_last(m_last), .m_ready(m_ready));
    reg [3:0] issued = 0, added = 0, asked = 0, given = 0, taken = 0;
    reg [1:0] rounds = 0;
    reg set_starts = 1, batch_ends = 1;
    wire issue = wgt_valid && tables && advance;
    always @(posedge aclk) begin
        started <= 1;
        if (started) begin
            if (issue) begin
                assert (round == rounds && opens_set == set_starts);
                issued <= issued + 1;
                rounds <= wgt_take ? 0 : rounds + 1;
                set_starts <= set_done;
            end
            assert (wgt_take == (issue && rounds == ROUNDS - 1));
            assert (set_done == (wgt_take && (ends_set || ends_run)));
            if (wgt_take && (gives || ends_run)) asked <= asked + 1;
            if (sums_take) begin
                added <= added + 1;
                assert (added != issued && sums_open == batch_ends);
                batch_ends <= sums_end;
            end
            if (m_valid && m_ready) given <= given + 1;
            assert (given <= asked);
            assert (advance == (!m_valid || m_ready));
        end
    end
endmodule
`,
  // An entry times the sum of the powers of two that are used.
  'shifted_value.v': `
module shifted_value #(parameter TERMS = 2, parameter BITS = 4, parameter SHIFT_BITS = 2)
    (input aclk, input advance, input signed [BITS-1:0] entry, input [TERMS*SHIFT_BITS-1:0] shifts, input [TERMS-1:0] used);
    localparam SUM_BITS = BITS + (1 << SHIFT_BITS) + 1;
    wire signed [SUM_BITS-1:0] product;
    shifted_entry #(.TERMS(TERMS), .BITS(BITS), .SHIFT_BITS(SHIFT_BITS), .SUM_BITS(SUM_BITS)) shifted (.aclk(aclk), .advance(advance), .entry(entry), .shifts(shifts), .used(used), .product(product));
    reg signed [SUM_BITS-1:0] scale, expected;
    reg known = 0;
    integer t;
    always @* begin
        scale = 0;
        for (t = 0; t < TERMS; t = t + 1)
            if (used[t]) scale = scale + (1 << shifts[t*SHIFT_BITS +: SHIFT_BITS]);
    end
    always @(posedge aclk) begin
        if (advance) begin
            known <= 1;
            expected <= entry * scale;
        end
        if (known) assert (product == expected);
    end
endmodule
`,
  // Two batches of features keep sums of their own from set to set.
  'resting_sums.v': `
module resting_sums #(parameter BITS = 2, parameter SUM_BITS = 5) (input aclk, input take, input ends, input first, input signed [BITS-1:0] value);
    reg started = 0;
    reg batch = 0, opens = 1;
    wire signed [SUM_BITS-1:0] sum;
    feature_sums #(.LANES(1), .BATCHES(2), .BITS(BITS), .SUM_BITS(SUM_BITS)) sums (.aclk(aclk), .aresetn(started), .take(take && started), .opens(opens), .first(first), .ends(ends),
        .ends_set(batch), .values(value), .sums(sum));
    reg signed [SUM_BITS-1:0] one, other, now, expected;
    reg [1:0] known = 0;
    reg sure = 0, shown = 0;
    always @* now = (opens ? first ? 0 : batch ? other : one : expected) + value;
    always @(posedge aclk) begin
        started <= 1;
        if (started && take) begin
            opens <= ends;
            expected <= now;
            // A batch that was never begun holds anything.
            shown <= opens ? first || known[batch] : shown;
            if (ends) begin
                batch <= !batch;
                known[batch] <= opens ? first || known[batch] : shown;
                if (batch) other <= now; else one <= now;
            end
        end
        if (shown) assert (sum == expected);
    end
endmodule
`,
} as const satisfies Readonly<Record<string, string>>;
