// Softmax of vectors that come one score a beat:
//
//   y_i = e^(x_i - max) / sum over j of e^(x_j - max)
//
// A vector ends with tlast, or with its MAX_LENGTH-th score, and gives as many beats; tlast goes with the last of them where it came with the last score.
// Three passes over a buffer: load and largest score; exponentials (unit `softmax_exp`) and their sum S; products with 1/S (unit
// `softmax_reciprocal`, of the mantissa of S). In whole numbers, with S = (1 + f / 2^R_IN_BITS + ...) * 2^k, E = softmax_exp(max - x_i) and
// R = softmax_reciprocal(f):
//
//   y_i = min(floor(floor(E * R / 2^(k + R_BITS - OUT_BITS - 1)) / 2 + 1/2), 2^(OUT_BITS - 1))
//
// Beats: x, X_BITS, signed; y, OUT_BITS, of which OUT_BITS - 1 are a fraction. A vector of n scores takes 3n + EXP_LATENCY + R_LATENCY + 10 edges, from the
// one that takes its first score to the one that takes its last result,
// both counted; the next one begins two edges earlier.
module archsim_softmax #(
    parameter X_BITS      = 8,
    parameter MAX_LENGTH  = 256,    // from 2 on
    parameter EXP_BITS    = 12,     // output of softmax_exp, all but one bit of it a fraction
    parameter EXP_LATENCY = 4,
    parameter R_IN_BITS   = 10,     // input of softmax_reciprocal
    parameter R_BITS      = 12,     // its output, all but one bit of it a fraction
    parameter R_LATENCY   = 2,
    parameter OUT_BITS    = 9,      // EXP_BITS + R_BITS - 3 or fewer
    parameter STYLE       = 0       // of the buffer: 0 look-up tables, 1 block RAM, 2 UltraRAM
) (
    aclk, aresetn,
    s_axis_x_tdata, s_axis_x_tvalid, s_axis_x_tready, s_axis_x_tlast,
    m_axis_y_tdata, m_axis_y_tvalid, m_axis_y_tready, m_axis_y_tlast
);

    // Least b with 2^b >= n.
    function integer log2_up;
        input integer n;
        begin
            log2_up = 0;
            while ((1 << log2_up) < n)
                log2_up = log2_up + 1;
        end
    endfunction

    localparam X_BEAT       = (X_BITS + 7) / 8 * 8;
    localparam Y_BEAT       = (OUT_BITS + 7) / 8 * 8;
    localparam ADDRESS_BITS = log2_up(MAX_LENGTH);
    localparam WORD_BITS    = (X_BITS > EXP_BITS) ? X_BITS : EXP_BITS;
    localparam SUM_BITS     = EXP_BITS + ADDRESS_BITS;
    localparam PLACES       = ADDRESS_BITS + 1;
    localparam ZEROS_BITS   = log2_up(PLACES + 1);
    localparam P_BITS       = EXP_BITS + R_BITS;
    localparam FIXED        = P_BITS - 3 - OUT_BITS;    // places that every product moves right
    localparam KEPT_BITS    = OUT_BITS + 2;
    localparam [31:0]          LAST = MAX_LENGTH - 1;
    localparam [31:0]          MOST = PLACES;
    localparam [KEPT_BITS-1:0] ONE  = {3'b001, {(OUT_BITS-1){1'b0}}};

    input  wire              aclk;
    input  wire              aresetn;

    input  wire [X_BEAT-1:0] s_axis_x_tdata;
    input  wire              s_axis_x_tvalid;
    output wire              s_axis_x_tready;
    input  wire              s_axis_x_tlast;

    output wire [Y_BEAT-1:0] m_axis_y_tdata;
    output wire              m_axis_y_tvalid;
    input  wire              m_axis_y_tready;
    output wire              m_axis_y_tlast;

    generate
        if (MAX_LENGTH < 2) begin : illegal_length
            ARCHSIM_ILLEGAL_PARAMETER_MAX_LENGTH illegal();
        end
        if (FIXED < 0) begin : illegal_output
            ARCHSIM_ILLEGAL_PARAMETER_OUT_BITS illegal();
        end
    endgenerate

    localparam [1:0] LOAD = 2'd0, EXPONENTIALS = 2'd1, SUM = 2'd2, SEND = 2'd3;

    wire [X_BITS-1:0] x;
    wire              x_last;
    wire              x_valid;
    wire              enable;           // the stages that send move
    reg  [1:0]        state;
    reg  [ADDRESS_BITS-1:0] count;
    reg  [ADDRESS_BITS-1:0] final_count;
    reg  [ADDRESS_BITS-1:0] written;
    reg               ends_run;
    reg  [2:0]        sending;          // a result in the memory's output, the product, the shifted product
    reg  [2:0]        sending_last;

    // The next vector waits until the last result has left, so that nothing that it needs changes.
    wire take     = x_valid && state == LOAD && sending == 3'b000;
    wire ends     = x_last || count == LAST[ADDRESS_BITS-1:0];
    wire read_exp = state == EXPONENTIALS;
    wire read_out = state == SEND && enable;
    wire at_end   = count == final_count;

    // A bit for each stage from the memory's output to the exponential, and from the sum to its reciprocal.
    reg  [EXP_LATENCY+1:0] exp_valid;
    reg  [R_LATENCY+2:0]   sum_valid;
    wire                   exp_done   = exp_valid[EXP_LATENCY+1];
    wire                   sum_done   = sum_valid[R_LATENCY+2];
    wire                   ends_sum   = exp_done && written == final_count;

    always @(posedge aclk) begin
        if (!aresetn) begin
            state        <= LOAD;
            count        <= {ADDRESS_BITS{1'b0}};
            written      <= {ADDRESS_BITS{1'b0}};
            exp_valid    <= {(EXP_LATENCY+2){1'b0}};
            sum_valid    <= {(R_LATENCY+3){1'b0}};
            sending      <= 3'b000;
        end else begin
            exp_valid <= {exp_valid[EXP_LATENCY:0], read_exp};
            sum_valid <= {sum_valid[R_LATENCY+1:0], ends_sum};
            if (exp_done)
                written <= ends_sum ? {ADDRESS_BITS{1'b0}} : written + 1'b1;
            if (enable)
                sending <= {sending[1:0], state == SEND};
            if (take)
                count <= ends ? {ADDRESS_BITS{1'b0}} : count + 1'b1;
            else if (read_exp || read_out)
                count <= at_end ? {ADDRESS_BITS{1'b0}} : count + 1'b1;
            if (take && ends)
                state <= EXPONENTIALS;
            else if (read_exp && at_end)
                state <= SUM;
            else if (sum_done)
                state <= SEND;
            else if (read_out && at_end)
                state <= LOAD;
        end
    end

    wire [WORD_BITS-1:0] word;
    wire [EXP_BITS-1:0]  exponential;
    reg  [X_BITS-1:0]    largest;
    reg  [X_BITS-1:0]    distance;
    reg  [SUM_BITS-1:0]  sum;

    wire is_larger = $signed(x) > $signed(largest);

    always @(posedge aclk) begin
        if (take) begin
            final_count <= count;
            ends_run    <= x_last;
            if (count == {ADDRESS_BITS{1'b0}} || is_larger)
                largest <= x;
        end
        distance <= largest - word[X_BITS-1:0];
        if (take)
            sum <= {SUM_BITS{1'b0}};
        else if (exp_done)
            sum <= sum + {{ADDRESS_BITS{1'b0}}, exponential};
        if (enable)
            sending_last <= {sending_last[1:0], at_end && ends_run};
    end

    wire [WORD_BITS+X_BITS+EXP_BITS-1:0] x_extended   = {{(WORD_BITS+EXP_BITS){1'b0}}, x};
    wire [WORD_BITS+X_BITS+EXP_BITS-1:0] exp_extended = {{(WORD_BITS+X_BITS){1'b0}}, exponential};

    archsim_memory #(.WIDTH(WORD_BITS), .DEPTH(MAX_LENGTH), .STYLE(STYLE)) buffer (
        .aclk(aclk),
        .write_enable(take || exp_done), .write_address(take ? count : written), .write_data(take ? x_extended[WORD_BITS-1:0] : exp_extended[WORD_BITS-1:0]),
        .read_enable(read_exp || read_out), .read_address(count), .read_data(word)
    );

    softmax_exp exp (.aclk(aclk), .enable(1'b1), .x(distance), .y(exponential));

    wire [ZEROS_BITS-1:0] zeros;
    wire [R_IN_BITS-1:0]  fraction;
    wire [R_BITS-1:0]     inverse;
    reg  [P_BITS-1:0]     product;
    reg  [KEPT_BITS-1:0]  kept;

    archsim_normalise #(.D_BITS(SUM_BITS), .PLACES(PLACES), .ZEROS_BITS(ZEROS_BITS), .FRACTION_BITS(R_IN_BITS)) normalise (
        .aclk(aclk), .d(sum), .zeros(zeros), .fraction(fraction)
    );
    softmax_reciprocal reciprocal (.aclk(aclk), .enable(1'b1), .x(fraction), .y(inverse));

    // sum, zeros and inverse stay as they are from the end of the second pass to the next vector.
    wire [ZEROS_BITS-1:0]       places  = MOST[ZEROS_BITS-1:0] - zeros;
    wire [P_BITS-1:0]           shifted = product >> FIXED >> places;
    wire [P_BITS+KEPT_BITS-1:0] widened = {{KEPT_BITS{1'b0}}, shifted};
    wire [KEPT_BITS-1:0]        rounded = {1'b0, kept[KEPT_BITS-1:1]} + {{(KEPT_BITS-1){1'b0}}, kept[0]};
    wire [KEPT_BITS-1:0]        result  = rounded > ONE ? ONE : rounded;

    always @(posedge aclk)
        if (enable) begin
            product <= word[EXP_BITS-1:0] * inverse;
            kept    <= widened[KEPT_BITS-1:0];
        end

    archsim_skid #(.WIDTH(X_BITS + 1)) x_skid (
        .aclk(aclk), .aresetn(aresetn),
        .s_data({s_axis_x_tlast, s_axis_x_tdata[X_BITS-1:0]}), .s_valid(s_axis_x_tvalid), .s_ready(s_axis_x_tready),
        .m_data({x_last, x}), .m_valid(x_valid), .m_ready(state == LOAD && sending == 3'b000)
    );

    wire [OUT_BITS-1:0] y;

    archsim_skid #(.WIDTH(OUT_BITS + 1)) y_skid (
        .aclk(aclk), .aresetn(aresetn),
        .s_data({sending_last[2], result[OUT_BITS-1:0]}), .s_valid(sending[2]), .s_ready(enable),
        .m_data({m_axis_y_tlast, y}), .m_valid(m_axis_y_tvalid), .m_ready(m_axis_y_tready)
    );

    generate
        if (Y_BEAT > OUT_BITS) begin : padded
            assign m_axis_y_tdata = {{(Y_BEAT-OUT_BITS){1'b0}}, y};
        end else begin : whole
            assign m_axis_y_tdata = y;
        end
    endgenerate

    wire unused_bits = &{1'b0, s_axis_x_tdata, word, x_extended, exp_extended, widened, result};

endmodule
