// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Normal} from "../../pricing/Normal.sol";

/// @notice A leg as scenarios see it.
/// @param strike discounted, 18 decimals
/// @param moneyness ln(spot / strike) at the mark, Q128
/// @param down vol sqrt(tau) in Q96 under each shock, at least 1
/// @param live size that has not rolled off
struct Line {
    uint256 strike;
    int256 moneyness;
    uint256 down;
    uint256 same;
    uint256 up;
    int256 live;
}

/// @title Worth of many calls at one spot
/// @notice S Phi(d1) - K Phi(d2) with K Phi(-|d2|) = S phi(d1) R(|d2|): within 1e-18 of the larger of spot and strike.
/// Puts differ by S - K, which needs no pricing.
library PriceRun {
    uint256 private constant ONE = 2 ** 96;
    int256 private constant FAR = 10 * 2 ** 96;
    int256 private constant TWICE_FAR = 20 * 2 ** 96;

    /// @notice Sum of live * price of the call, 36 decimals.
    /// @param spot at most 2^112
    /// @param shift ln(spot / mark), Q128
    /// @param shock 0 for vols down, 1 for the same, 2 for up
    function sum(Line[] memory lines, uint256 spot, int256 shift, uint256 shock)
        internal
        pure
        returns (int256 worth)
    {
        uint256 at;
        assembly ("memory-safe") {
            at := add(lines, 0x20)
            shock := add(0x40, shl(5, shock))
        }
        unchecked {
            return _sum(at, at + 32 * lines.length, spot, shift, shock);
        }
    }

    function _sum(uint256 at, uint256 end, uint256 spot, int256 shift, uint256 width)
        private
        pure
        returns (int256 worth)
    {
        for (; at != end;) {
            uint256 line;
            uint256 v;
            int256 d1;
            bool alive;
            // Amounts are below 2^112, logarithms below 2^135, widths 1 to 2^101, sizes below 2^127: of 2^14 lines nothing
            // passes 2^255.
            assembly ("memory-safe") {
                line := mload(at)
                v := mload(add(line, width))
                d1 := add(sdiv(shl(64, add(shift, mload(add(line, 0x20)))), v), shr(1, v))
                alive := lt(add(d1, FAR), TWICE_FAR)
            }
            uint256 share;
            if (alive) {
                uint256 density = Normal.density(d1);
                uint256 tail = Normal.mills(d1);
                unchecked {
                    share = Normal.mills(d1 - int256(v));
                }
                // Phi(d1), less what the bond takes of it: K Phi(d2), or K less K Phi(-d2).
                assembly ("memory-safe") {
                    tail := shr(96, mul(density, tail))
                    if sgt(d1, 0) { tail := sub(ONE, tail) }
                    share := shr(96, mul(density, share))
                    share := add(tail, mul(share, sub(shl(1, sgt(d1, v)), 1)))
                }
            } else {
                assembly ("memory-safe") {
                    share := mul(sgt(d1, 0), ONE)
                }
            }
            assembly ("memory-safe") {
                let price := sub(sar(96, mul(spot, share)), mul(mload(line), sgt(d1, v)))
                worth := add(worth, mul(price, mload(add(line, 0xa0))))
                at := add(at, 0x20)
            }
        }
    }
}
