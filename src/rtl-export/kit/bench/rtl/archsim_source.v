// For simulation only: plays the beats of an input stream from a file, at one of three paces.
//
//   The file has one word a beat, `1_<tdata>` for the last beat of a run and `0_<tdata>` for the others. While nothing is on offer, tdata and
//   tlast are unknown: a design that looks at them without tvalid shows it.
module archsim_source #(
    parameter WIDTH = 8,             // bits of tdata
    parameter BEATS = 1,             // beats in the file, of all runs
    parameter FILE  = "beats.hex",
    parameter SEED  = 1              // of the random gaps
) (
    input  wire             aclk,
    input  wire             aresetn,
    input  wire             rewind,    // back to the first beat; only while nothing is on offer
    input  wire [1:0]       pace,      // 0: no gaps, 1: an idle cycle after every beat, 2: random gaps
    input  wire [31:0]      open_runs, // runs that may be offered, from the first
    output reg              tvalid,
    input  wire             tready,
    output reg  [WIDTH-1:0] tdata,
    output reg              tlast,
    output wire             take,      // the beat on offer is taken at this edge
    output reg  [31:0]      run,       // of the beat on offer
    output wire [31:0]      left,      // beats that were not taken yet
    output wire [1:0]       fault      // 0: none, 1: the file was not read, 2: tready is unknown
);

    // verilator lint_off WIDTH
    reg  [WIDTH+3:0] beats [0:BEATS-1];
    reg  [31:0]      index;            // of the beat that is offered next
    reg  [31:0]      next_run;         // its run
    wire [WIDTH+3:0] beat   = beats[index];
    wire [WIDTH+3:0] ending = beats[BEATS-1];

    wire stall;
    archsim_stall #(.SEED(SEED)) gaps (.aclk(aclk), .stall(stall));

    assign take  = tvalid && tready;
    assign left  = BEATS - index + (tvalid ? 32'd1 : 32'd0);
    assign fault = (^ending) === 1'bx              ? 2'd1
                 : aresetn && (^tready) === 1'bx   ? 2'd2
                 :                                   2'd0;

    wire pause = (pace == 2'd1 && take) || (pace == 2'd2 && stall);
    wire offer = index < BEATS && next_run < open_runs && !pause;

    initial $readmemh(FILE, beats);

    always @(posedge aclk) begin
        if (!aresetn || rewind) begin
            tvalid   <= 1'b0;
            tdata    <= {WIDTH{1'bx}};
            tlast    <= 1'bx;
            run      <= 32'd0;
            index    <= 32'd0;
            next_run <= 32'd0;
        end else if (!tvalid || tready) begin
            tvalid <= offer;
            tdata  <= offer ? beat[WIDTH-1:0] : {WIDTH{1'bx}};
            tlast  <= offer ? beat[WIDTH] : 1'bx;
            if (offer) begin
                run   <= next_run;
                index <= index + 32'd1;
                if (beat[WIDTH])
                    next_run <= next_run + 32'd1;
            end
        end
    end

endmodule
