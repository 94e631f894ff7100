// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Closeness} from "./Closeness.sol";
import {Exponential} from "./Exponential.sol";
import {Logarithm} from "./Logarithm.sol";
import {Normal} from "./Normal.sol";
import {SquareRoot} from "./SquareRoot.sol";

/// @title European options on spot: price and greeks, never reverting (P13)
/// @notice 18-decimal fixed point, tau in years, continuous rate r and yield q. Gamma per 1.00 of quote, vega per 1.00 of vol,
/// theta per year of calendar time. Black and Scholes 1973, Merton 1973.
///
/// Domain: vol and tau 0 to 10, |r| and |q| at most 1, any spot and strike from 1e-9 to 2^112 wei. Beyond it each argument
/// saturates at the nearest end. With A = S e^(-q tau) and B = K e^(-r tau), errors are at most
/// price 2 wei + 1e-18 max(A, B), delta 2 wei + 1e-18 e^(-q tau), vega 2 wei + 1e-18 A,
/// gamma 2 wei + 1e-18 e^(-q tau) / (S vol sqrt tau), theta 4 wei + 1e-18 (|r| B + |q| A + A vol / sqrt tau).
/// They add up from the kernels: the tails are within 1e-19 (Normal), d1 else within 2e-20 of itself (Logarithm,
/// SquareRoot, a width of 62 bits or more), which moves Phi by less than 1e-20, and products keep 32 bits below the wei.
/// Logarithm is within 2e-23 of itself, but may be many widths and cancelled by carry: where a width is below 4.9e-4, and
/// for the sign without any, Closeness takes its place; above, d1 is off by less than 9e-19.
///
/// Exact: call - put = A - B, the same for delta and theta, and every limit: at vol sqrt(tau) = 0, or a spot or strike of
/// zero, price is the discounted intrinsic value. At vol sqrt(tau) = 0 and A = B delta is half its jump by convention, and
/// gamma and theta's diffusion term, which have no finite limit, are zero.
library BlackScholes {
    /// @notice A call and a put of one strike.
    struct Quote {
        uint256 call;
        uint256 put;
        int256 callDelta;
        int256 putDelta;
        uint256 gamma;
        uint256 vega;
        int256 callTheta;
        int256 putTheta;
    }

    /// @notice One of the two.
    struct Greeks {
        uint256 price;
        int256 delta;
        uint256 gamma;
        uint256 vega;
        int256 theta;
    }

    uint256 private constant WAD = 1e18;
    uint256 private constant WAD_SQUARED = 1e36;
    uint256 private constant GIGA = 1e9;
    uint256 private constant ONE = 2 ** 96;
    /// @dev For amounts with 32 bits below the wei.
    int256 private constant WAD_Q32 = 1e18 * 2 ** 32;
    uint256 internal constant MAX_AMOUNT = (1 << 112) - 1;
    uint256 internal constant MAX_VOL = 10e18;
    uint256 internal constant MAX_TAU = 10e18;
    int256 internal constant MAX_RATE = 1e18;
    int256 private constant TWICE_MAX_RATE = 2e18;
    /// @dev Ten standard deviations: phi is 8e-23 there.
    int256 private constant FAR = 10 * 2 ** 96;
    int256 private constant MINUS_FAR = -10 * 2 ** 96;
    int256 private constant TWICE_FAR = 20 * 2 ** 96;
    int256 private constant FARTHEST = 2 ** 133;
    /// @dev vol^2 tau below 2^-22: a width below 4.9e-4, where ln(S / K) must be better than `Logarithm` has it.
    uint256 private constant NARROW = 238418579101562345678901234567890123456789012345;

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
        Quote memory q;
        quote(q, spot, strike, vol, tau, rate, yield_);
        (g.gamma, g.vega) = (q.gamma, q.vega);
        (g.price, g.delta, g.theta) =
            put ? (q.put, q.putDelta, q.putTheta) : (q.call, q.callDelta, q.callTheta);
    }

    /// @notice Price and greeks of the call and the put in one pass, into `q`: a loop needs one.
    function quote(
        Quote memory q,
        uint256 spot,
        uint256 strike,
        uint256 vol,
        uint256 tau,
        int256 rate,
        int256 yield_
    ) internal pure {
        bool odd;
        // Within the limits the products do not wrap.
        assembly ("memory-safe") {
            odd := or(
                or(shr(112, or(spot, strike)), iszero(mul(spot, strike))),
                or(or(gt(vol, MAX_VOL), gt(tau, MAX_TAU)), lt(mul(mul(vol, vol), tau), NARROW))
            )
        }
        int256 x;
        unchecked {
            if (odd) {
                (spot, strike, vol, tau) = _clamped(spot, strike, vol, tau);
                (rate, yield_) = _clampedRates(rate, yield_);
                x = strike == 0
                    ? FARTHEST
                    : spot == 0 ? -FARTHEST : Closeness.moneyness(spot, strike, (rate - yield_) * int256(tau));
                if (vol == 0 || tau == 0) {
                    _limit(q, spot, strike, tau, rate, yield_, x);
                } else {
                    x -= (_exponent(rate, tau) - _exponent(yield_, tau)) << 24;
                    _carried(q, spot, strike, vol, tau, rate, yield_, x);
                }
            } else {
                x = Logarithm.lnRatio(spot, strike) << 24;
                // Without discounting A and B are whole wei and theta is decay alone.
                if (rate | yield_ == 0) {
                    _fill(q, spot, spot << 32, strike << 32, vol, SquareRoot.ofTime(tau), x, ONE);
                } else {
                    (rate, yield_) = _clampedRates(rate, yield_);
                    _carried(q, spot, strike, vol, tau, rate, yield_, x);
                }
            }
        }
    }

    /// @dev Arguments are within the domain, no one of spot, strike, vol and tau zero.
    /// @param x ln(S / K), Q152
    function _carried(
        Quote memory q,
        uint256 spot,
        uint256 strike,
        uint256 vol,
        uint256 tau,
        int256 rate,
        int256 yield_,
        int256 x
    ) private pure {
        // Amounts are below 2^112 * 2^14.5 * 2^32, rates within 1e18 and exponents 10: no product passes 2^220.
        unchecked {
            int256 e = _exponent(yield_, tau);
            uint256 factor = Exponential.exp(-(e >> 32));
            uint256 a = (spot * factor) >> 64;
            x -= e << 24;
            e = _exponent(rate, tau);
            uint256 b = (strike * Exponential.exp(-(e >> 32))) >> 64;
            x += e << 24;
            (spot, strike) = _fill(q, spot, a, b, vol, SquareRoot.ofTime(tau), x, factor);
            // Theta's terms in r and q; A Phi(d1) and B Phi(d2) have 32 bits below the wei, which the quotients keep.
            assembly ("memory-safe") {
                let theta :=
                    add(mload(add(q, 0xc0)), sdiv(sub(mul(yield_, spot), mul(rate, strike)), WAD_Q32))
                mstore(add(q, 0xc0), theta)
                mstore(add(q, 0xe0), add(theta, sdiv(sub(mul(rate, b), mul(yield_, a)), WAD_Q32)))
            }
        }
    }

    /// @dev All but what carry adds to theta. a and b have 32 bits below the wei, as have A Phi(d1) and B Phi(d2), which it
    /// returns.
    /// @param rootTau of SquareRoot
    /// @param x ln(S / K) + (r - q) tau, Q152, below 2^159
    /// @param factor e^(-q tau), Q96
    function _fill(
        Quote memory q,
        uint256 spot,
        uint256 a,
        uint256 b,
        uint256 vol,
        uint256 rootTau,
        int256 x,
        uint256 factor
    ) private pure returns (uint256 asset, uint256 bond) {
        // x turns into d1, which is below 2^193.
        uint256 width = widthOf(vol, rootTau);
        uint256 density;
        assembly ("memory-safe") {
            x := add(sdiv(shl(96, x), width), shr(57, width))
            density := lt(add(x, FAR), TWICE_FAR)
        }
        if (density != 0) {
            density = Normal.density(x);
            asset = Normal.mills(x);
            // d2 is above -42. Beyond the tails B Phi(d2) = A phi(d1) R is below 1e-22 of A.
            assembly ("memory-safe") {
                bond := sub(x, shr(56, width))
            }
            bond = Normal.mills(int256(bond));
        }
        // a and b are below 2^158.5, factor below 2^110.5, vol below 2^63.2, rootTau below 2^127.7, mass below 2^157.2; the
        // widest products are mass * vol * 2^35 and a * Phi, below 2^255.5. width is at least 2^62.
        assembly ("memory-safe") {
            // Phi(d1) = phi R or one less that. Beyond the tails phi counts as zero.
            asset := shr(96, mul(density, asset))
            if sgt(x, 0) { asset := sub(ONE, asset) }
            {
                let delta := shr(96, mul(shr(96, mul(asset, factor)), WAD))
                mstore(add(q, 0x40), delta)
                mstore(add(q, 0x60), sub(delta, shr(96, mul(factor, WAD))))
            }
            asset := shr(96, mul(a, asset))
            mstore(
                add(q, 0x80),
                div(shl(32, div(shl(24, mul(shr(96, mul(density, factor)), WAD_SQUARED)), width)), spot)
            )
            // From here on A phi(d1) = B phi(d2).
            density := shr(96, mul(a, density))
            mstore(add(q, 0xa0), shr(96, div(mul(density, shr(32, rootTau)), GIGA)))
            // A phi vol / (2 sqrt tau)
            vol := sub(0, div(shl(28, div(shl(35, mul(density, vol)), rootTau)), GIGA))
            mstore(add(q, 0xc0), vol)
            mstore(add(q, 0xe0), vol)
            bond := shr(96, mul(density, bond))
            if sgt(x, shr(56, width)) { bond := sub(b, bond) }
            a := shr(32, a)
            b := shr(32, b)
            // The call, no less than its bound; the put by parity.
            density := sar(32, sub(asset, bond))
            if slt(density, sub(a, b)) { density := sub(a, b) }
            if slt(density, 0) { density := 0 }
            mstore(q, density)
            mstore(add(q, 0x20), sub(add(density, b), a))
        }
    }

    /// @dev Without width, or without spot or strike, the outcome is certain; between the two at the money it is half of each.
    /// @param x of which the sign counts: of ln(A / B)
    function _limit(
        Quote memory q,
        uint256 spot,
        uint256 strike,
        uint256 tau,
        int256 rate,
        int256 yield_,
        int256 x
    ) private pure {
        unchecked {
            uint256 factor = Exponential.exp(-(_exponent(yield_, tau) >> 32));
            uint256 a = (spot * factor) >> 64;
            uint256 b = (strike * Exponential.exp(-(_exponent(rate, tau) >> 32))) >> 64;
            // What is exercised of A and of B, in halves.
            uint256 share = x > 0 ? 2 : x < 0 ? 0 : 1;
            uint256 whole = _toWad(factor);
            q.callDelta = int256(share == 1 ? (whole + 1) / 2 : whole * share / 2);
            q.putDelta = q.callDelta - int256(whole);
            q.callTheta = (yield_ * int256(a * share / 2) - rate * int256(b * share / 2)) / WAD_Q32;
            // A phi(0) sqrt(tau)
            q.vega = share != 1 || tau == 0
                ? 0
                : ((((a * Normal.density(0)) >> 96) * (SquareRoot.ofTime(tau) >> 32)) / GIGA) >> 96;
            q.gamma = 0;
            q.putTheta = q.callTheta + (rate * int256(b) - yield_ * int256(a)) / WAD_Q32;
            (a, b) = (a >> 32, b >> 32);
            (q.call, q.put) = a > b ? (a - b, uint256(0)) : (uint256(0), b - a);
        }
    }

    /// @notice What delta and gamma without yield depend on besides spot: ln(S / K) + r tau in Q128 and vol sqrt(tau) in
    /// Q152. Along a row of spots only the first changes, by the logarithm of their ratio. It is that of `Logarithm` at any
    /// width: delta errs by 6e-23 / vol where carry cancels it.
    function moneynessAndWidth(uint256 spot, uint256 strike, uint256 vol, uint256 tau, int256 rate)
        internal
        pure
        returns (int256 x, uint256 width)
    {
        (spot, strike, vol, tau) = _clamped(spot, strike, vol, tau);
        (rate,) = _clampedRates(rate, 0);
        return (
            _moneyness(spot, strike) + _exponent(rate, tau),
            tau == 0 ? 0 : widthOf(vol, SquareRoot.ofTime(tau))
        );
    }

    /// @notice vol sqrt(tau) in Q152 from `SquareRoot.ofTime`: at least 2^62 unless one of them is zero.
    function widthOf(uint256 vol, uint256 rootTau) internal pure returns (uint256 width) {
        // vol < 2^63.2 and rootTau < 2^127.7, in units of 1e-27 2^-96.
        assembly ("memory-safe") {
            width := div(shl(56, mul(vol, rootTau)), 1000000000000000000000000000)
        }
    }

    /// @notice Delta of a call and gamma without yield, 18 decimals: those of `quote` of the same d1, to the wei.
    /// @param x ln(S / K) + r tau in Q128, below 2^135
    /// @param width of `widthOf`
    /// @param spot 1 to 2^112, or anything without width
    function callDeltaGamma(int256 x, uint256 width, uint256 spot)
        internal
        pure
        returns (int256 delta, uint256 gamma)
    {
        if (width == 0) {
            return (int256(x > 0 ? WAD : x < 0 ? 0 : WAD / 2), 0);
        }
        bool far;
        assembly ("memory-safe") {
            x := add(sdiv(shl(120, x), width), shr(57, width))
            far := iszero(lt(add(x, FAR), TWICE_FAR))
        }
        if (far) return (x > 0 ? int256(WAD) : int256(0), 0);
        gamma = Normal.density(x);
        delta = int256(Normal.mills(x));
        // As in `_fill`.
        assembly ("memory-safe") {
            delta := shr(96, mul(gamma, delta))
            if sgt(x, 0) { delta := sub(ONE, delta) }
            delta := shr(96, mul(delta, WAD))
            gamma := div(shl(32, div(shl(24, mul(gamma, WAD_SQUARED)), width)), spot)
        }
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

    function _clampedRates(int256 rate, int256 yield_) private pure returns (int256, int256) {
        // x + 1 exceeds 2 as an unsigned number on either side of the range; its end is that of the sign.
        assembly ("memory-safe") {
            if or(gt(add(rate, MAX_RATE), TWICE_MAX_RATE), gt(add(yield_, MAX_RATE), TWICE_MAX_RATE)) {
                if gt(add(rate, MAX_RATE), TWICE_MAX_RATE) {
                    rate := sub(mul(sgt(rate, 0), TWICE_MAX_RATE), MAX_RATE)
                }
                if gt(add(yield_, MAX_RATE), TWICE_MAX_RATE) {
                    yield_ := sub(mul(sgt(yield_, 0), TWICE_MAX_RATE), MAX_RATE)
                }
            }
        }
        return (rate, yield_);
    }

    /// @dev rate * tau in Q128, at most 10.
    function _exponent(int256 rate, uint256 tau) private pure returns (int256 x) {
        assembly ("memory-safe") {
            x := sdiv(shl(128, mul(rate, tau)), WAD_SQUARED)
        }
    }

    /// @dev ln(S / K) in Q128; without spot or strike an end of its range.
    function _moneyness(uint256 spot, uint256 strike) private pure returns (int256) {
        if (strike == 0) return FARTHEST;
        if (spot == 0) return -FARTHEST;
        return Logarithm.lnRatio(spot, strike);
    }

    function _toWad(uint256 factor) private pure returns (uint256) {
        unchecked {
            return (factor * WAD) >> 96;
        }
    }
}
