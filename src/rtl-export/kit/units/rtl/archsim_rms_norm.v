// RMS normalisation of vectors that come one number a beat:
//
//   y_i = x_i / sqrt((EPSILON + sum over j of x_j^2) / LENGTH)
//
// A vector has LENGTH numbers; tlast ends one before, and the missing ones count as zeros. It gives as many beats as came; tlast goes with the last of
// them where it came with the last number. Two passes over a buffer: load and sum of squares; products with the root (unit `rms_norm_root`) of the
// mantissa. In whole numbers, with S = EPSILON + the sum = 4^q * m, 1 <= m < 4, f the bits of m as the unit takes them, R = rms_norm_root(f) and
// G = floor(R * SCALE / 2^SCALE_FRACTION_BITS + 1/2), where SCALE stands for sqrt(LENGTH):
//
//   y_i = floor(floor(x_i * G * 2^LEFT / 2^(RIGHT + q)) / 2 + 1/2), saturated to OUT_BITS
//
// Beats: x, X_BITS, signed; y, OUT_BITS, signed. A vector of n numbers takes 2n + R_LATENCY + 10 edges, from the one that takes its first number to
// the one that takes its last result,
// both counted; the next one begins two edges earlier.
module archsim_rms_norm #(
    parameter X_BITS              = 8,
    parameter LENGTH              = 256,    // from 2 on
    parameter EPSILON             = 1,      // from 1 on
    parameter SUM_BITS            = 24,     // even; those of the largest sum, EPSILON included
    parameter ZEROS_BITS          = 5,      // those of SUM_BITS - 1
    parameter R_IN_BITS           = 10,     // input of rms_norm_root
    parameter R_BITS              = 12,     // its output, all but one bit of it a fraction
    parameter R_LATENCY           = 2,
    parameter SCALE               = 2048,
    parameter SCALE_BITS          = 12,     // those of SCALE
    parameter SCALE_FRACTION_BITS = 11,     // SCALE / 2^SCALE_FRACTION_BITS is above 1/2, and 1 at most
    parameter LEFT                = 0,
    parameter RIGHT               = 4,
    parameter OUT_BITS            = 8,
    parameter STYLE               = 0       // of the buffer: 0 look-up tables, 1 block RAM, 2 UltraRAM
) (
    aclk, aresetn,
    s_axis_x_tdata, s_axis_x_tvalid, s_axis_x_tready, s_axis_x_tlast,
    m_axis_y_tdata, m_axis_y_tvalid, m_axis_y_tready, m_axis_y_tlast
);

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
    localparam ADDRESS_BITS = log2_up(LENGTH);
    localparam G_BITS       = R_BITS + SCALE_BITS;
    localparam P_BITS       = X_BITS + R_BITS + 1;
    localparam WIDE         = P_BITS + LEFT + OUT_BITS;
    localparam Q_BITS       = ZEROS_BITS;
    localparam [31:0] LAST   = LENGTH - 1;
    localparam [31:0] START  = EPSILON;
    localparam [31:0] FACTOR = SCALE;
    localparam [31:0] MOST_Q = SUM_BITS / 2 - 1;
    localparam [SUM_BITS+31:0] START_EXTENDED = {{SUM_BITS{1'b0}}, START};

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
        if (LENGTH < 2) begin : illegal_length
            ARCHSIM_ILLEGAL_PARAMETER_LENGTH illegal();
        end
        if (EPSILON < 1) begin : illegal_epsilon
            ARCHSIM_ILLEGAL_PARAMETER_EPSILON illegal();
        end
        if (SUM_BITS % 2 != 0) begin : illegal_sum
            ARCHSIM_ILLEGAL_PARAMETER_SUM_BITS illegal();
        end
    endgenerate

    localparam [1:0] LOAD = 2'd0, ROOT = 2'd1, SEND = 2'd2;

    wire [X_BITS-1:0] x;
    wire              x_last;
    wire              x_valid;
    wire              enable;           // the stages that send move
    reg  [1:0]        state;
    reg  [ADDRESS_BITS-1:0] count;
    reg  [ADDRESS_BITS-1:0] final_count;
    reg               ends_run;
    reg  [2:0]        sending;          // a result in the memory's output, the product, the shifted product
    reg  [2:0]        sending_last;
    reg               squared;          // a square waits to be added
    reg  [R_LATENCY+4:0] root_valid;    // square, sum, two of the mantissa, root, scaled root

    // The next vector waits until the last result has left, so that nothing that it needs changes.
    wire take     = x_valid && state == LOAD && sending == 3'b000;
    wire ends     = x_last || count == LAST[ADDRESS_BITS-1:0];
    wire read_out = state == SEND && enable;
    wire at_end   = count == final_count;

    always @(posedge aclk) begin
        if (!aresetn) begin
            state      <= LOAD;
            count      <= {ADDRESS_BITS{1'b0}};
            squared    <= 1'b0;
            root_valid <= {(R_LATENCY+5){1'b0}};
            sending    <= 3'b000;
        end else begin
            squared    <= take;
            root_valid <= {root_valid[R_LATENCY+3:0], take && ends};
            if (enable)
                sending <= {sending[1:0], state == SEND};
            if (take)
                count <= ends ? {ADDRESS_BITS{1'b0}} : count + 1'b1;
            else if (read_out)
                count <= at_end ? {ADDRESS_BITS{1'b0}} : count + 1'b1;
            if (take && ends)
                state <= ROOT;
            else if (root_valid[R_LATENCY+4])
                state <= SEND;
            else if (read_out && at_end)
                state <= LOAD;
        end
    end

    wire signed [X_BITS-1:0] x_signed = x;
    wire [X_BITS-1:0]        word;
    reg  signed [2*X_BITS-1:0] square;
    reg  [SUM_BITS-1:0]      sum;
    reg                      is_first;  // the square that waits is the first of its vector

    wire [SUM_BITS+2*X_BITS-1:0] square_extended = {{SUM_BITS{1'b0}}, square};

    always @(posedge aclk) begin
        if (take) begin
            final_count <= count;
            ends_run    <= x_last;
            is_first    <= count == {ADDRESS_BITS{1'b0}};
            square      <= x_signed * x_signed;
        end
        if (squared)
            sum <= (is_first ? START_EXTENDED[SUM_BITS-1:0] : sum) + square_extended[SUM_BITS-1:0];
        if (enable)
            sending_last <= {sending_last[1:0], at_end && ends_run};
    end

    archsim_memory #(.WIDTH(X_BITS), .DEPTH(LENGTH), .STYLE(STYLE)) buffer (
        .aclk(aclk), .write_enable(take), .write_address(count), .write_data(x), .read_enable(read_out), .read_address(count), .read_data(word)
    );

    wire [ZEROS_BITS-1:0] zeros;
    wire [R_IN_BITS-2:0]  fraction;
    wire [R_BITS-1:0]     root;
    reg  [R_BITS-1:0]     scaled;

    archsim_normalise #(.D_BITS(SUM_BITS), .PLACES(SUM_BITS - 1), .ZEROS_BITS(ZEROS_BITS), .FRACTION_BITS(R_IN_BITS - 1)) normalise (
        .aclk(aclk), .d(sum), .zeros(zeros), .fraction(fraction)
    );
    // An even number of zeros is an odd exponent: SUM_BITS is even.
    rms_norm_root square_root (.aclk(aclk), .enable(1'b1), .x({!zeros[0], fraction}), .y(root));

    wire [G_BITS-1:0] gain    = root * FACTOR[SCALE_BITS-1:0];
    wire [G_BITS:0]   doubled = {gain, 1'b0};

    always @(posedge aclk)
        scaled <= doubled[SCALE_FRACTION_BITS+1 +: R_BITS] + {{(R_BITS-1){1'b0}}, doubled[SCALE_FRACTION_BITS]};

    // sum, zeros and scaled stay as they are from the end of the first pass to the next vector.
    wire [Q_BITS-1:0]        q = MOST_Q[Q_BITS-1:0] - {1'b0, zeros[ZEROS_BITS-1:1]};
    wire signed [X_BITS-1:0] word_signed   = word;
    wire signed [R_BITS:0]   scaled_signed = {1'b0, scaled};
    reg  signed [P_BITS-1:0] product;
    reg  [OUT_BITS+1:0]      kept;          // saturated to twice the range, with the bit that rounds

    wire signed [WIDE-1:0] aligned   = {{(WIDE-P_BITS){product[P_BITS-1]}}, product} << LEFT;
    wire signed [WIDE-1:0] shifted   = aligned >>> RIGHT >>> q;
    wire                   overflows = shifted[WIDE-1:OUT_BITS+1] != {(WIDE-OUT_BITS-1){shifted[WIDE-1]}};
    wire [OUT_BITS+1:0]    rounded   = {kept[OUT_BITS+1], kept[OUT_BITS+1:1]} + {{(OUT_BITS+1){1'b0}}, kept[0]};

    always @(posedge aclk)
        if (enable) begin
            product <= word_signed * scaled_signed;
            kept    <= overflows ? {shifted[WIDE-1], {(OUT_BITS+1){!shifted[WIDE-1]}}} : shifted[OUT_BITS+1:0];
        end

    wire too_large = rounded[OUT_BITS+1:OUT_BITS] != {2{rounded[OUT_BITS-1]}};
    wire [OUT_BITS-1:0] result = too_large ? {rounded[OUT_BITS+1], {(OUT_BITS-1){!rounded[OUT_BITS+1]}}} : rounded[OUT_BITS-1:0];

    archsim_skid #(.WIDTH(X_BITS + 1)) x_skid (
        .aclk(aclk), .aresetn(aresetn),
        .s_data({s_axis_x_tlast, s_axis_x_tdata[X_BITS-1:0]}), .s_valid(s_axis_x_tvalid), .s_ready(s_axis_x_tready),
        .m_data({x_last, x}), .m_valid(x_valid), .m_ready(state == LOAD && sending == 3'b000)
    );

    wire [OUT_BITS-1:0] y;

    archsim_skid #(.WIDTH(OUT_BITS + 1)) y_skid (
        .aclk(aclk), .aresetn(aresetn),
        .s_data({sending_last[2], result}), .s_valid(sending[2]), .s_ready(enable),
        .m_data({m_axis_y_tlast, y}), .m_valid(m_axis_y_tvalid), .m_ready(m_axis_y_tready)
    );

    generate
        if (Y_BEAT > OUT_BITS) begin : padded
            assign m_axis_y_tdata = {{(Y_BEAT-OUT_BITS){1'b0}}, y};
        end else begin : whole
            assign m_axis_y_tdata = y;
        end
    endgenerate

    wire unused_bits = &{1'b0, s_axis_x_tdata, square_extended, doubled, shifted};

endmodule
