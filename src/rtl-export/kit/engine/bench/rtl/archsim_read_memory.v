// For simulation only: a memory behind the channels AR and R of AXI4, which answers bursts one after the other and judges them.
//
//   `fault` is high at an edge where a rule is broken, and `report` writes which: nothing is asked for in reset; an address on offer stays, has no unknown
//   bits, is a multiple of a word, and its burst does not cross 4 KB nor leave the memory; what was asked for is taken at once.
module archsim_read_memory #(
    parameter DATA_BITS = 64,
    parameter WORDS     = 1,            // in the file
    parameter FILE      = "memory.hex",
    parameter [63:0] BASE = 64'd0,      // address of its first word
    parameter SEED      = 1             // of the random stalls
) (
    input  wire                 aclk,
    input  wire                 aresetn,
    input  wire                 stalls,
    input  wire [63:0]          araddr,
    input  wire [7:0]           arlen,
    input  wire [2:0]           arsize,
    input  wire [1:0]           arburst,
    input  wire                 arvalid,
    output wire                 arready,
    output wire [DATA_BITS-1:0] rdata,
    output wire [1:0]           rresp,
    output wire                 rlast,
    output reg                  rvalid,
    input  wire                 rready,
    output wire                 fault
);

    // verilator lint_off WIDTH
    localparam BYTES = DATA_BITS / 8;
    localparam NOT_QUIET = 1, UNKNOWN = 2, WITHDRAWN = 3, MOVED = 4, WRONG_BURST = 5, OUTSIDE = 6, NO_PLACE = 7, NO_FILE = 8;

    reg  [DATA_BITS-1:0] words [0:WORDS-1];
    reg                  busy;          // a burst is being answered
    reg  [31:0]          index;
    reg  [8:0]           left;
    reg                  in_reset;
    reg                  waiting;
    reg  [71:0]          held;
    reg                  ready;

    wire stall_a;
    wire stall_r;
    archsim_stall #(.SEED(SEED)) addresses (.aclk(aclk), .stall(stall_a));
    archsim_stall #(.SEED(SEED + 1)) data (.aclk(aclk), .stall(stall_r));

    wire [63:0]          first = (araddr - BASE) / BYTES;
    wire [63:0]          end_byte = araddr + (arlen + 64'd1) * BYTES - 64'd1;
    wire [DATA_BITS-1:0] ending = words[WORDS-1];

    assign arready = ready && !busy;
    assign rdata   = rvalid ? words[index] : {DATA_BITS{1'bx}};
    assign rresp   = rvalid ? 2'b00 : 2'bxx;
    assign rlast   = rvalid ? left == 9'd1 : 1'bx;

    wire [3:0] reason =
          (^ending) === 1'bx                                        ? NO_FILE
        : !aresetn                                                  ? (in_reset && arvalid !== 1'b0 ? NOT_QUIET : 0)
        : (^{arvalid, rready}) === 1'bx                             ? UNKNOWN
        : rvalid && !rready                                         ? NO_PLACE
        : !arvalid                                                  ? (waiting ? WITHDRAWN : 0)
        : (^{araddr, arlen, arsize, arburst}) === 1'bx              ? UNKNOWN
        : waiting && {araddr, arlen} !== held                       ? MOVED
        : arburst !== 2'b01 || (1 << arsize) !== BYTES || araddr % BYTES != 0 || araddr[63:12] !== end_byte[63:12] ? WRONG_BURST
        : araddr < BASE || first + arlen >= WORDS                   ? OUTSIDE
        :                                                             0;

    assign fault = reason != 0;

    task report;
        case (reason)
            NOT_QUIET:   $write("an address is valid in reset");
            UNKNOWN:     $write("a valid, a ready or an address is unknown");
            WITHDRAWN:   $write("an address was withdrawn before it was taken");
            MOVED:       $write("an address moved before it was taken");
            WRONG_BURST: $write("%0d words at %h are no burst of AXI4", arlen + 9'd1, araddr);
            OUTSIDE:     $write("%0d words at %h are not in memory", arlen + 9'd1, araddr);
            NO_PLACE:    $write("a word that was asked for has no place");
            default:     $write("%0s was not read", FILE);
        endcase
    endtask

    initial begin
        $readmemh(FILE, words);
        in_reset = 1'b0;
        waiting  = 1'b0;
    end

    always @(posedge aclk) begin
        in_reset <= !aresetn;
        waiting  <= aresetn && arvalid && !arready;
        held     <= {araddr, arlen};
        ready    <= !(stalls && stall_a);
        if (!aresetn) begin
            busy   <= 1'b0;
            rvalid <= 1'b0;
        end else if (!busy) begin
            if (arvalid && arready) begin
                busy  <= 1'b1;
                index <= first;
                left  <= arlen + 9'd1;
            end
        end else if (!rvalid)
            rvalid <= !(stalls && stall_r);
        else if (rready) begin
            index <= index + 32'd1;
            left  <= left - 9'd1;
            if (left == 9'd1) begin
                busy   <= 1'b0;
                rvalid <= 1'b0;
            end else
                rvalid <= !(stalls && stall_r);
        end
    end

endmodule
