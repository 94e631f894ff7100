// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @title Both thresholds of an endless book from one root
/// @notice With the gap w = a - b, (a + b) w^3 = Q makes a b (a + b) = P into w^8 (1 + c w) = Q^2, c = 4P / Q = lambda S / k.
/// With q = Q^(1/4) and R = c q that is w = q / v, v^9 - v = R. The start is q by three poles, within 0.07 %, times 1/v by three
/// poles, within 0.56 %. Newton's method on the logarithms of w and w^8 (1 + c w), which are nearly proportional, with Pade's
/// power makes that 1.9e-6, and Newton's on the polynomial 1.3e-11. b, which goes with its sixth power at most, errs by less than
/// 1e-10 of a plus 1e-15 units: 7.6e-11 at worst in a scan of all inputs that HedgeBands admits.
library BandRoot {
    /// @dev Of R in Q22. A larger one is brought to between 2^78 and 2^81, where w is below 8e-11 of a.
    uint256 private constant MAX_RATIO_BITS = 103;

    /// @notice b and w = a - b, in wei.
    /// @param y Q, from 1 to below 2^254, such that q is y^(1/4) 2^(scale - 20) in 1e9 wei and below 2^92 wei
    /// @param cost lambda S, 36 decimals, below 2^150
    /// @param fixedCost k, not zero, below 2^176
    function solve(uint256 y, uint256 scale, uint256 cost, uint256 fixedCost)
        internal
        pure
        returns (uint256 inner, uint256 gap)
    {
        assembly ("memory-safe") {
            let s := shl(7, lt(0, shr(128, y)))
            s := or(s, shl(6, lt(0, shr(64, shr(s, y)))))
            s := or(s, shl(5, lt(0xffffffff, shr(s, y))))
            s := or(s, shl(4, lt(0xffff, shr(s, y))))
            s := or(s, shl(3, lt(0xff, shr(s, y))))
            scale := add(scale, shr(2, s))
            // y = 2^s times 1 to 256, in Q84, and its fourth root in Q64
            y := shr(164, shl(sub(248, s), y))
            let m :=
                sub(
                    114762958287877111809,
                    add(
                        add(
                            div(
                                473448999651655494090698753352089822222882963457,
                                add(y, 7138251975032921581743505409)
                            ),
                            div(
                                9560922842067181895992801358763708725503983617,
                                add(y, 423493537397886814483644417)
                            )
                        ),
                        div(427031092705395287315242672827387397023989761, add(y, 30500631898433476985094145))
                    )
                )
            // c in Q64 for lengths m 2^(scale - 20) 1e9 wei, 1e27 2^-44. As q is below 2^92 wei, scale is at most 82 and c below
            // 2^187.
            let c := div(shl(scale, cost), mul(fixedCost, 56843418860808))
            // 1 + R in Q22, below 2^148
            let u := add(0x400000, shr(106, mul(c, m)))
            // The poles are for R below 2^14.
            if shr(36, u) {
                // With 16 times Q and c / 16 P is the same, and so is a + b but for (w / a)^2. Fifteen times at most.
                for {} shr(MAX_RATIO_BITS, u) {} {
                    u := shr(3, u)
                    c := shr(3, c)
                    scale := add(scale, 1)
                }
                // Units of length halve, eight times at most: y < 2^124, c m < 2^210
                for {} 1 {} {
                    u := shr(9, u)
                    c := shr(1, c)
                    y := shl(4, y)
                    scale := sub(scale, 1)
                    if iszero(shr(36, u)) { break }
                }
            }
            m := shr(
                64,
                mul(
                    m,
                    add(
                        5687199613136608257,
                        add(
                            add(
                                div(50407947996745328566749626369, add(u, 15967933557)),
                                div(1770506649522514826799087617, add(u, 409346901))
                            ),
                            div(72467874702368208727310337, add(u, 9679535))
                        )
                    )
                )
            )
            // m is between 2^62 and 2^66, m^8 between 2^112 and 2^144 in Q128. F = m^8 in Q146, G = Q^2 / (1 + c m), and with
            // n = 9 - 1 / (1 + c m) it is m ((n - 1) F + (n + 1) G) / ((n + 1) F + (n - 1) G), of 2^250 at most.
            let square := mul(y, y)
            u := add(0x400000, shr(106, mul(c, m)))
            {
                let f := shr(64, mul(m, m))
                f := shr(55, mul(f, f))
                f := mul(f, f)
                let g := div(square, u)
                u := mul(sub(0x80000, div(0x3fffffffff, u)), add(f, g))
                m := div(mul(m, add(u, shl(17, g))), add(u, shl(17, f)))
            }
            // m (7 + 8 c m + Q^2 / m^8) / (8 + 9 c m), with c m in Q40 below 2^122
            u := shr(88, mul(c, m))
            {
                let f := shr(64, mul(m, m))
                f := shr(64, mul(f, f))
                m := div(
                    mul(m, add(add(shl(3, u), shl(40, 7)), div(square, mul(f, f)))),
                    add(mul(9, u), shl(43, 1))
                )
            }
            // 1e9 2^15, and scale - 20 - 64 - 15, which is negative
            scale := sub(99, scale)
            gap := shr(scale, mul(m, 32768000000000))
            // 2b = s - m = m (m c m / (s + m)) with s = a + b = Q / m^3, as s^2 = m^2 (1 + c m); c m in Q64 is below 2^146
            u := div(mul(m, shr(64, mul(c, m))), add(m, div(shl(64, y), shr(108, mul(mul(m, m), m)))))
            inner := shr(add(scale, 65), mul(mul(m, u), 32768000000000))
        }
    }
}
