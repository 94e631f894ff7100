// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Leg, Ladder, MandateBody} from "../types/Mandate.sol";
import {SettlementTerms} from "../types/Config.sol";
import {InstantWeight} from "./InstantWeight.sol";
import {LadderCurve} from "./LadderCurve.sol";
import {SeriesRun} from "./SeriesRun.sol";

/// @title The hedge target of a book: T(S, t) = -sum size * w * delta, the base that makes its delta zero
/// @notice Hub and spoke run this code on the same body, so their targets agree to the wei (P13). Sizes, weights, deltas and
/// targets are 18-decimal; the gamma returned is dT/dS per 1.00 of quote, so a sold call has T > 0 and a positive gamma.
/// Nothing here reverts while |size| and the sums fit 128 bits.
library HedgeTarget {
    uint256 private constant WAD = 1e18;
    uint256 private constant YEAR = 365 days;

    /// @notice T and dT/dS of a list of series.
    function ofLegs(Leg[] memory legs, uint256 spot, uint256 time, SettlementTerms memory s)
        internal
        pure
        returns (int256 target, int256 gamma)
    {
        (target, gamma,) = SeriesRun.sum(legs, spot, time, s);
    }

    /// @notice Years to an expiry, 18 decimals.
    function tau(uint40 expiry, uint256 time) internal pure returns (uint256) {
        unchecked {
            return expiry > time ? (expiry - time) * WAD / YEAR : 0;
        }
    }

    /// @notice T and dT/dS of a ladder; outside its table T is flat, dT/dS zero and no trade due.
    function ofLadder(Ladder memory l, uint256 spot, uint256 time)
        internal
        pure
        returns (int256 target, int256 gamma, bool inside)
    {
        return LadderCurve.at(l, spot, time);
    }

    /// @notice offset + share * T of a mandate, share * dT/dS, and what is left of the book's variance (see BookVariance).
    function ofBody(MandateBody memory body, uint256 spot, uint256 time, SettlementTerms memory s)
        internal
        pure
        returns (int256 target, int256 gamma, uint256 variance, bool inside)
    {
        if (body.legs.length != 0 || body.ladder.times.length == 0) {
            (target, gamma, variance) = SeriesRun.sum(body.legs, spot, time, s);
            // Of 2^8 legs of 2^127 each the target is below 2^136; gamma is below 2^183, and the share below 2^64.
            unchecked {
                int256 share = int256(uint256(body.share));
                target = int256(body.offset) + target * share / int256(WAD);
                return (target, gamma * share / int256(WAD), variance, true);
            }
        }
        (target, gamma, inside) = ofLadder(body.ladder, spot, time);
        variance = LadderCurve.varianceAt(body.ladder, time);
        target = int256(body.offset) + target * int256(uint256(body.share)) / int256(WAD);
        gamma = gamma * int256(uint256(body.share)) / int256(WAD);
    }

    /// @notice Part of a series that has not settled yet: see InstantWeight.
    function weight(uint40 expiry, uint256 time, SettlementTerms memory s) internal pure returns (uint256) {
        return InstantWeight.at(expiry, time, s);
    }

    /// @notice The next instant after `time` at which the weight of a series steps, or its expiry; 0 once it has expired.
    function nextInstant(uint40 expiry, uint256 time, SettlementTerms memory s)
        internal
        pure
        returns (uint256)
    {
        return InstantWeight.next(expiry, time, s);
    }

    /// @notice Weight of each leg.
    function weights(Leg[] memory legs, uint256 time, SettlementTerms memory s)
        internal
        pure
        returns (uint256[] memory w)
    {
        w = new uint256[](legs.length);
        for (uint256 i; i < legs.length; i++) {
            w[i] = weight(legs[i].series.expiry(), time, s);
        }
    }

    /// @notice Sum of |size| * (1 - w): the most base that settlement can have taken out of the target, which is what the
    /// roll-off of P2 may trade.
    function rolledOff(Leg[] memory legs, uint256 time, SettlementTerms memory s)
        internal
        pure
        returns (uint256 base)
    {
        for (uint256 i; i < legs.length; i++) {
            int256 size = legs[i].size;
            base += uint256(size < 0 ? -size : size) * (WAD - weight(legs[i].series.expiry(), time, s)) / WAD;
        }
    }
}
