// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";
import {Exponential} from "./Exponential.sol";
import {Logarithm} from "./Logarithm.sol";
import {Normal} from "./Normal.sol";

/// @title European options on spot: price and greeks, never reverting (P13)
/// @notice 18-decimal fixed point, tau in years, continuous rate r and yield q. Gamma per 1.00 of quote, vega per 1.00 of vol,
/// theta per year of calendar time. Black and Scholes 1973, Merton 1973.
///
/// Domain: vol and tau 0 to 10, |r| and |q| at most 1, any spot and strike from 1e-9 to 2^112 wei. Beyond it each argument
/// saturates at the nearest end. With A = S e^(-q tau) and B = K e^(-r tau), errors are at most
/// price 2 wei + 1e-18 max(A, B), delta 2 wei + 1e-18 e^(-q tau), vega 2 wei + 1e-18 A,
/// gamma 2 wei + 1e-18 e^(-q tau) / (S vol sqrt tau), theta 4 wei + 1e-18 (|r| B + |q| A + A vol / sqrt tau).
///
/// Exact: call - put = A - B, the same for delta and theta, and every limit: at vol sqrt(tau) = 0, or a spot or strike of
/// zero, price is the discounted intrinsic value. At vol sqrt(tau) = 0 and A = B delta is half its jump by convention, and
/// gamma and theta's diffusion term, which have no finite limit, are zero.
library BlackScholes {
    struct Greeks {
        uint256 price;
        int256 delta;
        uint256 gamma;
        uint256 vega;
        int256 theta;
    }

    uint256 private constant WAD = 1e18;
    uint256 private constant ONE = 1 << 96;
    uint256 internal constant MAX_AMOUNT = (1 << 112) - 1;
    uint256 internal constant MAX_VOL = 10e18;
    uint256 internal constant MAX_TAU = 10e18;
    int256 internal constant MAX_RATE = 1e18;
    int256 internal constant MIN_RATE = -1e18;
    /// @dev At |d| = 16 the density is 1e-56: below one unit of any product here.
    int256 private constant FAR = 16 * 2 ** 96;
    int256 private constant MINUS_FAR = -16 * 2 ** 96;
    int256 private constant FARTHEST = 2 ** 134;

    /// @dev One option on the way to its greeks. Quote values are wei with 32 more fractional bits.
    struct Work {
        uint256 spotFactor; // e^(-q tau), Q96
        uint256 a;
        uint256 b;
        uint256 width; // vol sqrt(tau), Q152
        uint256 density; // e^(-q tau) phi(d1), Q96
        uint256 mass; // A phi(d1) = B phi(d2)
        uint256 asset; // A Phi(d1)
        uint256 bond; // B Phi(d2)
    }

    /// @notice Price and greeks of a call or a put.
    function evaluate(
        uint256 spot,
        uint256 strike,
        uint256 vol,
        uint256 tau,
        int256 rate,
        int256 yield_,
        bool put
    ) internal pure returns (Greeks memory g) {
        Work memory w;
        (spot, strike, vol, tau) = _clamped(spot, strike, vol, tau);
        (rate, yield_) = (_clampedRate(rate), _clampedRate(yield_));
        // With the arguments clamped no product passes 2^255; the widths are beside the terms.
        unchecked {
            w.width = _width(vol, tau);
            {
                int256 d1 = _d1(_moneyness(spot, strike, _drift(rate, yield_, tau)), w.width);
                w.spotFactor = _discount(yield_, tau);
                (g.delta, w.density) = _callDelta(d1, w.spotFactor);
                g.gamma = _gamma(w.density, w.width, spot);
                w.mass = (w.density * spot) >> 64;
                w.a = (spot * w.spotFactor) >> 64;
                w.b = (strike * (rate == yield_ ? w.spotFactor : _discount(rate, tau))) >> 64;
                w.asset = _share(w.a, w.mass, d1);
                w.bond = _share(w.b, w.mass, d1 - int256(w.width >> 56));
            }
            g.vega = (w.mass * _sqrtTau(vol, tau, w.width)) >> 128; // 2^158 * 2^98
            g.theta = (yield_ * int256(w.asset) - rate * int256(w.bond)) / int256(WAD << 32);
            if (tau != 0) {
                // vol / (2 sqrt tau) is at most 2^33 in Q64.
                g.theta -= int256((w.mass * ((w.width * WAD / (2 * tau)) >> 88)) >> 96);
            }

            // The side out of the money is a difference of tails; the other follows by parity, to the last digit.
            bool above = w.a >= w.b;
            g.price = above ? _less(w.b - w.bond, w.a - w.asset) : _less(w.asset, w.bond);
            uint256 a = (w.a + (1 << 31)) >> 32;
            uint256 b = (w.b + (1 << 31)) >> 32;
            if (above != put) g.price += above ? a - b : b - a;
            if (put) {
                g.delta -= int256(_toWad(w.spotFactor));
                g.theta += (rate * int256(b) - yield_ * int256(a)) / int256(WAD);
            }
        }
        // Callers loop: the scratch space is theirs again.
        assembly ("memory-safe") {
            mstore(0x40, w)
        }
    }

    /// @notice Delta and gamma alone, the same to the wei.
    function deltaGamma(
        uint256 spot,
        uint256 strike,
        uint256 vol,
        uint256 tau,
        int256 rate,
        int256 yield_,
        bool put
    ) internal pure returns (int256 delta, uint256 gamma) {
        (spot, strike, vol, tau) = _clamped(spot, strike, vol, tau);
        yield_ = _clampedRate(yield_);
        unchecked {
            int256 x = _moneyness(spot, strike, _drift(_clampedRate(rate), yield_, tau));
            uint256 width = _width(vol, tau);
            uint256 factor = _discount(yield_, tau);
            (delta, gamma) = _callDelta(_d1(x, width), factor);
            gamma = _gamma(gamma, width, spot);
            if (put) delta -= int256(_toWad(factor));
        }
    }

    /// @notice What delta and gamma without yield depend on besides spot: ln(S / K) + r tau in Q128 and vol sqrt(tau) in
    /// Q152. Along a row of spots only the first changes, by the logarithm of their ratio.
    function moneynessAndWidth(uint256 spot, uint256 strike, uint256 vol, uint256 tau, int256 rate)
        internal
        pure
        returns (int256 x, uint256 width)
    {
        (spot, strike, vol, tau) = _clamped(spot, strike, vol, tau);
        return (_moneyness(spot, strike, _drift(_clampedRate(rate), 0, tau)), _width(vol, tau));
    }

    /// @notice Delta of a call and gamma without yield, from `moneynessAndWidth`; spot below 2^112, x below 2^134.
    function callDeltaGamma(int256 x, uint256 width, uint256 spot)
        internal
        pure
        returns (int256 delta, uint256 gamma)
    {
        (delta, gamma) = _callDelta(_d1(x, width), ONE);
        gamma = _gamma(gamma, width, spot);
    }

    /// @dev Without spot or strike the outcome is certain: the same as without vol.
    function _clamped(uint256 spot, uint256 strike, uint256 vol, uint256 tau)
        private
        pure
        returns (uint256, uint256, uint256, uint256)
    {
        return (
            spot < MAX_AMOUNT ? spot : MAX_AMOUNT,
            strike < MAX_AMOUNT ? strike : MAX_AMOUNT,
            spot == 0 || strike == 0 ? 0 : vol < MAX_VOL ? vol : MAX_VOL,
            tau < MAX_TAU ? tau : MAX_TAU
        );
    }

    function _clampedRate(int256 rate) private pure returns (int256) {
        if (rate > MAX_RATE) return MAX_RATE;
        return rate < MIN_RATE ? MIN_RATE : rate;
    }

    /// @dev (r - q) tau in Q128
    function _drift(int256 rate, int256 yield_, uint256 tau) private pure returns (int256) {
        unchecked {
            return rate == yield_ ? int256(0) : ((rate - yield_) * int256(tau) << 128) / 1e36;
        }
    }

    /// @dev e^(-rate tau) in Q96; the exponent is at most 10.
    function _discount(int256 rate, uint256 tau) private pure returns (uint256) {
        unchecked {
            return rate == 0 ? ONE : Exponential.exp(-(rate * int256(tau) << 96) / 1e36);
        }
    }

    /// @dev vol sqrt(tau) in Q152 to at least 62 bits: the variance is an integer in units of 1e-54, so its root is in 1e-27.
    function _width(uint256 vol, uint256 tau) private pure returns (uint256) {
        unchecked {
            uint256 variance = vol * vol * tau;
            return variance >> 62 == 0
                ? (FixedPointMathLib.sqrt(variance << 192) << 56) / 1e27
                : (FixedPointMathLib.sqrt(variance << 64) << 120) / 1e27;
        }
    }

    /// @dev ln(S / K) + drift in Q128, below 2^134; without spot or strike an end of that range.
    function _moneyness(uint256 spot, uint256 strike, int256 drift) private pure returns (int256) {
        unchecked {
            if (strike == 0) return FARTHEST;
            if (spot == 0) return -FARTHEST;
            return Logarithm.lnRatio(spot, strike) + drift;
        }
    }

    /// @dev x / v + v / 2 in Q96, below 2^255.
    function _d1(int256 x, uint256 width) private pure returns (int256) {
        unchecked {
            if (width == 0) return x > 0 ? FARTHEST : x < 0 ? -FARTHEST : int256(0);
            return (x << 120) / int256(width) + int256(width >> 57);
        }
    }

    /// @dev e^(-q tau) Phi(d1), 18 decimals, and e^(-q tau) phi(d1), Q96.
    function _callDelta(int256 d1, uint256 factor) private pure returns (int256 delta, uint256 density) {
        unchecked {
            if (d1 >= FAR) return (int256(_toWad(factor)), 0);
            if (d1 <= MINUS_FAR) return (0, 0);
            density = Normal.density(d1);
            if (factor != ONE) density = (density * factor) >> 96;
            uint256 tail = ((_tail(density, d1) >> 64) * WAD + (1 << 127)) >> 128;
            if (d1 < 0) return (int256(tail), density);
            uint256 whole = _toWad(factor);
            return (int256(tail < whole ? whole - tail : 0), density);
        }
    }

    function _gamma(uint256 density, uint256 width, uint256 spot) private pure returns (uint256) {
        unchecked {
            if (density == 0 || width == 0) return 0;
            // phi / (S v): 2^110 * 2^120 * 2^24, below 2^191 over a width of at least 2^62.
            return ((((density * 1e36) << 24) / width) << 32) / spot;
        }
    }

    /// @dev amount * Phi(d), given mass = amount * phi(d).
    function _share(uint256 amount, uint256 mass, int256 d) private pure returns (uint256) {
        unchecked {
            uint256 tail = _tail(mass, d) >> 96;
            if (d < 0) return tail;
            return tail < amount ? amount - tail : 0;
        }
    }

    /// @dev mass * R(|d|): Q96 more than the mass.
    function _tail(uint256 mass, int256 d) private pure returns (uint256) {
        unchecked {
            if (d < 0) d = -d;
            return d > Normal.TAIL ? 0 : mass * Normal.mills(d);
        }
    }

    /// @dev a - b in wei where it is positive.
    function _less(uint256 a, uint256 b) private pure returns (uint256) {
        unchecked {
            return a > b ? (a - b) >> 32 : 0;
        }
    }

    function _toWad(uint256 factor) private pure returns (uint256) {
        unchecked {
            return factor == ONE ? WAD : (factor * WAD + ONE / 2) >> 96;
        }
    }

    /// @dev Q96
    function _sqrtTau(uint256 vol, uint256 tau, uint256 width) private pure returns (uint256) {
        unchecked {
            if (vol == 0) return FixedPointMathLib.sqrt((tau << 192) / WAD);
            return (width * WAD / vol) >> 56;
        }
    }
}
