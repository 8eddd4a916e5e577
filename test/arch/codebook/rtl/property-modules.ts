/** Modules that assert what those of the tile promise. */
export const propertyModules = {
  // A sum is that of the products since the last opening, whatever the pauses.
  'sum_value.v': `
module sum_value #(parameter ACT_BITS = 3, parameter WEIGHT_BITS = 3, parameter SUM_BITS = 8)
    (input aclk, input move, input signed [ACT_BITS-1:0] activation, input signed [WEIGHT_BITS-1:0] weight, input valid, input opens);
    wire signed [SUM_BITS-1:0] sum;
    reg has = 0, opens_2;
    product_sum #(.ACT_BITS(ACT_BITS), .WEIGHT_BITS(WEIGHT_BITS), .SUM_BITS(SUM_BITS)) unit (.aclk(aclk), .move(move), .activation(activation), .weight(weight), .accumulate(has),
        .opens(opens_2), .sum(sum));
    reg signed [SUM_BITS-1:0] term, expected;
    reg known = 0;
    always @(posedge aclk) begin
        if (move) begin
            has <= valid;
            opens_2 <= opens;
            term <= activation * weight;
            if (has) begin
                expected <= opens_2 ? term : expected + term;
                known <= known || opens_2;
            end
        end
        if (known) assert (sum == expected);
    end
endmodule
`,
  // The sum of two elements, or the one element.
  'weight_value.v': `
module weight_value #(parameter TWO_BOOKS = 1, parameter ENTRY_BITS = 6) (input aclk, input move, input signed [ENTRY_BITS-1:0] main, input signed [ENTRY_BITS-1:0] rest);
    wire signed [ENTRY_BITS+TWO_BOOKS-1:0] weight;
    weight_sum #(.TWO_BOOKS(TWO_BOOKS), .ENTRY_BITS(ENTRY_BITS)) unit (.aclk(aclk), .move(move), .main(main), .rest(rest), .weight(weight));
    reg signed [ENTRY_BITS+1:0] expected;
    reg known = 0;
    always @(posedge aclk) begin
        if (move) begin
            expected <= TWO_BOOKS == 1 ? main + rest : main;
            known <= 1;
        end
        if (known) assert (weight == expected);
    end
endmodule
`,
  // No look-up goes before its codebooks are complete, none without its activations, none is lost, and nobody waits without a reason.
  'book_order.v': `
module book_order #(parameter TWO_BOOKS = 1) (input aclk, input ent_valid, input ent_ends_book, input idx_valid, input act_valid, input ends_reduction, input ends_run, input m_ready);
    reg started = 0;
    wire ent_take, write_main, write_rest, idx_take, act_take, move, accumulate, opens, m_valid, m_last;
    wire [1:0] write_index;
    book_control #(.TWO_BOOKS(TWO_BOOKS), .ADDRESS(2)) control (.aclk(aclk), .aresetn(started), .ent_valid(ent_valid), .ent_take(ent_take), .ent_ends_book(ent_ends_book),
        .write_index(write_index), .write_main(write_main), .write_rest(write_rest), .idx_valid(idx_valid), .idx_take(idx_take), .act_valid(act_valid), .act_take(act_take),
        .ends_reduction(ends_reduction), .ends_run(ends_run), .move(move), .accumulate(accumulate), .opens(opens), .m_valid(m_valid), .m_last(m_last), .m_ready(m_ready));
    reg [1:0] books = 0;
    reg [1:0] place = 0;
    reg opens_next = 1;
    reg [3:0] issued = 0, added = 0, opened = 0, open_added = 0, owed = 0, runs = 0;
    wire last = ends_reduction || ends_run;
    always @(posedge aclk) begin
        started <= 1;
        if (started) begin
            assert (write_main == (ent_take && books == 0) && write_rest == (ent_take && books == 1));
            assert (ent_take == (ent_valid && books != 1 + TWO_BOOKS));
            if (ent_take) begin
                assert (write_index == place);
                place <= ent_ends_book ? 0 : place + 1;
                if (ent_ends_book) books <= books + 1;
            end
            assert (idx_take == act_take);
            assert (idx_take == (idx_valid && act_valid && books == 1 + TWO_BOOKS && (m_ready || !m_valid)));
            if (idx_take) begin
                issued <= issued + 1;
                opens_next <= last;
                if (opens_next) opened <= opened + 1;
                if (ends_run) books <= 0;
            end
            if (move && accumulate) begin
                added <= added + 1;
                if (opens) open_added <= open_added + 1;
            end
            owed <= owed + (idx_take && last) - (m_valid && m_ready);
            runs <= runs + (idx_take && ends_run) - (m_valid && m_ready && m_last);
            if (m_valid) assert (owed > 0);
            if (m_valid && m_last) assert (runs > 0);
            assert (issued - added <= 3 && opened - open_added <= 3);
        end
    end
endmodule
`,
} as const satisfies Readonly<Record<string, string>>;
