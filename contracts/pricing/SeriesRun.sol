// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {SettlementTerms} from "../types/Config.sol";
import {Leg} from "../types/Mandate.sol";
import {InstantWeight} from "./InstantWeight.sol";
import {Logarithm} from "./Logarithm.sol";
import {Normal} from "./Normal.sol";
import {SquareRoot} from "./SquareRoot.sol";

/// @title Delta and gamma of a list of series at one spot and time
/// @notice What a series shares with the one before it is taken over: the square root of an expiry's time, the logarithm of
/// a strike's moneyness, and everything between the call and the put of one strike. The numbers do not depend on the order,
/// only the gas does; they are those of `BlackScholes` without yield, to the wei.
/// @dev The greeks are written out once more because a shared function would cost as much again as its glue: the tests hold
/// the two together.
library SeriesRun {
    uint256 private constant WAD = 1e18;
    uint256 private constant WAD_SQUARED = 1e36;
    uint256 private constant YEAR = 365 days;
    uint256 private constant ONE = 2 ** 96;
    uint256 private constant MAX_AMOUNT = (1 << 112) - 1;
    /// @dev Of vol and years.
    uint256 private constant MAX_SIZE = 10e18;
    int256 private constant MAX_RATE = 1e18;
    /// @dev Gamma saturates here, so that size * gamma fits a word.
    uint256 private constant MAX_GAMMA = 2 ** 120;
    int256 private constant FAR = 10 * 2 ** 96;
    int256 private constant TWICE_FAR = 20 * 2 ** 96;
    int256 private constant FARTHEST = 2 ** 134;
    uint256 private constant EXPIRY_MASK = 2 ** 40 - 1;

    /// @dev `leg` stands for the one before the first. The others are what series share: years to expiry, 18 decimals, their
    /// root (`SquareRoot`; 0 without time) and the weight of the expiry; ln(S / K) in Q128; delta of the call and gamma.
    struct State {
        uint256[4] leg;
        uint256 spot;
        uint256 time;
        uint256 tau;
        uint256 rootTau;
        uint256 weight;
        int256 moneyness;
        int256 delta;
        uint256 gamma;
        SettlementTerms terms;
    }

    /// @notice -sum size * weight * delta and -sum size * weight * gamma, 18 decimals.
    function sum(Leg[] memory legs, uint256 spot, uint256 time, SettlementTerms memory terms)
        internal
        pure
        returns (int256 delta, int256 gamma)
    {
        State memory s;
        s.spot = spot < MAX_AMOUNT ? spot : MAX_AMOUNT;
        s.time = time;
        s.terms = terms;
        // What the id of no series, zero, has: no strike and no time.
        s.moneyness = FARTHEST;
        s.delta = int256(WAD);
        uint256 first;
        assembly ("memory-safe") {
            first := add(legs, 0x20)
        }
        unchecked {
            return _sum(s, first, first + legs.length * 32);
        }
    }

    /// @param at where the pointer to a leg lies, up to `end`
    function _sum(State memory s, uint256 at, uint256 end) private pure returns (int256 delta, int256 gamma) {
        uint256 last;
        assembly ("memory-safe") {
            last := mload(s)
        }
        // |size| < 2^127, weights and deltas at most 1e18, gammas at most 2^120: sums of 256 legs fit.
        for (; at != end;) {
            uint256 leg;
            uint256 changed;
            // A leg: market (32) | expiry (40) | strike (128) | zero (55) | put (1); size; vol; carry. Clean words.
            assembly ("memory-safe") {
                leg := mload(at)
                changed := or(
                    shr(1, xor(mload(leg), mload(last))),
                    or(
                        xor(mload(add(leg, 0x40)), mload(add(last, 0x40))),
                        xor(mload(add(leg, 0x60)), mload(add(last, 0x60)))
                    )
                )
            }
            if (changed != 0) _renew(s, leg, last);
            assembly ("memory-safe") {
                last := mload(add(leg, 0x20))
                if xor(mload(add(s, 0xa0)), WAD) { last := sdiv(mul(last, mload(add(s, 0xa0))), WAD) }
                // The put of the strike has one less.
                changed := mload(add(s, 0xe0))
                if and(mload(leg), 1) { changed := sub(changed, WAD) }
                delta := sub(delta, sdiv(mul(last, changed), WAD))
                gamma := sub(gamma, sdiv(mul(last, mload(add(s, 0x100))), WAD))
                last := leg
                at := add(at, 0x20)
            }
        }
    }

    /// @dev Greeks as in `BlackScholes`.
    function _renew(State memory s, uint256 leg, uint256 last) private pure {
        int256 x;
        uint256 width;
        assembly ("memory-safe") {
            width := mload(leg)
            // The two strikes, then the two expiries.
            x := and(shr(184, xor(width, mload(last))), EXPIRY_MASK)
            last := shr(128, shl(72, xor(width, mload(last))))
        }
        if (x != 0) _renewExpiry(s, (width >> 184) & EXPIRY_MASK);
        if (last != 0) {
            // A strike below 2^128 and a spot below 2^112.
            assembly ("memory-safe") {
                width := shr(128, shl(72, width))
                last := mload(add(s, 0x20))
                x := or(shr(112, width), iszero(mul(width, last)))
            }
            s.moneyness = x == 0 ? Logarithm.lnRatio(last, width) : _extreme(last, width);
        }
        // The moneyness is at most 2^134, the exponent of the carry at most 10; d1, which x turns into, is below 2^193.
        assembly ("memory-safe") {
            last := mload(add(leg, 0x40))
            if gt(last, MAX_SIZE) { last := MAX_SIZE }
            width := div(shl(56, mul(last, mload(add(s, 0x80)))), 1000000000000000000000000000)
            x := mload(add(s, 0xc0))
            last := mload(add(leg, 0x60))
            if last {
                if sgt(last, MAX_RATE) { last := MAX_RATE }
                if slt(last, sub(0, MAX_RATE)) { last := sub(0, MAX_RATE) }
                x := add(x, sdiv(shl(128, mul(last, mload(add(s, 0x60)))), WAD_SQUARED))
            }
            last := 0
            // Without width d1 is the moneyness itself, of which only the sign counts.
            if width {
                x := add(sdiv(shl(120, x), width), shr(57, width))
                last := lt(add(x, FAR), TWICE_FAR)
            }
        }
        if (last == 0) {
            s.delta = x > 0 ? int256(WAD) : x < 0 || width != 0 ? int256(0) : int256(WAD / 2);
            s.gamma = 0;
            return;
        }
        last = Normal.density(x);
        leg = Normal.mills(x);
        assembly ("memory-safe") {
            leg := shr(96, mul(last, leg))
            if sgt(x, 0) { leg := sub(ONE, leg) }
            mstore(add(s, 0xe0), shr(96, mul(leg, WAD)))
            last := div(shl(32, div(shl(24, mul(last, WAD_SQUARED)), width)), mload(add(s, 0x20)))
            if shr(120, last) { last := MAX_GAMMA }
            mstore(add(s, 0x100), last)
        }
    }

    /// @dev Moneyness where there is no logarithm, or the strike is beyond the limit.
    function _extreme(uint256 spot, uint256 strike) private pure returns (int256) {
        if (strike == 0) return FARTHEST;
        return spot == 0 ? -FARTHEST : Logarithm.lnRatio(spot, MAX_AMOUNT);
    }

    function _renewExpiry(State memory s, uint256 expiry) private pure {
        unchecked {
            uint256 time = s.time;
            s.weight = InstantWeight.at(expiry, time, s.terms);
            // Without spot nothing is worth anything: the same as without time.
            uint256 tau = expiry > time && s.spot != 0 ? (expiry - time) * WAD / YEAR : 0;
            if (tau > MAX_SIZE) tau = MAX_SIZE;
            (s.tau, s.rootTau) = (tau, tau == 0 ? 0 : SquareRoot.ofTime(tau));
        }
    }
}
