/** Verilog that modules of the core are compared with, slow and obvious, and modules that assert what others promise. */
const entriesOf = '(MU == 2 ? 4 : MU == 3 ? 13 : 40)';

export const propertyModules = {
  // One entry of the levels of adders without their registers, with places to spare so that nothing can wrap unseen.
  'level_entry.v': `
module level_entry #(parameter MU = 3, parameter BITS = 8, parameter ENTRY_BITS = 10, parameter ENTRY = 0) (input [MU*BITS-1:0] activations, output signed [ENTRY_BITS+1:0] entry);
    localparam E = ${entriesOf};
    reg [E*ENTRY_BITS-1:0] alone;
    wire [E*ENTRY_BITS-1:0] first, second;
    reg signed [BITS-1:0] a;
    reg signed [ENTRY_BITS-1:0] wide;
    integer i, place;
    always @* begin
        alone = 0;
        place = 1;
        for (i = MU - 1; i >= 0; i = i - 1) begin
            a = activations[i*BITS +: BITS];
            wide = a;
            alone[(E-place)*ENTRY_BITS +: ENTRY_BITS] = wide;
            place = 3 * place;
        end
    end
    table_level #(.MU(MU), .BITS(BITS), .ENTRY_BITS(ENTRY_BITS), .LEVEL(1)) one (.given(alone), .sums(first));
    generate if (MU > 2) begin : more
        table_level #(.MU(MU), .BITS(BITS), .ENTRY_BITS(ENTRY_BITS), .LEVEL(2)) two (.given(first), .sums(second));
    end else begin : all
        assign second = first;
    end endgenerate
    wire signed [ENTRY_BITS-1:0] kept = second[ENTRY*ENTRY_BITS +: ENTRY_BITS];
    assign entry = kept;
endmodule
`,
  // The sum of combination v: element 0 slowest, +1 before 0 before -1, one activation after the other.
  'naive_entry.v': `
module naive_entry #(parameter MU = 3, parameter BITS = 8, parameter ENTRY_BITS = 10, parameter ENTRY = 0) (input [MU*BITS-1:0] activations, output reg signed [ENTRY_BITS+1:0] entry);
    reg signed [BITS-1:0] narrow;
    reg signed [ENTRY_BITS+1:0] a;
    integer k, rest;
    always @* begin
        entry = 0;
        rest = ENTRY;
        for (k = MU - 1; k >= 0; k = k - 1) begin
            narrow = activations[k*BITS +: BITS];
            a = narrow;
            if (rest % 3 == 0) entry = entry + a;
            if (rest % 3 == 2) entry = entry - a;
            rest = rest / 3;
        end
    end
endmodule
`,
  // The table with its registers, whatever the pauses: entries are those of the activations so many moves ago.
  'table_moves.v': `
module table_moves #(parameter MU = 3, parameter BITS = 3, parameter ENTRY_BITS = 5, parameter ENTRY = 0, parameter MOVES = 3) (input aclk, input advance, input [MU*BITS-1:0] activations);
    localparam E = ${entriesOf};
    wire [E*ENTRY_BITS-1:0] entries;
    trit_table #(.MU(MU), .BITS(BITS), .ENTRY_BITS(ENTRY_BITS)) sums (.aclk(aclk), .advance(advance), .activations(activations), .entries(entries));
    reg [MOVES*MU*BITS-1:0] past;
    reg [2:0] moves = 0;
    always @(posedge aclk) if (advance) begin
        past <= {past, activations};
        if (moves != MOVES) moves <= moves + 1;
    end
    wire signed [ENTRY_BITS+1:0] expected;
    naive_entry #(.MU(MU), .BITS(BITS), .ENTRY_BITS(ENTRY_BITS), .ENTRY(ENTRY)) naive (.activations(past[MOVES*MU*BITS-1 -: MU*BITS]), .entry(expected));
    wire signed [ENTRY_BITS-1:0] entry = entries[ENTRY*ENTRY_BITS +: ENTRY_BITS];
    always @(posedge aclk) if (moves == MOVES) assert (entry == expected);
endmodule
`,
  // Reads of a table of one, their tree and the accumulator: all that was looked up since the last opening, with either sign, whatever the pauses.
  'read_sums.v': `
module read_sums #(parameter COUNT = 3, parameter BITS = 3, parameter DEPTH = 2, parameter SUM_BITS = 8) (input aclk, input advance, input [COUNT*BITS-1:0] entries, input [2*COUNT-1:0] keys, input valid, input opens);
    wire [COUNT*BITS-1:0] terms;
    wire [COUNT-1:0] negated;
    wire [BITS+DEPTH-1:0] term;
    wire carry;
    wire signed [SUM_BITS-1:0] sum;
    reg [DEPTH:0] has = 0, opening;
    genvar g;
    generate for (g = 0; g < COUNT; g = g + 1) begin : each
        table_read #(.MU(1), .ENTRY_BITS(BITS)) read (.aclk(aclk), .advance(advance), .entries(entries[g*BITS +: BITS]), .key(keys[2*g +: 2]), .term(terms[g*BITS +: BITS]), .negated(negated[g]));
    end endgenerate
    read_tree #(.COUNT(COUNT), .BITS(BITS), .DEPTH(DEPTH)) tree (.aclk(aclk), .advance(advance), .terms(terms), .negated(negated), .sum(term), .carry(carry));
    term_sum #(.TERM_BITS(BITS+DEPTH), .SUM_BITS(SUM_BITS)) total (.aclk(aclk), .advance(advance), .accumulate(has[DEPTH]), .opens(opening[DEPTH]), .term(term), .carry(carry), .sum(sum));
    reg signed [SUM_BITS-1:0] now, expected;
    reg signed [BITS-1:0] entry;
    reg signed [SUM_BITS-1:0] past [0:DEPTH];
    reg known = 0;
    integer i;
    always @* begin
        now = 0;
        for (i = 0; i < COUNT; i = i + 1) begin
            entry = entries[i*BITS +: BITS];
            if (!keys[2*i]) now = keys[2*i+1] ? now - entry : now + entry;
        end
    end
    always @(posedge aclk) begin
        if (advance) begin
            has <= {has, valid};
            opening <= {opening, opens};
            past[0] <= now;
            for (i = 1; i <= DEPTH; i = i + 1) past[i] <= past[i-1];
            if (has[DEPTH]) begin
                expected <= opening[DEPTH] ? past[DEPTH] : expected + past[DEPTH];
                known <= known || opening[DEPTH];
            end
        end
        if (known) assert (sum == expected);
    end
endmodule
`,
  // Weights meet the tables of their activations, none is lost, nothing moves while results wait, and weights that are late hold up nothing behind them.
  'control_order.v': `
module control_order #(parameter BUILD = 2, parameter REDUCE = 1) (input aclk, input act_valid, input wgt_valid, input tile_ends, input tile_ends_run, input out_ready);
    reg started = 0;
    wire act_take, wgt_take, front, back, accumulate, opens, out_valid, out_last;
    core_control #(.BUILD(BUILD), .REDUCE(REDUCE)) control (.aclk(aclk), .aresetn(started), .act_valid(act_valid), .act_take(act_take), .wgt_valid(wgt_valid), .wgt_take(wgt_take),
        .tile_ends(tile_ends), .tile_ends_run(tile_ends_run), .front(front), .back(back), .accumulate(accumulate), .opens(opens), .out_valid(out_valid), .out_last(out_last), .out_ready(out_ready));
    reg [3:0] acts = 0, wgts = 0, added = 0, ended = 0, sent = 0;
    // Activations by the stage that they are in, as the tables move.
    reg [BUILD:0] stages = 0;
    wire [BUILD:0] moved = {stages, act_take};
    always @(posedge aclk) begin
        started <= 1;
        if (started) begin
            if (act_take) assert (act_valid && front);
            if (wgt_take) assert (wgt_valid && front);
            if (front) begin
                stages <= moved;
                assert (wgt_take == moved[BUILD]);
            end
            if (front) assert (back);
            if (out_valid && !out_ready) assert (!back);
            if (!out_valid || out_ready) assert (back);
            // Nobody waits without a reason.
            if (act_valid && wgt_valid && back) assert (act_take);
            acts <= acts + act_take;
            wgts <= wgts + wgt_take;
            ended <= ended + (wgt_take && (tile_ends || tile_ends_run));
            added <= added + (back && accumulate);
            sent <= sent + (out_valid && out_ready);
            assert (acts - wgts <= BUILD);
            assert (wgts - added <= 2 + REDUCE && ended - sent <= 3 + REDUCE);
            if (out_last && out_valid) assert (ended != sent);
        end
    end
endmodule
`,
} as const satisfies Readonly<Record<string, string>>;
