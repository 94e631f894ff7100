// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Leg, Ladder, MandateBody} from "../types/Mandate.sol";
import {SettlementTerms} from "../types/Config.sol";
import {BlackScholes} from "./BlackScholes.sol";
import {LadderCurve} from "./LadderCurve.sol";

/// @title The hedge target of a book: T(S, t) = -sum size * w * delta, the base that makes its delta zero
/// @notice Hub and spoke run this code on the same body, so their targets agree to the wei (P13). Sizes, weights, deltas and
/// targets are 18-decimal; the gamma returned is dT/dS per 1.00 of quote, so a sold call has T > 0 and a positive gamma.
/// Nothing here reverts while |size| and the sums fit 128 bits.
library HedgeTarget {
    uint256 private constant WAD = 1e18;
    uint256 private constant YEAR = 365 days;
    /// @dev Gamma saturates here, so that size * gamma fits a word.
    uint256 internal constant MAX_GAMMA = 1 << 120;

    /// @notice T and dT/dS of a list of series.
    function ofLegs(Leg[] memory legs, uint256 spot, uint256 time, SettlementTerms memory s)
        internal
        pure
        returns (int256 target, int256 gamma)
    {
        return ofLegs(legs, weights(legs, time, s), spot, time);
    }

    /// @notice The same with the weight of each leg given.
    function ofLegs(Leg[] memory legs, uint256[] memory weights_, uint256 spot, uint256 time)
        internal
        pure
        returns (int256 target, int256 gamma)
    {
        // |size| < 2^127, weights and deltas at most 1e18, gammas below 2^120: sums of 256 legs fit.
        unchecked {
            for (uint256 i; i < legs.length; i++) {
                if (weights_[i] == 0) continue;
                (int256 d, uint256 g) = _deltaGamma(legs[i], spot, time);
                int256 size = int256(legs[i].size) * int256(weights_[i]) / int256(WAD);
                target -= size * d / int256(WAD);
                gamma -= size * int256(g < MAX_GAMMA ? g : MAX_GAMMA) / int256(WAD);
            }
        }
    }

    /// @notice Years to an expiry, 18 decimals.
    function tau(uint40 expiry, uint256 time) internal pure returns (uint256) {
        unchecked {
            return expiry > time ? (expiry - time) * WAD / YEAR : 0;
        }
    }

    function _deltaGamma(Leg memory leg, uint256 spot, uint256 time)
        private
        pure
        returns (int256 delta, uint256 gamma)
    {
        return BlackScholes.deltaGamma(
            spot,
            leg.series.strike(),
            leg.vol,
            tau(leg.series.expiry(), time),
            leg.carry,
            0,
            leg.series.isPut()
        );
    }

    /// @notice T and dT/dS of a ladder; outside its table T is flat, dT/dS zero and no trade due.
    function ofLadder(Ladder memory l, uint256 spot, uint256 time)
        internal
        pure
        returns (int256 target, int256 gamma, bool inside)
    {
        return LadderCurve.at(l, spot, time);
    }

    /// @notice offset + share * T of a mandate, and share * dT/dS.
    function ofBody(MandateBody memory body, uint256 spot, uint256 time, SettlementTerms memory s)
        internal
        pure
        returns (int256 target, int256 gamma, bool inside)
    {
        if (body.legs.length != 0 || body.ladder.times.length == 0) {
            (target, gamma) = ofLegs(body.legs, spot, time, s);
            inside = true;
        } else {
            (target, gamma, inside) = ofLadder(body.ladder, spot, time);
        }
        target = int256(body.offset) + target * int256(uint256(body.share)) / int256(WAD);
        gamma = gamma * int256(uint256(body.share)) / int256(WAD);
    }

    /// @notice Part of a series that has not settled yet: (N - k) / N with k instants passed, by time alone.
    /// @dev Instant i of N lies at expiry - window + floor(i * window / N) and has passed once time reaches it.
    function weight(uint40 expiry, uint256 time, SettlementTerms memory s) internal pure returns (uint256 w) {
        if (time >= expiry) return 0;
        uint256 start = expiry > s.window ? expiry - s.window : 0;
        if (s.window == 0 || s.instants == 0 || time < start) return WAD;
        // The largest i with floor(i * window / N) <= elapsed.
        uint256 passed = ((time - start + 1) * s.instants - 1) / s.window;
        return passed < s.instants ? (s.instants - passed) * WAD / s.instants : 0;
    }

    /// @notice The next instant after `time` at which the weight of a series steps, or its expiry; 0 once it has expired.
    function nextInstant(uint40 expiry, uint256 time, SettlementTerms memory s)
        internal
        pure
        returns (uint256)
    {
        if (time >= expiry) return 0;
        if (s.window == 0 || s.instants == 0) return expiry;
        uint256 start = expiry > s.window ? expiry - s.window : 0;
        uint256 passed = time < start ? 0 : ((time - start + 1) * s.instants - 1) / s.window;
        return start + (passed + 1) * s.window / s.instants;
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
