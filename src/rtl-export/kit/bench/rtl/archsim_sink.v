// For simulation only: takes the beats of an output stream at one of three paces and compares them with those of a file.
//
//   The file has one word a beat, `1_<tdata>` for the last beat of a run and `0_<tdata>` for the others. Every edge is judged before it
//   happens: `fault` is high at an edge where a rule of the stream or a value is broken, and `report` writes which.
module archsim_sink #(
    parameter WIDTH = 8,             // bits of tdata
    parameter BEATS = 1,             // beats in the file, of all runs
    parameter FILE  = "beats.hex",
    parameter SEED  = 1,             // of the random stalls
    parameter HOLD  = 20             // cycles that pace 3 leaves the last beat of a run on offer
) (
    input  wire             aclk,
    input  wire             aresetn,
    input  wire             rewind,  // back to the first beat
    input  wire [1:0]       pace,    // 0: always ready, 2: random stalls, 3: ready but for the last beat of a run, which waits
    input  wire             tvalid,
    output reg              tready,
    input  wire [WIDTH-1:0] tdata,
    input  wire             tlast,
    output wire             take,    // the beat on offer is taken at this edge
    output reg  [31:0]      run,     // of the beat that comes next
    output wire             ends,    // the beat that comes next is the last of its run
    output wire [31:0]      left,    // beats that did not come yet
    output wire             fault
);

    // verilator lint_off WIDTH
    reg  [WIDTH+3:0] beats [0:BEATS-1];
    reg  [31:0]      index;          // of the beat that comes next, in the file
    reg  [31:0]      place;          // and in its run
    wire [WIDTH+3:0] beat   = beats[index];
    wire [WIDTH+3:0] ending = beats[BEATS-1];

    wire stall;
    archsim_stall #(.SEED(SEED)) stalls (.aclk(aclk), .stall(stall));

    reg              in_reset;       // the edge before this one was in reset
    reg              waiting;        // a beat was on offer at the edge before this one, and was not taken
    reg  [WIDTH-1:0] held_data;
    reg              held_last;
    reg  [31:0]      patience;       // edges that the last beat of a run has been on offer

    assign take = tvalid && tready;
    assign left = BEATS - index;
    assign ends = index < BEATS && beat[WIDTH];

    localparam NO_FILE = 1, NOT_QUIET = 2, UNKNOWN_VALID = 3, DROPPED = 4, UNKNOWN = 5,
               DATA_MOVED = 6, LAST_MOVED = 7, EXTRA = 8, WRONG_DATA = 9, WRONG_LAST = 10;

    wire [3:0] reason =
          (^ending) === 1'bx                      ? NO_FILE
        : !aresetn                                ? (in_reset && tvalid !== 1'b0 ? NOT_QUIET : 0)
        : (^tvalid) === 1'bx                      ? UNKNOWN_VALID
        : !tvalid                                 ? (waiting ? DROPPED : 0)
        : (^{tdata, tlast}) === 1'bx              ? UNKNOWN
        : waiting && tdata !== held_data          ? DATA_MOVED
        : waiting && tlast !== held_last          ? LAST_MOVED
        : index >= BEATS                          ? EXTRA
        : !tready                                 ? 0
        : tdata !== beat[WIDTH-1:0]               ? WRONG_DATA
        : tlast !== beat[WIDTH]                   ? WRONG_LAST
        :                                           0;

    assign fault = reason != 0;

    task report;
        case (reason)
            NO_FILE:       $write("%0s was not read: start the simulation in the folder that holds sim", FILE);
            NOT_QUIET:     $write("tvalid is not low in reset");
            UNKNOWN_VALID: $write("tvalid is unknown");
            DROPPED:       $write("beat %0d was withdrawn before it was taken", place);
            UNKNOWN:       $write("beat %0d has unknown bits: tdata %h tlast %b", place, tdata, tlast);
            DATA_MOVED:    $write("beat %0d moved before it was taken: tdata %h was %h", place, tdata, held_data);
            LAST_MOVED:    $write("beat %0d moved before it was taken: tlast %b was %b", place, tlast, held_last);
            EXTRA:         $write("a beat too many: tdata %h after all %0d", tdata, BEATS);
            WRONG_DATA:    $write("beat %0d is wrong: tdata %h, expected %h", place, tdata, beat[WIDTH-1:0]);
            default:       $write("beat %0d is wrong: tlast %b, expected %b", place, tlast, beat[WIDTH]);
        endcase
    endtask

    wire [31:0]      next_index = take ? index + 32'd1 : index;
    wire [WIDTH+3:0] next_beat  = beats[next_index];
    wire             must_wait  = next_index < BEATS && next_beat[WIDTH] && (take || patience + 32'd1 < HOLD);

    initial begin
        $readmemh(FILE, beats);
        in_reset = 1'b0;
        waiting  = 1'b0;
    end

    always @(posedge aclk) begin
        in_reset  <= !aresetn;
        waiting   <= aresetn && tvalid && !tready;
        held_data <= tdata;
        held_last <= tlast;
        if (!aresetn || rewind) begin
            tready   <= pace == 2'd0;
            index    <= 32'd0;
            place    <= 32'd0;
            run      <= 32'd0;
            patience <= 32'd0;
        end else begin
            tready   <= pace == 2'd2 ? !stall : pace == 2'd3 ? !must_wait : 1'b1;
            index    <= next_index;
            place    <= take ? (ends ? 32'd0 : place + 32'd1) : place;
            patience <= take ? 32'd0 : tvalid && ends ? patience + 32'd1 : patience;
            if (take && ends)
                run <= run + 32'd1;
        end
    end

endmodule
