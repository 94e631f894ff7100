// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @title Natural logarithm of a ratio in Q128
/// @notice ln(a/b) = 2 atanh((a - b) / (a + b)), straight while a and b are within a factor of two, so that neighbours keep
/// their relative accuracy; otherwise after taking out k + 1/2 powers of two. 2 atanh(z) / z is a continued fraction of five
/// levels in z^2 (J-fraction of the minimax rational fit for |z| <= 0.34, relative error 1.8e-23).
library Logarithm {
    uint256 private constant LN2 = 235865763225513294137944142764154484399;
    uint256 private constant HALF_LN2 = 117932881612756647068972071382077242200;
    uint256 private constant SQRT2 = 481231938336009023090067544955250113854;
    /// @dev 0.34 in Q128, and twice that: ratios 0.4926 to 2.0303.
    uint256 private constant NEAR = 115696004753119077577547366526801191895;
    uint256 private constant TWICE_NEAR = 231392009506238155155094733053602383790;

    /// @notice ln(a / b), relative error below 2e-23 plus 2^-126 absolute.
    /// @param a 1 to 2^120
    /// @param b 1 to 2^120
    /// @return y Q128
    function lnRatio(uint256 a, uint256 b) internal pure returns (int256 y) {
        // In range, no shift or product passes 2^255: |a - b| < 2^120, a / b < 2^120, and |z| < 2^127 once near.
        assembly ("memory-safe") {
            let z := sdiv(shl(128, sub(a, b)), add(a, b))
            if gt(add(z, NEAR), TWICE_NEAR) {
                let below := lt(a, b)
                if below {
                    let c := a
                    a := b
                    b := c
                }
                a := div(shl(128, a), b)
                b := shr(128, a)
                let k := shl(6, lt(0xffffffffffffffff, b))
                k := or(k, shl(5, lt(0xffffffff, shr(k, b))))
                k := or(k, shl(4, lt(0xffff, shr(k, b))))
                k := or(k, shl(3, lt(0xff, shr(k, b))))
                k := or(k, shl(2, lt(0xf, shr(k, b))))
                k := or(k, shl(1, lt(3, shr(k, b))))
                k := or(k, lt(1, shr(k, b)))
                a := shr(k, a)
                // Times 2^-2 on both sides: the numerator is below 2^127.
                z := sdiv(shl(126, sub(a, SQRT2)), shr(2, add(a, SQRT2)))
                y := add(mul(k, LN2), HALF_LN2)
                if below {
                    z := sub(0, z)
                    y := sub(0, y)
                }
            }
            // Q112. The denominators lie between 0.9 and 10.2.
            a := shr(144, mul(z, z))
            // forgefmt: disable-next-item
            a := add(1459026038784727425613733227032604,
                div(263125877607437397367108063712716594267035443322765486686219474209869,
                sub(52709914053424496369215974577377539, add(a,
                div(581243449282260361462953576220558159576196254058652004037607822408165,
                sub(28255096942199025775303052235367269, add(a,
                div(38564376933580528932837713535136855477558622902710917367701624256083,
                sub(12595650574865506919866422042874067, add(a,
                div(5287972566677046047680791808832387952687902810530818879299743820823,
                sub(8002777684716188286958566393286602, add(a,
                div(667372757035556914577229852592875787490590178923792601878190747770,
                sub(6023828990732685703025138244444974, a)))))))))))))))
            y := add(y, sar(112, mul(z, a)))
        }
    }
}
