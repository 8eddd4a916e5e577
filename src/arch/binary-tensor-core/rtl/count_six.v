// How many of six bits are one.
module count_six (
    input  wire [5:0] bits,
    output wire [2:0] count
);

    wire [1:0] lower = {(bits[0] && bits[1]) || (bits[0] && bits[2]) || (bits[1] && bits[2]), bits[0] ^ bits[1] ^ bits[2]};
    wire [1:0] upper = {(bits[3] && bits[4]) || (bits[3] && bits[5]) || (bits[4] && bits[5]), bits[3] ^ bits[4] ^ bits[5]};

    // Without an adder, so that each bit of the count is one function of six inputs.
    wire carry = lower[0] && upper[0];

    assign count[0] = lower[0] ^ upper[0];
    assign count[1] = lower[1] ^ upper[1] ^ carry;
    assign count[2] = (lower[1] && upper[1]) || (lower[1] && carry) || (upper[1] && carry);

endmodule
