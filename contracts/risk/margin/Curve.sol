// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {BlackScholes} from "../../pricing/BlackScholes.sol";
import {Exponential} from "../../pricing/Exponential.sol";
import {Logarithm} from "../../pricing/Logarithm.sol";
import {Normal} from "../../pricing/Normal.sol";
import {SquareRoot} from "../../pricing/SquareRoot.sol";
import {Leg} from "../../types/Mandate.sol";

/// @notice One option prepared for many spots: what does not change from spot to spot is worked out once.
/// @param strike discounted, 18 decimals
/// @param moneyness ln(spot / strike) at the mark, Q128
/// @param rootTau root of the years, at most ten like everywhere, as `SquareRoot` has it; 0 without time
struct Curve {
    uint256 strike;
    int256 moneyness;
    uint256 rootTau;
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
    uint256 private constant ONE = 2 ** 96;
    /// @dev At ten standard deviations the density is 8e-23.
    int256 private constant FAR = 10 * 2 ** 96;
    int256 private constant MINUS_FAR = -10 * 2 ** 96;

    function along(Leg memory leg, uint256 spot, uint256 time) internal pure returns (Curve memory c) {
        uint256 expiry = leg.series.expiry();
        uint256 tau = expiry > time ? (expiry - time) * WAD / YEAR : 0;
        if (tau > BlackScholes.MAX_TAU) tau = BlackScholes.MAX_TAU;
        if (tau != 0) c.rootTau = SquareRoot.ofTime(tau);
        c.put = leg.series.isPut();
        c.strike = _amount(leg.series.strike());
        if (leg.carry != 0) {
            c.strike =
                _amount((c.strike * Exponential.exp(-(int256(leg.carry) * int256(tau) << 96) / 1e36)) >> 96);
        }
        c.moneyness = Logarithm.lnRatio(_amount(spot), c.strike);
    }

    /// @notice vol sqrt(tau) in Q96, vol at most ten.
    function width(Curve memory c, uint256 vol) internal pure returns (uint256) {
        unchecked {
            if (vol > 10 * WAD) vol = 10 * WAD;
            // 2^63.2 * 2^127.7, in units of 1e-27 2^-96.
            return vol * c.rootTau / 1e27;
        }
    }

    /// @notice Price at a spot whose logarithm lies `shift` (Q128) above that of the mark.
    function price(Curve memory c, uint256 spot, int256 shift, uint256 v)
        internal
        pure
        returns (uint256 value)
    {
        uint256 low;
        int256 near;
        int256 far;
        // Amounts are below 2^113, logarithms below 2^135 and v below 2^101: nothing passes 2^254.
        assembly ("memory-safe") {
            if gt(spot, MAX_AMOUNT) { spot := MAX_AMOUNT }
            low := mload(c)
            shift := add(shift, mload(add(c, 0x20)))
            let below := lt(spot, low)
            value := sub(spot, low)
            if below {
                value := sub(0, value)
                low := spot
                shift := sub(0, shift)
            }
            // In the money by parity: the put below, the call above.
            value := mul(value, eq(below, mload(add(c, 0x60))))
            // The spot is rounded and its logarithm is not: at the money the two may disagree by a wei.
            far := mul(div(shl(64, shift), v), sgt(shift, 0))
            v := shr(1, v)
            near := sub(far, v)
            far := add(far, v)
        }
        if (near > FAR || v == 0) return value;
        if (near < MINUS_FAR) return value + low;
        // Out of the money, over `low`: Phi(-near) less its density times R(far).
        uint256 density = Normal.density(near);
        spot = Normal.mills(near);
        uint256 beyond = Normal.mills(far);
        assembly ("memory-safe") {
            spot := shr(96, mul(density, spot))
            if slt(near, 0) { spot := sub(ONE, spot) }
            spot := sub(spot, shr(96, mul(density, beyond)))
            if sgt(spot, 0) { value := add(value, shr(96, mul(low, spot))) }
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
                if (d <= FAR && d >= MINUS_FAR) {
                    value = int256((Normal.density(d) * Normal.mills(d) * WAD) >> 192);
                }
                if (d >= 0) value = int256(WAD) - value;
            }
            if (c.put) value -= int256(WAD);
        }
    }

    function _amount(uint256 value) private pure returns (uint256) {
        return value == 0 ? 1 : value < MAX_AMOUNT ? value : MAX_AMOUNT;
    }
}
