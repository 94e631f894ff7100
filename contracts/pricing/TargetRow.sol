// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";
import {Leg} from "../types/Mandate.sol";
import {BlackScholes} from "./BlackScholes.sol";
import {Exponential} from "./Exponential.sol";
import {HedgeTarget} from "./HedgeTarget.sol";
import {LadderCurve} from "./LadderCurve.sol";
import {Logarithm} from "./Logarithm.sol";
import {Normal} from "./Normal.sol";

/// @title A target along a row of spots at one time
/// @notice The spots rise by half a step of a ladder. Per series the width and one logarithm serve the whole row: from spot to
/// spot only ln S moves, by the same amount.
library TargetRow {
    uint256 private constant WAD = 1e18;
    uint256 private constant ONE = 2 ** 96;
    /// @dev Beyond ten standard deviations delta is certain.
    uint256 private constant FAR = 10 * 2 ** 96;

    /// @param spot nodes at even places, the geometric middles of cells at odd ones
    /// @param logHalfStep ln of the ratio of neighbours, Q128
    struct Spots {
        uint256[] spot;
        int256 logHalfStep;
    }

    /// @dev What stays the same along a walk; `slopes` and `spots` are how far theirs lie from the targets.
    struct Walk {
        int256 size;
        int256 shift;
        uint256 scale;
        uint256 slopes;
        uint256 pace;
        uint256 end;
        uint256 fall;
        uint256 stride;
    }

    /// @notice The spots of `nodes` nodes and the middles between them.
    function along(uint256 lowest, uint256 step, uint256 nodes) internal pure returns (Spots memory s) {
        s.logHalfStep = Logarithm.lnRatio(step, WAD) / 2;
        s.spot = new uint256[](2 * nodes - 1);
        for (uint256 i; i < nodes; i++) {
            s.spot[2 * i] = LadderCurve.nodeSpot(lowest, step, i);
            if (i != 0) s.spot[2 * i - 1] = LadderCurve.halfNodeSpot(lowest, s.logHalfStep, 2 * i - 1);
        }
    }

    /// @notice T and dT/dS at every spot of the row.
    function evaluate(Leg[] memory legs, uint256[] memory weights, Spots memory spots, uint256 time)
        internal
        pure
        returns (int256[] memory targets, int256[] memory slopes)
    {
        targets = new int256[](spots.spot.length);
        slopes = new int256[](spots.spot.length);
        for (uint256 i; i < legs.length; i++) {
            if (weights[i] == 0) continue;
            int256 size = int256(legs[i].size) * int256(weights[i]) / int256(WAD);
            _add(legs[i], size, spots, time, targets, slopes);
        }
        _scale(targets, slopes, spots.spot);
    }

    /// @dev From sums of size * delta in Q96 and of size * gamma * S. Sizes are below 2^127 and gamma * S at most 2^120: 256
    /// legs leave them below 2^255. No spot, no slope.
    function _scale(int256[] memory targets, int256[] memory slopes, uint256[] memory spots) private pure {
        assembly ("memory-safe") {
            for { let i := shl(5, mload(targets)) } i { i := sub(i, 0x20) } {
                mstore(add(targets, i), sdiv(mload(add(targets, i)), ONE))
                mstore(add(slopes, i), sdiv(mload(add(slopes, i)), mload(add(spots, i))))
            }
        }
    }

    function _add(
        Leg memory leg,
        int256 size,
        Spots memory spots,
        uint256 time,
        int256[] memory targets,
        int256[] memory slopes
    ) private pure {
        uint256 count = targets.length;
        // A put's delta is the call's less one: the same at every spot.
        int256 shift = leg.series.isPut() ? int256(ONE) : int256(0);
        (int256 x, uint256 width) = BlackScholes.moneynessAndWidth(
            spots.spot[0], leg.series.strike(), leg.vol, HedgeTarget.tau(leg.series.expiry(), time), leg.carry
        );
        Walk memory w = Walk(size, shift, 0, 0, 0, 0, 0, 0);
        uint256 first;
        assembly ("memory-safe") {
            first := add(targets, 0x20)
            mstore(add(w, 0x60), sub(slopes, targets))
        }
        // d1 is below 2^193, a step below 2^200.
        unchecked {
            if (width == 0) {
                for (uint256 i; i < count; i++) {
                    (int256 delta,) = BlackScholes.callDeltaGamma(x, 0, 1);
                    targets[i] -= size * (delta * int256(ONE) / int256(WAD) - shift);
                    x += spots.logHalfStep;
                }
                return;
            }
            int256 pace = (spots.logHalfStep << 120) / int256(width);
            x = (x << 120) / int256(width) + int256(width >> 57);
            // How many spots lie below d1 = 0.
            uint256 below;
            if (x < 0) {
                below = pace == 0 ? count : uint256((pace - 1 - x) / pace);
                if (below > count) below = count;
            }
            // gamma S = phi / v; a width below 4e-19 saturates, so that size * gamma * S fits.
            w.scale = FixedPointMathLib.min((WAD << 184) / width, 1 << 153);
            // At a pace beyond twenty the next spot is certain.
            if (uint256(pace) < 2 * FAR) w.fall = Exponential.exp(-int256(uint256(pace * pace) >> 96));
            w.pace = uint256(pace);
            (w.end, w.stride) = (first + 32 * count, 32);
            if (below != count) _walk(w, first + 32 * below, uint256(x + int256(below) * pace), ONE);
            if (below != 0) {
                (w.end, w.stride) = (first - 32, type(uint256).max - 31);
                // Below, delta is the tail, less nothing: all signs turn.
                (w.size, w.shift, w.scale) = (-w.size, -w.shift, uint256(-int256(w.scale)));
                _walk(w, w.end + 32 * below, uint256(-x - int256(below - 1) * pace), 0);
            }
        }
    }

    /// @dev Outwards from the spot nearest to d1 = 0, where |d1| is `d`. With each step, phi falls by a ratio that itself falls
    /// by a constant: phi(d + c) = phi(d) e^(-d c - c^2 / 2). Products of Q96 numbers below one lose 2^-96 each, so after n
    /// steps phi errs by less than n^2 2^-96: 5e-26 over 65 spots.
    /// @param at where the target of that spot lies
    /// @param upper 2^96 where d1 > 0; else 0, with size, shift and scale negated
    function _walk(Walk memory w, uint256 at, uint256 d, uint256 upper) private pure {
        uint256 density;
        uint256 ratio;
        uint256 pace = w.pace;
        uint256 fall = w.fall;
        unchecked {
            if (d <= FAR) {
                density = Normal.density(int256(d));
                if (pace < 2 * FAR) ratio = Exponential.exp(-int256((d * pace + pace * pace / 2) >> 96));
            }
        }
        uint256 end = w.end;
        for (; at != end;) {
            uint256 tail;
            if (d > FAR) density = 0;
            else tail = Normal.mills(int256(d));
            assembly ("memory-safe") {
                tail := sub(upper, shr(96, mul(density, tail)))
                let size := mload(w)
                mstore(at, sub(mload(at), mul(size, sub(tail, mload(add(w, 0x20))))))
                let slope := add(at, mload(add(w, 0x60)))
                mstore(slope, sub(mload(slope), mul(size, sar(128, mul(density, mload(add(w, 0x40)))))))
                density := shr(96, mul(density, ratio))
                ratio := shr(96, mul(ratio, fall))
                d := add(d, pace)
                at := add(at, mload(add(w, 0xe0)))
            }
        }
    }
}
