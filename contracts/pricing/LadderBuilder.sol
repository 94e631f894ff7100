// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";
import {SettlementTerms} from "../types/Config.sol";
import {Ladder, Leg} from "../types/Mandate.sol";
import {BookVariance} from "./BookVariance.sol";
import {HedgeTarget} from "./HedgeTarget.sol";
import {LadderCurve} from "./LadderCurve.sol";
import {TargetRow} from "./TargetRow.sol";

/// @title Tables a target of many series, with a bound on what the table loses
/// @notice 33 nodes 2 % apart (spot / 1.37 to spot * 1.37) at two times. Weights are those of `time`: a table ends before
/// the next settlement instant of any of its series, where T steps, so no cell straddles a step.
///
/// The error is sampled where it peaks, at the middle of every cell in spot (the cubic's error is proportional to
/// p^2 (1 - p)^2) and halfway in time (linear: p (1 - p)); the bound is twice the sum of the two largest, since the
/// derivatives in front of those shapes vary within a cell.
library LadderBuilder {
    uint256 internal constant NODES = 33;
    uint64 internal constant STEP = 1.02e18;
    /// @dev A spoke's clock may lie behind the hub's.
    uint256 internal constant CLOCK_SKEW = 10 minutes;

    uint256 private constant WAD = 1e18;

    /// @dev Targets and slopes along the spots of `TargetRow`: nodes at even places, middles of cells at odd ones.
    struct Exact {
        int256[] targets;
        int256[] slopes;
    }

    /// @notice The table of `legs` around `spot` from `time` over at most `horizon` seconds.
    function build(Leg[] memory legs, uint256 spot, uint256 time, SettlementTerms memory s, uint256 horizon)
        internal
        pure
        returns (Ladder memory l)
    {
        l.lowestSpot = uint128(spot * WAD / LadderCurve.nodeSpot(WAD, STEP, NODES / 2));
        l.step = STEP;
        l.nodes = uint8(NODES);
        l.times = new uint40[](2);
        (l.times[0], l.times[1]) = (uint40(time - CLOCK_SKEW), uint40(_end(legs, time, s, horizon)));

        TargetRow.Spots memory spots = TargetRow.along(l.lowestSpot, STEP, NODES);
        uint256[] memory weights = HedgeTarget.weights(legs, time, s);
        l.firstVariance = uint128(BookVariance.ofLegsAt(legs, l.times[0], time, s));
        l.lastVariance = uint128(BookVariance.ofLegsAt(legs, l.times[1], time, s));
        Exact memory first = _exact(legs, weights, spots, l.times[0]);
        Exact memory last = _exact(legs, weights, spots, l.times[1]);
        Exact memory half = _exact(legs, weights, spots, (uint256(l.times[0]) + l.times[1]) / 2);
        _fill(l, first, last);
        uint256 inSpot = FixedPointMathLib.max(_spotError(l, 0, spots, first), _spotError(l, 1, spots, last));
        l.errorBound = _fit(2 * (inSpot + _timeError(first, half, last)));
    }

    /// @dev One second before the next settlement instant of a series that still counts, if that comes before the horizon.
    function _end(Leg[] memory legs, uint256 time, SettlementTerms memory s, uint256 horizon)
        private
        pure
        returns (uint256 end)
    {
        end = time + horizon;
        for (uint256 i; i < legs.length; i++) {
            uint256 next = HedgeTarget.nextInstant(legs[i].series.expiry(), time, s);
            if (next > time && next - 1 < end) end = next - 1;
        }
    }

    function _exact(Leg[] memory legs, uint256[] memory weights, TargetRow.Spots memory spots, uint256 time)
        private
        pure
        returns (Exact memory e)
    {
        (e.targets, e.slopes) = TargetRow.evaluate(legs, weights, spots, time);
    }

    function _fill(Ladder memory l, Exact memory first, Exact memory last) private pure {
        l.deltas = new int128[](2 * NODES);
        l.gammas = new int128[](2 * NODES);
        for (uint256 i; i < NODES; i++) {
            (l.deltas[i], l.gammas[i]) = (_signed(first.targets[2 * i]), _signed(first.slopes[2 * i]));
            (l.deltas[NODES + i], l.gammas[NODES + i]) =
            (_signed(last.targets[2 * i]), _signed(last.slopes[2 * i]));
        }
    }

    /// @dev Largest error at the middle of a cell of a slice.
    function _spotError(Ladder memory l, uint256 slice, TargetRow.Spots memory spots, Exact memory e)
        private
        pure
        returns (uint256 most)
    {
        for (uint256 i; i + 1 < NODES; i++) {
            int256 read = LadderCurve.between(
                l, slice, i, spots.spot[2 * i], spots.spot[2 * i + 1], spots.spot[2 * i + 2]
            );
            most = FixedPointMathLib.max(most, FixedPointMathLib.dist(read, e.targets[2 * i + 1]));
        }
    }

    /// @dev Largest error halfway between the slices, at nodes and middles.
    function _timeError(Exact memory first, Exact memory half, Exact memory last)
        private
        pure
        returns (uint256 most)
    {
        for (uint256 i; i < half.targets.length; i++) {
            int256 read = (first.targets[i] + last.targets[i]) / 2;
            most = FixedPointMathLib.max(most, FixedPointMathLib.dist(read, half.targets[i]));
        }
    }

    /// @dev A slope beyond 1e20 per 1.00 of quote saturates; the error bound tells what that loses.
    function _signed(int256 value) private pure returns (int128) {
        return int128(FixedPointMathLib.clamp(value, type(int128).min, type(int128).max));
    }

    function _fit(uint256 value) private pure returns (uint128) {
        return value < type(uint128).max ? uint128(value) : type(uint128).max;
    }
}
