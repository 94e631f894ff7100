// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

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
    uint256 private constant WAD_SQUARED = 1e36;
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
        uint256 width;
        uint256 slopes;
        uint256 spots;
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
        int256 shift = leg.series.isPut() ? int256(WAD) : int256(0);
        (int256 x, uint256 width) = BlackScholes.moneynessAndWidth(
            spots.spot[0], leg.series.strike(), leg.vol, HedgeTarget.tau(leg.series.expiry(), time), leg.carry
        );
        Walk memory w = Walk(size, shift, width, 0, 0, 0, 0, 0, 0);
        uint256 first;
        assembly ("memory-safe") {
            first := add(targets, 0x20)
            mstore(add(w, 0x60), sub(slopes, targets))
            mstore(add(w, 0x80), sub(mload(spots), targets))
        }
        // The sums of HedgeTarget.ofLegs, with the same room; d1 is below 2^193, a step below 2^200.
        unchecked {
            if (width == 0) {
                for (uint256 i; i < count; i++) {
                    (int256 delta,) = BlackScholes.callDeltaGamma(x, 0, 1);
                    targets[i] -= size * (delta - shift) / int256(WAD);
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
            w.pace = uint256(pace);
            (w.end, w.stride) = (first + 32 * count, 32);
            if (below != count) _walk(w, first + 32 * below, uint256(x + int256(below) * pace), ONE);
            if (below != 0) {
                (w.end, w.stride) = (first - 32, type(uint256).max - 31);
                _walk(w, w.end + 32 * below, uint256(-x - int256(below - 1) * pace), 0);
            }
        }
    }

    /// @dev Outwards from the spot nearest to d1 = 0, where |d1| is `d`. With each step, phi falls by a ratio that itself falls
    /// by a constant: phi(d + c) = phi(d) e^(-d c - c^2 / 2). Products of Q96 numbers below one lose 2^-96 each, so after n
    /// steps phi errs by less than n^2 2^-96: 5e-26 over 65 spots.
    /// @param at where the target of that spot lies
    /// @param upper 2^96 where d1 > 0, else 0
    function _walk(Walk memory w, uint256 at, uint256 d, uint256 upper) private pure {
        uint256 density;
        uint256 ratio;
        unchecked {
            uint256 pace = w.pace;
            if (d <= FAR) {
                density = Normal.density(int256(d));
                // At a pace beyond twenty the next spot is certain.
                if (pace < 2 * FAR) {
                    ratio = Exponential.exp(-int256((d * pace + pace * pace / 2) >> 96));
                    w.fall = Exponential.exp(-int256((pace * pace) >> 96));
                }
            }
        }
        uint256 end = w.end;
        for (; at != end;) {
            uint256 tail;
            if (d > FAR) density = 0;
            else tail = Normal.mills(int256(d));
            // Delta and gamma as in `BlackScholes`.
            assembly ("memory-safe") {
                tail := shr(96, mul(density, tail))
                if upper { tail := sub(upper, tail) }
                let size := mload(w)
                mstore(
                    at,
                    sub(mload(at), sdiv(mul(size, sub(shr(96, mul(tail, WAD)), mload(add(w, 0x20)))), WAD))
                )
                tail := div(
                    shl(32, div(shl(24, mul(density, WAD_SQUARED)), mload(add(w, 0x40)))),
                    mload(add(at, mload(add(w, 0x80))))
                )
                if shr(120, tail) { tail := shl(120, 1) }
                let slope := add(at, mload(add(w, 0x60)))
                mstore(slope, sub(mload(slope), sdiv(mul(size, tail), WAD)))
                density := shr(96, mul(density, ratio))
                ratio := shr(96, mul(ratio, mload(add(w, 0xe0))))
                d := add(d, mload(add(w, 0xa0)))
                at := add(at, mload(add(w, 0x100)))
            }
        }
    }
}
