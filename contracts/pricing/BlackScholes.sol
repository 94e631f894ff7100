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
    /// @dev At |d| = 16 the density is 1e-56: below one unit of any product here.
    int256 private constant FAR = int256(16) << 96;

    /// @dev One option on the way to its greeks. Quote values A, B, density and tails are wei with 32 more fractional bits.
    struct Work {
        uint256 spot;
        uint256 strike;
        uint256 vol;
        uint256 tau;
        int256 rate;
        int256 yield_;
        uint256 spotFactor; // e^(-q tau), Q96
        uint256 a;
        uint256 b;
        bool above; // A >= B: the put is out of the money
        uint256 width; // vol sqrt(tau), Q152
        uint256 density; // A phi(d1) = B phi(d2)
        uint256 nearTail; // min(A, B) * Phi(-(|x| / v - v / 2))
        uint256 farTail; // max(A, B) * Phi(-(|x| / v + v / 2))
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
        Work memory w = _clamped(spot, strike, vol, tau, rate, yield_);
        // With the arguments clamped no product passes 2^255; the widths are beside the terms.
        unchecked {
            _tails(w);
            // The side out of the money is a difference of tails; the other follows by parity, to the last digit.
            uint256 a = (w.a + (1 << 31)) >> 32;
            uint256 b = (w.b + (1 << 31)) >> 32;
            g.price = w.nearTail > w.farTail ? (w.nearTail - w.farTail) >> 32 : 0;
            if (w.above != put) g.price += w.above ? a - b : b - a;

            g.delta = _callDelta(w);
            g.theta = _callTheta(w);
            if (put) {
                g.delta -= int256((w.spotFactor * WAD + ONE / 2) >> 96);
                g.theta += (w.rate * int256(b) - w.yield_ * int256(a)) / int256(WAD);
            }
            g.vega = (w.density * _sqrtTau(w)) >> 128; // 2^158 * 2^98
            g.gamma = _gamma(w);
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
        Work memory w = _clamped(spot, strike, vol, tau, rate, yield_);
        _deltaTail(w);
        unchecked {
            delta = _callDelta(w);
            if (put) delta -= int256((w.spotFactor * WAD + ONE / 2) >> 96);
        }
        gamma = _gamma(w);
    }

    function _clamped(uint256 spot, uint256 strike, uint256 vol, uint256 tau, int256 rate, int256 yield_)
        private
        pure
        returns (Work memory w)
    {
        w.spot = spot < MAX_AMOUNT ? spot : MAX_AMOUNT;
        w.strike = strike < MAX_AMOUNT ? strike : MAX_AMOUNT;
        w.vol = vol < MAX_VOL ? vol : MAX_VOL;
        w.tau = tau < MAX_TAU ? tau : MAX_TAU;
        w.rate = FixedPointMathLib.clamp(rate, -MAX_RATE, MAX_RATE);
        w.yield_ = FixedPointMathLib.clamp(yield_, -MAX_RATE, MAX_RATE);
        unchecked {
            w.spotFactor = _discount(w.yield_, w.tau);
            w.a = (w.spot * w.spotFactor) >> 64;
            w.b = (w.strike * (w.rate == w.yield_ ? w.spotFactor : _discount(w.rate, w.tau))) >> 64;
            w.above = w.a >= w.b;
            w.width = _width(w.vol, w.tau);
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

    /// @dev |ln(A / B)| / (vol sqrt(tau)) in Q96, saturating.
    function _moneyness(Work memory w) private pure returns (uint256) {
        unchecked {
            if (w.spot == 0 || w.strike == 0) return type(uint256).max;
            if (w.width == 0) return w.a == w.b ? 0 : type(uint256).max;
            int256 x =
                Logarithm.lnRatio(w.spot, w.strike) + ((w.rate - w.yield_) * int256(w.tau) << 128) / 1e36;
            // A and B are rounded, x is not: at the money the two may disagree about the side, and x is then nothing.
            if (!w.above) x = -x;
            return x <= 0 ? 0 : (uint256(x) << 120) / w.width;
        }
    }

    /// @dev Sets density and both tails.
    function _tails(Work memory w) private pure {
        unchecked {
            uint256 low = w.above ? w.b : w.a;
            (int256 near, int256 far) = _ends(w);
            if (near >= FAR) return;
            if (near <= -FAR) {
                w.nearTail = low;
                return;
            }
            w.density = (low * Normal.density(near)) >> 96;
            if (w.width == 0) {
                w.nearTail = low >> 1;
                w.farTail = low >> 1;
                return;
            }
            w.nearTail = near < 0 ? low - _tail(w.density, -near) : _tail(w.density, near);
            w.farTail = _tail(w.density, far);
        }
    }

    /// @dev Sets density and the one tail that delta needs.
    function _deltaTail(Work memory w) private pure {
        unchecked {
            (int256 near, int256 far) = _ends(w);
            if (near <= -FAR || near >= FAR || w.width == 0) return _tails(w);
            uint256 low = w.above ? w.b : w.a;
            w.density = (low * Normal.density(near)) >> 96;
            if (w.above) w.farTail = _tail(w.density, far);
            else w.nearTail = near < 0 ? low - _tail(w.density, -near) : _tail(w.density, near);
        }
    }

    /// @dev |x| / v - v / 2, which is -d1 or d2 by side, and |x| / v + v / 2; both saturate at FAR.
    function _ends(Work memory w) private pure returns (int256 near, int256 far) {
        unchecked {
            uint256 h = _moneyness(w);
            uint256 half = w.width >> 57;
            return h > uint256(FAR) + half ? (FAR, FAR) : (int256(h) - int256(half), int256(h + half));
        }
    }

    function _tail(uint256 density, int256 x) private pure returns (uint256) {
        unchecked {
            return x > Normal.TAIL ? 0 : (density * Normal.mills(x)) >> 96;
        }
    }

    function _callDelta(Work memory w) private pure returns (int256) {
        unchecked {
            uint256 whole = (w.spotFactor * WAD + ONE / 2) >> 96;
            if (w.spot == 0) return w.above ? int256(whole) : int256(0);
            uint256 tail = w.above ? w.farTail : w.nearTail;
            tail = ((tail * WAD / w.spot) + (1 << 31)) >> 32;
            if (tail > whole) tail = whole;
            return int256(w.above ? whole - tail : tail);
        }
    }

    function _gamma(Work memory w) private pure returns (uint256) {
        unchecked {
            if (w.density == 0 || w.width == 0) return 0;
            // 30 bits beyond the wei, for spots far below one: (2^141 * 2^60) << 54, then 2^193 * 2^60.
            uint256 perWidth = ((((w.density << 96) / w.spot) * WAD) << 54) / w.width;
            return (perWidth * WAD / w.spot) >> 30;
        }
    }

    /// @dev -A phi(d1) vol / (2 sqrt tau) - r B Phi(d2) + q A Phi(d1)
    function _callTheta(Work memory w) private pure returns (int256) {
        unchecked {
            (uint256 assetPart, uint256 strikePart) =
                w.above ? (w.a - w.farTail, w.b - w.nearTail) : (w.nearTail, w.farTail);
            int256 carry = w.yield_ * int256(assetPart) - w.rate * int256(strikePart);
            int256 diffusion;
            if (w.tau != 0) {
                // vol / (2 sqrt tau) is at most 2^33 in Q64.
                diffusion = int256((w.density * ((w.width * WAD / (2 * w.tau)) >> 88)) >> 96);
            }
            return carry / int256(WAD << 32) - diffusion;
        }
    }

    /// @dev Q96
    function _sqrtTau(Work memory w) private pure returns (uint256) {
        unchecked {
            if (w.vol == 0) return FixedPointMathLib.sqrt((w.tau << 192) / WAD);
            return (w.width * WAD / w.vol) >> 56;
        }
    }
}
