// Three nested counts, for outer, for middle, for inner: `start` begins them, each `step` is one element, and `running` falls behind the last one.
// The counts are given as their last values and stand still while it runs.
module archsim_engine_count #(
    parameter BITS = 16
) (
    input  wire            aclk,
    input  wire            aresetn,         // synchronous, active low
    input  wire            start,           // while it does not run
    input  wire            step,
    input  wire [BITS-1:0] last_outer,
    input  wire [BITS-1:0] last_middle,
    input  wire [BITS-1:0] last_inner,
    output reg             running,
    output reg  [BITS-1:0] inner,
    output wire            ends_inner,      // of the element that comes next
    output wire            ends_middle,
    output wire            ends_outer
);

    reg [BITS-1:0] middle;
    reg [BITS-1:0] outer;

    assign ends_inner  = inner == last_inner;
    assign ends_middle = ends_inner && middle == last_middle;
    assign ends_outer  = ends_middle && outer == last_outer;

    always @(posedge aclk)
        if (!aresetn)
            running <= 1'b0;
        else if (start)
            running <= 1'b1;
        else if (step && ends_outer)
            running <= 1'b0;

    always @(posedge aclk)
        if (start) begin
            inner  <= {BITS{1'b0}};
            middle <= {BITS{1'b0}};
            outer  <= {BITS{1'b0}};
        end else if (step) begin
            inner <= ends_inner ? {BITS{1'b0}} : inner + 1'b1;
            if (ends_inner)
                middle <= ends_middle ? {BITS{1'b0}} : middle + 1'b1;
            if (ends_middle)
                outer <= outer + 1'b1;
        end

endmodule
