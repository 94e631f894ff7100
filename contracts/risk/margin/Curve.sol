// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";
import {BlackScholes} from "../../pricing/BlackScholes.sol";
import {Exponential} from "../../pricing/Exponential.sol";
import {Logarithm} from "../../pricing/Logarithm.sol";
import {Normal} from "../../pricing/Normal.sol";
import {Leg} from "../../types/Mandate.sol";

/// @notice One option prepared for many spots: what does not change from spot to spot is worked out once.
/// @param strike discounted, 18 decimals
/// @param moneyness ln(spot / strike) at the mark, Q128
/// @param tau years, 18 decimals, at most ten like everywhere
struct Curve {
    uint256 strike;
    int256 moneyness;
    uint256 tau;
    bool put;
}

/// @title Value and delta of an option along the spot axis
/// @notice The formulas and the tails of `BlackScholes`, with its logarithm shared by all spots: ln(S m / K) is
/// ln(S / K) + ln m. Agrees with it within 1e-15 of the larger of spot and strike; never reverts.
library CurveValue {
    uint256 private constant WAD = 1e18;
    uint256 private constant YEAR = 365 days;
    /// @dev What Logarithm takes.
    uint256 private constant MAX_AMOUNT = (1 << 112) - 1;
    int256 private constant ONE = int256(1) << 96;
    /// @dev At 16 standard deviations the density is 1e-56.
    int256 private constant FAR = 16 * ONE;

    function along(Leg memory leg, uint256 spot, uint256 time) internal pure returns (Curve memory c) {
        uint256 expiry = leg.series.expiry();
        c.tau = expiry > time ? (expiry - time) * WAD / YEAR : 0;
        if (c.tau > BlackScholes.MAX_TAU) c.tau = BlackScholes.MAX_TAU;
        c.put = leg.series.isPut();
        c.strike = _amount(leg.series.strike());
        if (leg.carry != 0) {
            c.strike = _amount(
                (c.strike * Exponential.exp(-(int256(leg.carry) * int256(c.tau) << 96) / 1e36)) >> 96
            );
        }
        c.moneyness = Logarithm.lnRatio(_amount(spot), c.strike);
    }

    /// @notice vol sqrt(tau) in Q96, vol at most ten.
    function width(Curve memory c, uint256 vol) internal pure returns (uint256) {
        unchecked {
            if (vol > 10 * WAD) vol = 10 * WAD;
            // 191 bits and 64 more; the root is in units of 1e-27.
            return (FixedPointMathLib.sqrt((vol * vol * c.tau) << 64) << 64) / 1e27;
        }
    }

    /// @notice Price at a spot whose logarithm lies `shift` (Q128) above that of the mark.
    function price(Curve memory c, uint256 spot, int256 shift, uint256 v)
        internal
        pure
        returns (uint256 value)
    {
        unchecked {
            uint256 low = c.strike;
            int256 x = c.moneyness + shift;
            if (spot > MAX_AMOUNT) spot = MAX_AMOUNT;
            if (spot < low) {
                if (c.put) value = low - spot;
                low = spot;
                x = -x;
            } else if (!c.put) {
                value = spot - low;
            }
            if (v == 0) return value;
            // The spot is rounded and its logarithm is not: at the money the two may disagree by a wei.
            uint256 h = x > 0 ? (uint256(x) << 64) / v : 0;
            v >>= 1;
            if (h > uint256(FAR) + v) return value;
            int256 near = int256(h) - int256(v);
            if (near <= -FAR) return value + low;
            // 32 more bits than the wei: the side out of the money is a difference of two tails.
            low <<= 32;
            uint256 density = (low * Normal.density(near)) >> 96;
            uint256 tail = near < 0 ? low - _tail(density, -near) : _tail(density, near);
            uint256 far = _tail(density, int256(h + v));
            if (tail > far) value += (tail - far) >> 32;
        }
    }

    /// @notice Delta there, 18 decimals; at v = 0 and the money half its jump, as everywhere.
    function delta(Curve memory c, int256 shift, uint256 v) internal pure returns (int256 value) {
        unchecked {
            int256 x = c.moneyness + shift;
            if (v == 0) {
                value = x == 0 ? int256(WAD / 2) : x > 0 ? int256(WAD) : int256(0);
            } else {
                int256 d = (x << 64) / int256(v) + int256(v >> 1);
                int256 size = d < 0 ? -d : d;
                if (size <= Normal.TAIL) {
                    value = int256((Normal.density(size) * Normal.mills(size) * WAD) >> 192);
                }
                if (d >= 0) value = int256(WAD) - value;
            }
            if (c.put) value -= int256(WAD);
        }
    }

    function _tail(uint256 density, int256 x) private pure returns (uint256) {
        unchecked {
            return x > Normal.TAIL ? 0 : (density * Normal.mills(x)) >> 96;
        }
    }

    function _amount(uint256 value) private pure returns (uint256) {
        return value == 0 ? 1 : value < MAX_AMOUNT ? value : MAX_AMOUNT;
    }
}
