// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Leg, Ladder} from "../types/Mandate.sol";
import {SettlementTerms} from "../types/Config.sol";
import {HedgeTarget} from "./HedgeTarget.sol";
import {LadderCurve} from "./LadderCurve.sol";

/// @title Tables a target of many series, with a bound on what the table loses
/// @notice 41 nodes 2 % apart (spot / 1.49 to spot * 1.49) at three times. Weights are those of `time`: a table ends before
/// the next settlement instant of any of its series, where T steps, so no cell straddles a step.
///
/// The error is sampled where it peaks, at the middle of every cell in spot (the cubic's error is proportional to
/// p^2 (1 - p)^2) and of every interval in time (linear: p (1 - p)); the bound is twice the sum of the two largest, since
/// the derivative in front of those shapes varies within a cell.
library LadderBuilder {
    uint256 internal constant NODES = 41;
    uint256 internal constant SLICES = 3;
    uint64 internal constant STEP = 1.02e18;
    /// @dev A spoke's clock may lie behind the hub's.
    uint256 internal constant CLOCK_SKEW = 10 minutes;

    uint256 private constant WAD = 1e18;

    /// @dev Inputs of one table.
    struct Plan {
        Leg[] legs;
        uint256[] weights;
        uint256[] spots;
        Ladder ladder;
    }

    /// @notice The table of `legs` around `spot` from `time` over at most `horizon` seconds.
    function build(Leg[] memory legs, uint256 spot, uint256 time, SettlementTerms memory s, uint256 horizon)
        internal
        pure
        returns (Ladder memory)
    {
        Plan memory p;
        p.legs = legs;
        p.weights = HedgeTarget.weights(legs, time, s);
        p.ladder.lowestSpot = uint128(_lowest(spot));
        p.ladder.step = STEP;
        p.ladder.nodes = uint8(NODES);
        p.ladder.times = _times(time, _end(legs, time, s, horizon));
        _fill(p);
        p.ladder.errorBound = _fit(2 * (_spotError(p) + _timeError(p)));
        return p.ladder;
    }

    /// @dev The grid's middle node is the spot.
    function _lowest(uint256 spot) private pure returns (uint256) {
        return spot * WAD / LadderCurve.nodeSpot(WAD, STEP, NODES / 2);
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

    function _times(uint256 time, uint256 end) private pure returns (uint40[] memory times) {
        uint256 start = time - CLOCK_SKEW;
        times = new uint40[](SLICES);
        for (uint256 i; i < SLICES; i++) {
            times[i] = uint40(start + (end - start) * i / (SLICES - 1));
        }
    }

    function _fill(Plan memory p) private pure {
        Ladder memory l = p.ladder;
        l.deltas = new int128[](NODES * SLICES);
        l.gammas = new int128[](NODES * SLICES);
        p.spots = new uint256[](NODES);
        for (uint256 i; i < NODES; i++) {
            p.spots[i] = LadderCurve.nodeSpot(l.lowestSpot, STEP, i);
            for (uint256 j; j < SLICES; j++) {
                (int256 target, int256 gamma) = HedgeTarget.ofLegs(p.legs, p.weights, p.spots[i], l.times[j]);
                l.deltas[j * NODES + i] = int128(target);
                l.gammas[j * NODES + i] = int128(gamma);
            }
        }
    }

    /// @dev Largest error at the middle of a cell, on any slice.
    function _spotError(Plan memory p) private pure returns (uint256 most) {
        for (uint256 i; i + 1 < NODES; i++) {
            uint256 spot = (p.spots[i] + p.spots[i + 1]) / 2;
            for (uint256 j; j < SLICES; j++) {
                most = _worse(p, spot, p.ladder.times[j], most);
            }
        }
    }

    /// @dev Largest error at a node halfway between two slices.
    function _timeError(Plan memory p) private pure returns (uint256 most) {
        for (uint256 j; j + 1 < SLICES; j++) {
            uint256 time = (uint256(p.ladder.times[j]) + p.ladder.times[j + 1]) / 2;
            for (uint256 i; i < NODES; i++) {
                most = _worse(p, p.spots[i], time, most);
            }
        }
    }

    function _worse(Plan memory p, uint256 spot, uint256 time, uint256 most) private pure returns (uint256) {
        (int256 exact,) = HedgeTarget.ofLegs(p.legs, p.weights, spot, time);
        (int256 read,,) = LadderCurve.at(p.ladder, spot, time);
        uint256 error = uint256(read > exact ? read - exact : exact - read);
        return error > most ? error : most;
    }

    function _fit(uint256 value) private pure returns (uint128) {
        return value < type(uint128).max ? uint128(value) : type(uint128).max;
    }
}
